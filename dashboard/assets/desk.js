// The officer's page: what is wished for goes to the server, what comes back is put in its place. No framework.
// What lives here: wishes, parts, actions, the URL. What does not: the map's camera, tools, keys, sound, dialogs.
import {morph} from "./desk_morph.js"
import {camera} from "./camera.js"
import {command, officer} from "./desk_command.js"
import {ask, help, make, settings, toast} from "./desk_dialogs.js"
import {tools} from "./tools.js"
import {zoning} from "./desk_zones.js"
import {sound} from "./desk_sound.js"
import {listen} from "./desk_keys.js"
import {data, say, speak} from "./desk_words.js"

const el = (id) => document.getElementById(id)
const address = new URLSearchParams(location.search)
const LISTS = ["kinds", "colours"], FLAGS = ["unseen", "mine"], TEXTS = ["craft", "alert", "rule", "area"]
const HELD_MS = 6000, WISH_MS = 30, TRAIL_MS = 15000

export const wish = {
  lang: data.lang, view: "", query: "", held: false, pick: null, actor: officer.name,
  layers: data.layers, trail: address.get("trail") ?? "",
  ...Object.fromEntries(LISTS.map((name) => [name, (address.get(name) ?? "").split(",").filter(Boolean)])),
  ...Object.fromEntries(FLAGS.map((name) => [name, address.get(name) === "1"])),
  ...Object.fromEntries(TEXTS.map((name) => [name, address.get(name) ?? ""])),
}
export let state = {t_s: 0, offset_h: 0, calling: [], place: null, craft: "", alert: "", seq: 0}
let source = null, sending = null, cursor = "", touched = 0, onQueue = false, picks = 0, goTo = false, trailed = ""

// What is asked for, sent when the hand rests for a moment; the URL says the same.
export function want(changes) {
  Object.assign(wish, changes)
  clearTimeout(sending)
  sending = setTimeout(send, WISH_MS)
}

function send() {
  if (!source) return
  source.data = {json: [JSON.stringify(wish)]}
  const said = new URLSearchParams()
  for (const name of LISTS) if (wish[name].length) said.set(name, wish[name].join(","))
  for (const name of FLAGS) if (wish[name]) said.set(name, "1")
  for (const name of TEXTS) if (wish[name]) said.set(name, wish[name])
  if (address.get("palette")) said.set("palette", address.get("palette"))
  if (wish.layers !== data.layers) said.set("layer", wish.layers.join(",") || "-")
  if (wish.trail) said.set("trail", wish.trail)
  if (wish.lang !== data.default_lang || address.has("lang")) said.set("lang", wish.lang)
  if (camera.moved) said.set("bbox", camera.bbox().map((edge) => edge.toFixed(4)).join(","))
  const text = said.toString().replaceAll("%2C", ",")
  history.replaceState(null, "", text ? `?${text}` : location.pathname)
}

// Parts of the page arrive as markup; only what differs is touched, so focus, scroll and a half-made click survive.
function parts({name, html}) {
  name.forEach((part, at) => morph(el(part), html[at]))
  times()
  point()
  const first = el("card").querySelector(".first")
  el("watch").textContent = say(first?.dataset.watched === "true" ? "desk_unwatch" : "desk_watch")
  el("craft").dataset.empty = String(!first)
  el("results").hidden = !wish.query.trim()
}

function told({json}) {
  const before = state
  state = JSON.parse(json[0])
  camera.painted(state.view)
  if (state.picked === picks && wish.pick) Object.assign(wish, {pick: null, craft: state.craft, alert: state.alert}), want({})
  times()
  tools.select(state.place)
  if (goTo && state.place && state.craft === wish.craft && state.alert === wish.alert) goTo = false, camera.show(state.place)
  const fresh = sound.hear(state.calling)
  if (fresh.length && before.t_s) announce(fresh)
  el("wall").dataset.mode = state.mode
  el("wall").dataset.ledger = state.alive ? "up" : "down"
  if (state.craft !== trailed) trail()
}

function announce(ids) {
  const names = ids.map((id) => {
    const row = rows().find((each) => each.dataset.alert === id)
    return row ? `${row.querySelector(".shape").textContent} ${row.querySelector(".colour").textContent} ${row.querySelector("strong").textContent}` : ""
  }).filter(Boolean)
  if (names.length) el("news").textContent = `${say("desk_new")} ${names.join("、")}`
  clearTimeout(announce.timer)
  announce.timer = setTimeout(() => { el("news").textContent = "" }, 20000)
}

const two = (number) => String(Math.floor(number)).padStart(2, "0")
export function stopwatch(seconds) {
  const whole = Math.max(0, Math.floor(seconds)), hours = Math.floor(whole / 3600)
  return hours ? `${hours}:${two(whole / 60 % 60)}:${two(whole % 60)}` : `${two(whole / 60)}:${two(whole % 60)}`
}

