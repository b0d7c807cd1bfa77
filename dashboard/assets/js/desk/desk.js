// The officer's page: what is wished for goes to the server, what comes back is put in its place. No framework.
// What lives here: wishes, parts, actions, the URL. What does not: the map's camera, tools, keys, sound, dialogs.

import {camera} from "../lib/camera.js"
import {ask, help, settings, toast} from "../lib/dialogs.js"
import {tools} from "../lib/map_tools.js"
import {morph} from "../lib/morph.js"
import {clock} from "../lib/period.js"
import {data, say, speak} from "../lib/words.js"
import {command, officer} from "./command.js"
import {evidence} from "./evidence.js"
import {furnish, language, palette, selects} from "./frame.js"
import {listen} from "./keys.js"
import {search} from "./search.js"
import {sound} from "./sound.js"
import {track} from "./track.js"
import {ways} from "./trails.js"
import {address, attach, FLAGS, state, want, wish} from "./view_state.js"
import {wasHere} from "./was_here.js"
import {zoning} from "./zones.js"

const el = (id) => document.getElementById(id)
const HELD_MS = 6000,
  BEFORE_S = 60,
  ABOUT_DEG = 0.4
let cursor = "",
  touched = 0,
  onQueue = false,
  picks = 0,
  goTo = false,
  announced = []
// Parts of the page arrive as markup; only what differs is touched, so focus, scroll and a half-made click survive.
function parts({name, html}) {
  for (const [at, part] of name.entries()) morph(el(part), html[at])
  times()
  point()
  const first = el("card").querySelector(".first")
  el("watch").textContent = say(first?.dataset.watched === "true" ? "desk_unwatch" : "desk_watch")
  el("craft").dataset.empty = String(!first)
  search.told()
}

function told({json}) {
  const first = !state.t_s
  Object.assign(state, JSON.parse(json[0]))
  camera.painted(state.view)
  if (state.picked === picks && wish.pick) want({pick: null, craft: state.craft, alert: state.alert})
  times()
  tools.select(state.place)
  if (goTo && state.place && state.craft === wish.craft && state.alert === wish.alert) {
    goTo = false
    camera.show(state.place)
  }
  const fresh = sound.hear(state.calling)
  if (fresh.length && !first) announce(fresh)
  if (!announced.some((id) => state.calling.some((each) => each[0] === id))) el("news").textContent = ""
  el("wall").dataset.ledger = state.alive ? "up" : "down"
  track.follow()
}

function announce(ids) {
  const names = ids
    .map((id) => {
      const row = rows().find((each) => each.dataset.alert === id)
      return row
        ? `${row.querySelector(".shape").textContent} ${row.querySelector(".colour").textContent} ${row.querySelector("strong").textContent}`
        : ""
    })
    .filter(Boolean)
  if (names.length) el("news").textContent = `${say("desk_new")} ${names.join("、")}`
  announced = ids
}

const two = (number) => String(Math.floor(number)).padStart(2, "0")
export function stopwatch(seconds) {
  const whole = Math.max(0, Math.floor(seconds)),
    hours = Math.floor(whole / 3600)
  return hours ? `${hours}:${two((whole / 60) % 60)}:${two(whole % 60)}` : `${two(whole / 60)}:${two(whole % 60)}`
}

function times() {
  for (const each of document.querySelectorAll("time")) {
    const {since, due, at} = each.dataset
    const text = since ? stopwatch(state.t_s - since) : due ? left(due - state.t_s) : at ? clock(Number(at)) : ""
    if (each.textContent !== text) each.textContent = text
  }
}
const left = (seconds) => (seconds >= 0 ? stopwatch(seconds) : `+${stopwatch(-seconds)}`)

// The queue under the keys.
const rows = () => [...el("queue").querySelectorAll(".row")]
function point() {
  for (const row of rows()) row.classList.toggle("cursor", row.dataset.alert === cursor)
  el("queue").setAttribute("aria-activedescendant", cursor ? `row-${cursor}` : "")
}
export function hold() {
  touched = performance.now()
  if (!wish.held) want({held: true})
}
setInterval(() => {
  if (wish.held && !onQueue && performance.now() - touched > HELD_MS) want({held: false})
}, 500)
export function step(by) {
  hold()
  const all = rows(),
    at = all.findIndex((row) => row.dataset.alert === cursor)
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))]
  if (!next) return
  cursor = next.dataset.alert
  point()
  next.scrollIntoView({block: "nearest"})
  el("queue").focus({preventScroll: true})
}
export const current = () => cursor || wish.alert

