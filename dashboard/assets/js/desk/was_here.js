// 过往船舶: every craft that was in a polygon between two moments. Drawn on the map like a zone, or the map's own view.
// What lives here: the question and its list. What does not: the corners (tools.js) and the way of one craft (desk_track.js).
import {camera} from "../lib/camera.js"
import {make} from "../lib/dialogs.js"
import {points, tools} from "../lib/map_tools.js"
import {between, period, seconds, utc} from "../lib/period.js"
import {data, say, tongue} from "../lib/words.js"
import {files, get, kept, track} from "./track.js"

const el = (id) => document.getElementById(id)
let when = null,
  asked = 0,
  told = null

const word = (kind) => data.kinds.find(([id]) => id === kind)?.[tongue() === "zh" ? 1 : 2] ?? kind
const corners = () => points.who.map((each) => each.map((deg) => deg.toFixed(5)).join(",")).join(";")

function say_of(text, busy = false) {
  el("who-told").textContent = text
  el("was-here").setAttribute("aria-busy", String(busy))
}

// A corner was set, moved or taken away; closed, it asks by itself.
function drawn() {
  if (tools.mode !== "who" || !tools.closed("who")) return
  tools.use("")
  ask()
}

async function ask() {
  if (!tools.closed("who")) return say_of(say("desk_who_draw_first"))
  const span = when.span()
  if (!span) return
  const mine = ++asked,
    [from, to] = span.map(utc)
  const address = (format) =>
    `/api/history/who?polygon=${encodeURIComponent(corners())}&from=${from}&to=${to}&format=${format}`
  say_of(say("desk_asking"), true)
  const found = await get(address("json"))
  if (mine !== asked) return
  told = found
  list()
  if (!found) return say_of(say("desk_no_answer"))
  const cut = found.cut ? say("desk_who_cut", {count: found.craft.length}) : ""
  say_of(
    [found.craft.length ? counted(found.craft) : say("desk_who_nobody"), cut, kept(found, span[1])]
      .filter(Boolean)
      .join(" · "),
  )
  files(
    el("who-files"),
    `who-${from.slice(0, 16).replaceAll(":", "")}`,
    found.craft.length ? {GeoJSON: address("geojson"), CSV: address("csv")} : {},
  )
}

// How many, and of which kinds the most.
function counted(craft) {
  const kinds = new Map()
  for (const {kind} of craft) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const most = [...kinds].sort((a, b) => b[1] - a[1]).map(([kind, count]) => `${word(kind)} ${count}`)
  return [say("desk_who_count", {count: craft.length}), ...most].join("  ")
}

function line(each) {
  const name = each.name || say("nameless"),
    [first, last] = [each.first, each.last].map(seconds)
  return make(
    "li",
    {className: "way-row"},
    make(
      "button",
      {type: "button", className: "show", dataset: {do: "was-here-open", key: each.mmsi ?? each.track_id, name}},
      make("span", {className: "name", textContent: name}),
      make("span", {className: "when", textContent: between(first, last)}),
      make("span", {
        className: "where",
        textContent: `${word(each.kind)} · ${each.mmsi ? `MMSI ${each.mmsi}` : each.track_id}`,
      }),
    ),
  )
}

function list() {
  el("who-list").replaceChildren(...(told?.craft ?? []).map(line))
  el("who-files").replaceChildren()
}

function forget() {
  asked++
  told = null
  list()
  say_of("")
}

export const wasHere = {
  begin() {
    when = period(el("who-period"), () => {
      if (tools.mode !== "who") ask()
    })
  },
  draw() {
    forget()
    tools.ring([], false, drawn, "who")
    tools.use("who")
    when.span() // so that the fields show what will be asked
    el("map").focus({preventScroll: true})
  },
  view() {
    forget()
    const [w, s, e, n] = camera.bbox()
    tools.use("")
    tools.ring(
      [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
      ],
      true,
      drawn,
      "who",
    )
    ask()
  },
  leave() {
    forget()
    tools.ring([], false, drawn, "who")
    if (tools.mode === "who") tools.use("")
  },
  open: ({key, name}) => track.open({key, name}, {hours: 0, said: when.said}),
  furnish() {
    if (told) ask()
  },
}
