// @ts-check
// The lists below a track: stops, encounters, zones. A click on a line shows the place, one on a name goes to that vessel.
import {make} from "../lib/dom.js"
import {seconds} from "../lib/times.js"
import {named, say} from "../lib/words.js"
import {between, lasting} from "./site_time.js"

/** @typedef {Record<"stops" | "encounters" | "zones", any[]>} Found */

const MOST_LINES = 300
/** @type {Record<keyof Found, string>} */
export const HEADINGS = {
  stops: "desk_track_stops",
  encounters: "desk_track_encounters",
  zones: "desk_track_zones",
}

/** @type {(className: string, textContent: string | number) => HTMLSpanElement} */
const cell = (className, textContent) => make("span", {className, textContent})

/** @type {(lon: number, lat: number, text: string, cells: Node[]) => HTMLButtonElement} */
const showButton = (lon, lat, text, cells) =>
  make("button", {type: "button", className: "show", dataset: {do: "way-show", lon, lat, text}}, ...cells)

/** @type {(each: any) => [number, number]} */
const spanOf = (each) => [seconds(each.from ?? each.from_s), seconds(each.to ?? each.to_s)]

/** @type {(span: [number, number], where: string) => Node[]} */
const whenAndWhere = ([from_s, to_s], where) => [
  cell("when", between(from_s, to_s)),
  cell("long", lasting(to_s - from_s)),
  cell("where", where),
]

/** @type {Record<keyof Found, (each: any, at: number) => Node[]>} */
const LINES = {
  stops(each, at) {
    const span = spanOf(each)
    const where = named(each, "area") ?? `${each.lat.toFixed(4)}, ${each.lon.toFixed(4)}`
    const cells = [cell("number", at + 1), ...whenAndWhere(span, where)]
    return [showButton(each.lon, each.lat, between(...span), cells)]
  },
  encounters(each) {
    const name = each.name || (each.mmsi ? String(each.mmsi) : each.track_id)
    const near = say("desk_nearest", {m: Math.round(each.least_m)})
    const dataset = {do: "way-craft", key: each.mmsi || each.track_id, name}
    return [
      showButton(each.lon_deg, each.lat_deg, `${name} ${near}`, whenAndWhere(spanOf(each), near)),
      make("button", {type: "button", className: "tool", dataset, textContent: name}),
    ]
  },
  zones(each) {
    const name = named(each, "name")
    return [showButton(each.lon, each.lat, name, whenAndWhere(spanOf(each), name))]
  },
}

/** @type {(kind: keyof Found, all: any[]) => HTMLElement} */
function section(kind, all) {
  const more = all.length - MOST_LINES
  const lines = all.slice(0, MOST_LINES).map((each, at) => make("li", {className: "way-row"}, ...LINES[kind](each, at)))
  const rest = more > 0 ? make("li", {className: "soft", textContent: say("desk_more", {count: more})}) : null
  const heading = make("h4", {textContent: say(HEADINGS[kind])}, cell("count", all.length))
  const none = () => make("p", {className: "soft", textContent: say("desk_track_none")})
  return make("section", {}, heading, all.length ? make("ul", {}, ...lines, rest) : none())
}

/** Their markup; none without an answer. @type {(found: Found | null) => string} */
export function listsMarkup(found) {
  const kinds = /** @type {(keyof Found)[]} */ (Object.keys(HEADINGS))
  return make("div", {}, ...(found ? kinds.map((kind) => section(kind, found[kind])) : [])).innerHTML
}