export function open(alert, craft) {
  cursor = alert || cursor
  point()
  goTo = true
  tab("craft")
  want({alert, craft})
}

export async function mark(kind, alert = current()) {
  if (!alert) return toast(say("desk_choose_first"))
  hold()
  const row = rows().find((each) => each.dataset.alert === alert)
  const name = row?.querySelector("strong").textContent ?? alert
  if (kind === "silence") {
    return ask(
      {title: `${say("desk_silence")} · ${name}`, reasons: data.silence_reasons, field: "desk_reason", needed: true},
      (reason) => command("mark", alert, {mark: "silence", reason}),
    )
  }
  const answer = await command("mark", alert, {mark: kind, reason: ""})
  if (answer.ok) toast(`${say(`desk_did_${kind}`)} · ${name}`)
}

// Takes back the newest mark of an alert: by its button, or by key that of the alert under the cursor.
async function undo(hit) {
  const found = [...document.querySelectorAll('[data-do="undo"]')].find((each) => each.dataset.alert === current())
  const asked = hit ?? found
  if (!asked) return toast(say(current() ? "desk_undo_none" : "desk_choose_first"))
  hold()
  const {alert, undoes, by, what} = asked.dataset
  const send = (reason) => command("undo_mark", alert, {undoes: Number(undoes), reason})
  if (by !== officer.name) {
    const title = `${say("desk_undo")} · ${by} ${what}`
    return ask({title, reasons: data.undo_reasons, field: "desk_reason", needed: true}, send)
  }
  const answer = await send("")
  if (answer.ok) toast(`${say("desk_undone")} · ${what}`)
}

function tab(name) {
  for (const each of el("tabs").children) each.setAttribute("aria-selected", String(each.dataset.tab === name))
  for (const each of ["craft", "zoning", "was-here"]) el(each).hidden = each !== name
}

function watch() {
  const first = el("card").querySelector(".first"),
    mmsi = first?.dataset.mmsi
  if (!mmsi) return toast(say("desk_choose_first"))
  const off = first.dataset.watched === "true",
    name = first.dataset.name
  ask(
    {
      title: `${say(off ? "desk_unwatch" : "desk_watch")} · ${name}`,
      reasons: off ? [] : data.watch_reasons,
      field: "desk_reason",
      needed: true,
    },
    (reason) => command(off ? "unwatch" : "watch", mmsi, off ? {reason} : {reason, name}),
  )
}

async function note(event) {
  event.preventDefault()
  const text = el("note-text").value.trim(),
    first = el("card").querySelector(".first")
  if (!text) return
  const mmsi = first?.dataset.mmsi,
    subject = mmsi ? `mmsi:${mmsi}` : wish.alert ? `alert:${wish.alert}` : ""
  if (!subject) return toast(say("desk_choose_first"))
  const answer = await command("note", subject, {text}, el("note"))
  if (answer.ok) el("note-text").value = ""
}

// Of the alert under the hand; by key, of the chosen one, which stands first on the card.
const ofAlert = (then, what) => (hit) => {
  const asked = hit ?? el("card").querySelector(`[data-do="${what}"]`)
  if (asked) then(asked.dataset)
  else if (!el("card").querySelector("[data-alert]")) toast(say("desk_choose_first"))
}
// In a page of its own, beside the watch: what was heard before the alert, then what came of it.
function replay({since}) {
  const [from, t] = [data.pre_roll_s, BEFORE_S].map((before_s) => Number(since) - before_s)
  const span = {
    choose: 1,
    own: 1,
    from,
    to: Math.floor(state.t_s),
    t,
    lang: wish.lang,
    palette: el("wall").dataset.palette,
  }
  const [lon, lat] = state.place ?? []
  if (lat)
    span.bbox = [lon - ABOUT_DEG, lat - ABOUT_DEG / 2, lon + ABOUT_DEG, lat + ABOUT_DEG / 2].map((each) =>
      each.toFixed(3),
    )
  window.open(`/exercise?${new URLSearchParams(span)}`, "_blank")
}