function times() {
  for (const each of document.querySelectorAll("time")) {
    const {since, due, at} = each.dataset
    const text = since ? stopwatch(state.t_s - since) : due ? left(due - state.t_s) : at ? clock(Number(at)) : ""
    if (each.textContent !== text) each.textContent = text
  }
}
const left = (seconds) => seconds >= 0 ? stopwatch(seconds) : `+${stopwatch(-seconds)}`
export function clock(t_s) {
  const local = new Date((t_s + state.offset_h * 3600) * 1000).toISOString()
  return (Math.abs(state.t_s - t_s) > 43200 ? local.slice(5, 10) + " " : "") + local.slice(11, 19)
}

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
  const all = rows(), at = all.findIndex((row) => row.dataset.alert === cursor)
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))]
  if (!next) return
  cursor = next.dataset.alert
  point()
  next.scrollIntoView({block: "nearest"})
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
    return ask({title: `${say("desk_silence")} · ${name}`, reasons: data.silence_reasons, field: "desk_reason", needed: true},
      (reason) => command("mark", alert, {mark: "silence", reason}))
  }
  const answer = await command("mark", alert, {mark: kind, reason: ""})
  if (answer.ok) toast(`${say(`desk_did_${kind}`)} · ${name}`)
}

function tab(name) {
  for (const each of el("tabs").children) each.setAttribute("aria-selected", String(each.dataset.tab === name))
  for (const each of ["craft", "zoning"]) el(each).hidden = each !== name
}

function watch() {
  const first = el("card").querySelector(".first"), mmsi = first?.dataset.mmsi
  if (!mmsi || mmsi === "0") return toast(say("desk_choose_first"))
  const off = first.dataset.watched === "true", name = first.dataset.name
  ask({title: `${say(off ? "desk_unwatch" : "desk_watch")} · ${name}`, reasons: off ? [] : data.watch_reasons, field: "desk_reason", needed: true},
    (reason) => command(off ? "unwatch" : "watch", mmsi, off ? {reason} : {reason, name}))
}

async function note(event) {
  event.preventDefault()
  const text = el("note-text").value.trim(), first = el("card").querySelector(".first")
  if (!text) return
  const mmsi = first?.dataset.mmsi, subject = mmsi && mmsi !== "0" ? `mmsi:${mmsi}` : wish.alert ? `alert:${wish.alert}` : ""
  if (!subject) return toast(say("desk_choose_first"))
  const answer = await command("note", subject, {text}, el("note"))
  if (answer.ok) el("note-text").value = ""
}

// The way of the chosen craft over the last minutes or hours, from the history.
async function trail() {
  const minutes = Number(el("trail").value), craft = trailed = state.craft
  if (!minutes || !craft) return tools.trail([])
  const span = [state.t_s - minutes * 60, state.t_s].map((t_s) => new Date(t_s * 1000).toISOString().slice(0, 19) + "Z")
  try {
    const answer = await fetch(`/api/tracks/${craft}/trail?from=${span[0]}&to=${span[1]}&format=geojson`)
    const found = answer.ok ? await answer.json() : null
    if (craft !== state.craft) return
    tools.trail(lines(found))
    if (!answer.ok) toast(say("desk_no_trail"))
  } catch {
    tools.trail([])
  }
}
function lines(found) {
  const features = found?.type === "FeatureCollection" ? found.features : found ? [found] : []
  const shapes = features.map((each) => each.geometry).filter(Boolean)
  const points = shapes.filter((each) => each.type === "Point").map((each) => each.coordinates)
  const drawn = shapes.flatMap((each) => each.type === "LineString" ? [each.coordinates] : each.type === "MultiLineString" ? each.coordinates : [])
  return drawn.length ? drawn : points.length ? [points] : []
}
setInterval(() => { if (Number(el("trail")?.value) && state.craft) trail() }, TRAIL_MS)

function filter({filter, value}) {
  if (FLAGS.includes(filter)) return want({[filter]: !wish[filter], actor: officer.name})
  const has = wish[filter].includes(value)
  want({[filter]: has ? wish[filter].filter((each) => each !== value) : [...wish[filter], value]})
}

function language() {
  speak(wish.lang === "zh" ? "en" : "zh")
  want({lang: document.documentElement.lang.startsWith("zh") ? "zh" : "en"})
  furnish()
}

function palette() {
  const names = data.palettes, now = el("wall").dataset.palette
  const next = new URLSearchParams(location.search)
  next.set("palette", names[(names.indexOf(now) + 1) % names.length])
  location.search = next.toString().replaceAll("%2C", ",")
}

