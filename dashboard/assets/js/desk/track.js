// @ts-check
// 轨迹: the track of a vessel over a period, its stops, encounters and zones, and all of that as files.
// A vessel is requested by its MMSI if it has one, because track numbers start again with every run. Vessels that are
// no longer in the picture have tracks too.
import {el} from "../lib/dom.js"
import {morph} from "../lib/morph.js"
import {period} from "../lib/period.js"
import {get} from "../lib/request.js"
import {seconds, utc} from "../lib/times.js"
import {toast} from "../lib/toasts.js"
import {say} from "../lib/words.js"
import {coverageNote, fileName, joined, offerFiles} from "./history.js"
import {siteClock} from "./site_time.js"
import {HEADINGS, listsMarkup} from "./track_lists.js"
import {trails} from "./trails.js"
import {state, viewState, want} from "./view_state.js"

/** @typedef {{key: string, name: string, craft?: string, gone?: boolean}} Subject
 * `key` is an MMSI or the id of a track, `craft` the track in the picture, `gone` a vessel that is not in the picture. */

const AGAIN_MS = 30000
const FOLLOWED_H = 6
/** @type {ReturnType<typeof period>} */
let when
/** @type {Subject | null} */
let subject = null
/** @type {import("./track_lists.js").Found | null} */
let found = null
/** @type {(craft: string) => void} */
let onChosen = () => {}
let open = false
let request = 0

/** @type {(text: string, busy?: boolean) => void} */
function status(text, busy = false) {
  el("track-status").textContent = text
  el("track").setAttribute("aria-busy", String(busy))
}

/** @param {boolean} loud shows that a request is running, and brings the track into view */
async function ask(loud) {
  const span = subject && when.span()
  if (!subject || !span) return
  const mine = ++request
  const {key} = subject
  const [from, to] = span.map(utc)
  /** @type {(what: string, more?: string) => string} */
  const address = (what, more = "") => `/api/tracks/${key}/${what}?from=${from}&to=${to}${more}`
  const [line, csv] = ["geojson", "csv"].map((format) => address("trail", `&format=${format}`))
  if (loud) status(say("desk_asking"), true)
  const trail = await get(line)
  if (mine !== request) return
  if (!trail) return status(say("desk_no_answer"))
  trails.show(legs(trail), loud)
  const lists = await Promise.all(Object.keys(HEADINGS).map((what) => get(address(what))))
  if (mine !== request) return
  const count = take(trail, lists)
  const cut = trail.cut || lists.some((each) => each?.cut) ? say("desk_track_cut", {count}) : ""
  const missing = lists.every(Boolean) ? "" : say("desk_no_answer")
  status(joined(count ? "" : say("desk_track_nothing"), missing, cut, coverageNote(trail, span[1])))
  offerFiles(el("track-files"), fileName(key, from), count ? {GeoJSON: line, CSV: csv} : {})
}

/** Stores and shows an answer. @type {(trail: any, lists: any[]) => number} how many positions there are */
function take(trail, [stops, encounters, zones]) {
  const count = trail.features.reduce(
    (/** @type {number} */ sum, /** @type {any} */ each) => sum + each.properties.times.length,
    0,
  )
  found = count
    ? {stops: stops?.stops ?? [], encounters: encounters?.encounters ?? [], zones: zones?.zones ?? []}
    : null
  trails.stops((found?.stops ?? []).map((each) => [each.lon, each.lat]))
  el("track-fit").hidden = !count
  morph(el("track-lists"), listsMarkup(found))
  return count
}

/** @type {(trail: any) => import("./trails.js").Leg[]} */
const legs = (trail) =>
  trail.features.map((/** @type {any} */ {geometry, properties}) => ({
    at: geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates,
    t_s: properties.times.map(seconds),
  }))

function clear() {
  request++
  found = null
  trails.clear()
  el("track-files").replaceChildren()
  el("track-fit").hidden = true
  status("")
  morph(el("track-lists"), listsMarkup(null))
}

function showName() {
  el("track-name").textContent = subject ? joined(subject.name, subject.gone ? say("desk_track_gone") : "") : ""
}

/** Writes the shown track into the address, so that it can be saved and shared. */
function keep() {
  const way = open ? when.word : ""
  if (way !== viewState.way) want({way})
}

/** @param {Subject | null} next */
function turn(next) {
  const other = next?.key !== subject?.key
  subject = next
  el("track").hidden = !open || !subject
  el("track-button").setAttribute("aria-expanded", String(open))
  showName()
  if (other || !open) clear()
  if (open && subject && (other || !found)) ask(true)
  keep()
}

export const track = {
  /** @param {(craft: string) => void} chosen is called with the id of a track to choose, or "" */
  begin(chosen) {
    onChosen = chosen
    const asked = () => {
      ask(true)
      keep()
    }
    when = period(el("track-period"), asked, siteClock)
    open = Boolean(viewState.way)
    if (open) when.read(viewState.way)
    trails.begin(el("ways"))
    setInterval(() => {
      if (open && subject && when.hours && when.hours <= FOLLOWED_H) ask(false)
    }, AGAIN_MS)
  },
  toggle() {
    if (!open && !subject) return toast(say("desk_choose_first"))
    open = !open
    turn(subject)
  },
  close() {
    if (open) track.toggle()
    if (subject?.gone) turn(null)
  },
  /** Follows the card. A vessel that is not in the picture, or no longer, stays until another one is chosen. */
  follow() {
    if (state.craft !== viewState.craft) return
    if (!state.craft) {
      if (subject && !subject.gone) turn(null)
      return
    }
    const {mmsi, name} = el("card").querySelector(".first")?.dataset ?? {}
    if (subject?.craft === state.craft && (!mmsi || mmsi === subject.key)) return
    turn({craft: state.craft, key: mmsi || state.craft, name: name || state.craft})
  },
  /**
   * The track of a vessel known by MMSI or track id; its card too, if it is in the picture.
   * @param {{key: string, name: string}} vessel
   * @param {import("../lib/span_choice.js").Choice | null} [like] the period to ask about
   */
  async open({key, name}, like = null) {
    const now = await get(`/api/tracks/${key}`)
    const id = now?.features[0]?.id ?? ""
    open = true
    found = null
    if (like) when.set(like)
    onChosen(id)
    if (!id) turn({key, name, gone: true})
    else if (subject?.craft === id) turn(subject)
  },
  /** @param {{lon: string, lat: string, text: string}} place */
  point: ({lon, lat, text}) => trails.point([Number(lon), Number(lat)], text),
  update() {
    showName()
    if (open && subject) ask(false)
  },
}