function filter({filter, value}) {
  if (FLAGS.includes(filter)) return want({[filter]: !wish[filter], actor: officer.name})
  const has = wish[filter].includes(value)
  want({[filter]: has ? wish[filter].filter((each) => each !== value) : [...wish[filter], value]})
}

export const actions = {
  open: (hit) => open(hit.dataset.alert, hit.dataset.craft),
  find: (hit) => {
    if (hit.dataset.craft) open("", hit.dataset.craft)
    camera.show([Number(hit.dataset.lon), Number(hit.dataset.lat)], true)
    search.close()
  },
  filter: (hit) => filter(hit.dataset),
  "clear-filters": () => {
    want({kinds: [], colours: [], rule: "", area: "", unseen: false, mine: false})
    selects()
  },
  tab: (hit) => tab(hit.dataset.tab),
  close: () => {
    track.close()
    want({craft: "", alert: ""})
  },
  track: () => track.toggle(),
  "track-fit": () => ways.fit(),
  "way-show": (hit) => track.look(hit.dataset),
  "way-craft": (hit) => track.open(hit.dataset),
  "was-here-open": (hit) => {
    tab("craft")
    wasHere.open(hit.dataset)
  },
  "was-here": () => {
    tab("was-here")
    wasHere.draw()
  },
  "was-here-view": () => wasHere.view(),
  "was-here-clear": () => wasHere.leave(),
  "zoom-in": () => camera.zoom(1 / 1.6),
  "zoom-out": () => camera.zoom(1.6),
  home: () => camera.home(),
  "zoom-to": () => (state.place ? camera.show(state.place, true) : toast(say("desk_choose_first"))),
  measure: () => tools.toggle("measure"),
  "zone-new": () => {
    tab("zoning")
    zoning.draw()
  },
  "zone-show": (hit) => zoning.show(hit.dataset.zone),
  "zone-edit": (hit) => zoning.edit(hit.dataset.zone),
  "zone-end": (hit) => zoning.end(hit.dataset.zone),
  evidence: ofAlert(evidence, "evidence"),
  replay: ofAlert(replay, "replay"),
  watch: watch,
  language: language,
  palette: palette,
  undo: undo,
  help: help,
  sound: () => settings(sound),
  officer: () =>
    officer.ask().then(() => {
      want({actor: officer.name})
      furnish()
    }),
  "hand-over": () => window.open(`/desk/handover?lang=${wish.lang}`, "_blank"),
  ...Object.fromEntries(
    ["acknowledge", "silence", "true", "false", "known"].map((kind) => [
      kind,
      (hit) => mark(kind, hit.closest("[data-alert]").dataset.alert),
    ]),
  ),
}

function begin() {
  const source = window.Bokeh?.documents?.[0]?.get_model_by_name("wish")
  if (!source) return setTimeout(begin, 30)
  camera.begin(el("map"), address.get("bbox"), data.home, (view) => want({view}))
  attach(source)
}

speak(wish.lang)
furnish()
tools.begin((x_m, y_m) => want({pick: [x_m, y_m, ++picks]}))
track.begin((craft) => {
  if (craft) open("", craft)
  else want({craft: "", alert: ""})
})
wasHere.begin()
search.begin()
listen({actions, step, open, mark, current, search, hold, tools, zoning, wasHere, camera, rows})
document.addEventListener("click", (event) => {
  const hit = event.target.closest?.("[data-do]")
  if (hit) actions[hit.dataset.do]?.(hit)
})
el("note").addEventListener("submit", note)
for (const name of ["rule", "area"]) el(name).addEventListener("change", () => want({[name]: el(name).value}))
el("queue").addEventListener("pointerenter", () => {
  onQueue = true
  hold()
})
el("queue").addEventListener("pointerleave", () => {
  onQueue = false
  touched = performance.now() - HELD_MS + 1000
})
addEventListener("storage", () => {
  officer.load()
  furnish()
  want({actor: officer.name})
})
window.wanghaiDesk = {parts, state: told}
begin()