export const actions = {
  "open": (hit) => open(hit.dataset.alert, hit.dataset.craft),
  "find": (hit) => {
    if (hit.dataset.craft) open("", hit.dataset.craft)
    camera.show([Number(hit.dataset.lon), Number(hit.dataset.lat)], true)
    close("results")
  },
  "filter": (hit) => filter(hit.dataset),
  "clear-filters": () => { want({kinds: [], colours: [], rule: "", area: "", unseen: false, mine: false}); selects() },
  "tab": (hit) => tab(hit.dataset.tab),
  "close": () => want({craft: "", alert: ""}),
  "zoom-in": () => camera.zoom(1 / 1.6), "zoom-out": () => camera.zoom(1.6), "home": () => camera.home(),
  "zoom-to": () => state.place ? camera.show(state.place, true) : toast(say("desk_choose_first")),
  "measure": () => tools.toggle("measure"),
  "zone-new": () => { tab("zoning"); zoning.draw() },
  "zone-show": (hit) => zoning.show(hit.dataset.zone), "zone-edit": (hit) => zoning.edit(hit.dataset.zone),
  "zone-end": (hit) => zoning.end(hit.dataset.zone),
  "watch": watch, "language": language, "palette": palette, "help": help,
  "sound": () => settings(sound), "officer": () => officer.ask().then(() => { want({actor: officer.name}); furnish() }),
  "hand-over": () => window.open(`/desk/handover?lang=${wish.lang}`, "_blank"),
  ...Object.fromEntries(["acknowledge", "silence", "true", "false", "known"].map((kind) =>
    [kind, (hit) => mark(kind, hit.closest("[data-alert]").dataset.alert)])),
}

export function close(what) {
  if (what === "results") {
    el("query").value = ""
    el("query").blur()
    want({query: ""})
    el("results").hidden = true
  }
}

// Layers of the map: of the first kind one at a time, of the second any.
function layer(name) {
  const on = wish.layers.filter((each) => each !== "-"), has = on.includes(name)
  const rest = on.filter((each) => each !== name && !(data.one_of.includes(name) && data.one_of.includes(each)))
  const next = has ? rest : [...rest, name]
  want({layers: next.length ? next : ["-"]})
  layers()
}
function layers() {
  el("layer-list").replaceChildren(
    ...[...data.one_of, ...data.added].map((name) => make("button", {
      type: "button", className: "chip-button", textContent: say(`layer_${name}`), ariaPressed: String(wish.layers.includes(name)),
      onclick: () => layer(name),
    })),
    make("span", {className: "soft", textContent: say("desk_trails")}),
    ...data.trails_min.map((minutes) => make("button", {
      type: "button", className: "chip-button", textContent: lasting(minutes), ariaPressed: String(wish.trail === String(minutes)),
      onclick: () => { want({trail: String(minutes)}); layers() },
    })))
}
const lasting = (minutes) => minutes < 60 ? `${minutes} min` : `${minutes / 60} h`

function selects() {
  for (const name of ["rule", "area"]) el(name).value = wish[name]
}

// Everything in the page's frame that reads in a language.
function furnish() {
  const option = (value, words) => new Option(words[wish.lang === "zh" ? 0 : 1], value)
  const all = (key) => new Option(say(key), "")
  el("rule").replaceChildren(all("desk_all_rules"), ...data.rules.map(([id, ...words]) => option(id, words)))
  el("area").replaceChildren(all("desk_all_areas"), ...data.areas.map(([id, ...words]) => option(id, words)))
  const kept = el("trail").value
  el("trail").replaceChildren(new Option(say("desk_trail_off"), "0"), ...data.trails_min.map((minutes) => new Option(lasting(minutes), minutes)))
  el("trail").value = kept || "0"
  el("language").textContent = wish.lang === "zh" ? "EN" : "中文"
  el("palette").textContent = say(`desk_light_${el("wall").dataset.palette}`)
  el("officer").textContent = officer.name ? `${officer.name}${officer.desk ? ` · ${officer.desk}` : ""}` : say("desk_who")
  el("officer").classList.toggle("needed", !officer.name)
  el("site-note").textContent = data.note[wish.lang]
  el("watch").textContent = say("desk_watch")
  document.title = data.title[wish.lang]
  selects()
  layers()
  sound.show()
  zoning.furnish()
}

function begin() {
  source = window.Bokeh?.documents?.[0]?.get_model_by_name("wish")
  if (!source) return setTimeout(begin, 30)
  camera.begin(el("map"), address.get("bbox"), data.home, (view) => want({view}))
  send()
}

speak(wish.lang)
furnish()
tools.begin((x_m, y_m) => want({pick: [x_m, y_m, ++picks]}))
listen({actions, want, step, open, mark, current, close, hold, tools, zoning, camera, rows})
document.addEventListener("click", (event) => {
  const hit = event.target.closest?.("[data-do]")
  if (hit) actions[hit.dataset.do]?.(hit)
  if (!event.target.closest?.("#search")) el("results").hidden = true
})
el("note").addEventListener("submit", note)
el("query").addEventListener("input", () => want({query: el("query").value}))
el("query").addEventListener("focus", () => { el("results").hidden = !wish.query })
for (const name of ["rule", "area"]) el(name).addEventListener("change", () => want({[name]: el(name).value}))
el("trail").addEventListener("change", trail)
el("queue").addEventListener("pointerenter", () => { onQueue = true; hold() })
el("queue").addEventListener("pointerleave", () => { onQueue = false; touched = performance.now() - HELD_MS + 1000 })
addEventListener("storage", () => { officer.load(); furnish(); want({actor: officer.name}) })
window.wanghaiDesk = {parts, state: told}
begin()
