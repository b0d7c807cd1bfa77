// @ts-check
// 谁来过: every vessel that was in a polygon between two moments. The polygon is drawn on the map like a zone, or is the
// view of the map. Corners: lib/map_tools.js; the track of one vessel: track.js.
import {camera} from "../lib/camera.js"
import {el, make} from "../lib/dom.js"
import {points, tools} from "../lib/map_tools.js"
import {period} from "../lib/period.js"
import {get} from "../lib/request.js"
import {seconds, utc} from "../lib/times.js"
import {ours, say} from "../lib/words.js"
import {data} from "./data.js"
import {coverageNote, fileName, joined, offerFiles} from "./history.js"
import {between, siteClock} from "./site_time.js"
import {track} from "./track.js"

/** @type {ReturnType<typeof period>} */
let when
/** @type {{craft: any[], cut?: boolean} | null} */
let found = null
let request = 0

/** @type {(kind: string) => string} */
function kindName(kind) {
  const [, ...words] = data.kinds.find(([id]) => id === kind) ?? [kind, kind, kind]
  return ours(words)
}

const corners = () => points.who.map((each) => each.map((deg) => deg.toFixed(5)).join(",")).join(";")

/** @type {(text: string, busy?: boolean) => void} */
function status(text, busy = false) {
  el("who-status").textContent = text
  el("was-here").setAttribute("aria-busy", String(busy))
}

/** Handles a set, moved or removed corner; a closed polygon starts the query. */
function onDrawn() {
  if (tools.mode !== "who" || !tools.closed("who")) return
  tools.use("")
  ask()
}

async function ask() {
  if (!tools.closed("who")) return status(say("desk_who_draw_first"))
  const span = when.span()
  if (!span) return
  const mine = ++request
  const [from, to] = span.map(utc)
  /** @param {string} format */
  const address = (format) =>
    `/api/history/who?polygon=${encodeURIComponent(corners())}&from=${from}&to=${to}&format=${format}`
  status(say("desk_asking"), true)
  const answer = await get(address("json"))
  if (mine !== request) return
  found = answer
  list()
  if (!answer) return status(say("desk_no_answer"))
  const {craft} = answer
  const cut = answer.cut ? say("desk_who_cut", {count: craft.length}) : ""
  status(joined(craft.length ? counted(craft) : say("desk_who_nobody"), cut, coverageNote(answer, span[1])))
  /** @type {Record<string, string>} */
  const files = craft.length ? {GeoJSON: address("geojson"), CSV: address("csv")} : {}
  offerFiles(el("who-files"), fileName("who", from), files)
}

/** The number of vessels, in total and of each kind, the most frequent first. @param {{kind: string}[]} vessels */
function counted(vessels) {
  const kinds = new Map()
  for (const {kind} of vessels) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const frequent = [...kinds].sort((a, b) => b[1] - a[1]).map(([kind, count]) => `${kindName(kind)} ${count}`)
  return [say("desk_who_count", {count: vessels.length}), ...frequent].join("  ")
}

/** @param {any} each */
function line(each) {
  const name = each.name || say("nameless")
  const where = `${kindName(each.kind)} · ${each.mmsi ? `MMSI ${each.mmsi}` : each.track_id}`
  const dataset = {do: "was-here-open", key: each.mmsi ?? each.track_id, name}
  const button = make(
    "button",
    {type: "button", className: "show", dataset},
    make("span", {className: "name", textContent: name}),
    make("span", {className: "when", textContent: between(seconds(each.first), seconds(each.last))}),
    make("span", {className: "where", textContent: where}),
  )
  return make("li", {className: "way-row"}, button)
}

function list() {
  el("who-list").replaceChildren(...(found?.craft ?? []).map(line))
  el("who-files").replaceChildren()
}

function clear() {
  request++
  found = null
  list()
  status("")
}

export const wasHere = {
  begin() {
    const asked = () => {
      if (tools.mode !== "who") ask()
    }
    when = period(el("who-period"), asked, siteClock)
  },
  draw() {
    clear()
    tools.ring([], false, onDrawn, "who")
    tools.use("who")
    when.span() // so that the fields show what will be asked
    el("map").focus({preventScroll: true})
  },
  view() {
    clear()
    const [w, s, e, n] = camera.bbox()
    tools.use("")
    const ring = /** @type {import("../lib/geometry.js").Place[]} */ ([
      [w, s],
      [e, s],
      [e, n],
      [w, n],
    ])
    tools.ring(ring, true, onDrawn, "who")
    ask()
  },
  leave() {
    clear()
    tools.ring([], false, onDrawn, "who")
    if (tools.mode === "who") tools.use("")
  },
  /** @param {{key: string, name: string}} vessel */
  open: ({key, name}) => track.open({key, name}, {hours: 0, typed: when.typed}),
  update() {
    if (found) ask()
  },
}
