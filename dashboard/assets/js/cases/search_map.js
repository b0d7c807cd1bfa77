// @ts-check
// A search over the map: areas of the cloud now and each hour, the first circle, datums with times, legs.

import {short} from "../desk/site_time.js"
import {camera} from "../lib/camera.js"
import {el, screenScale, svg} from "../lib/dom.js"
import {get} from "../lib/request.js"

/** @typedef {{geometry: {type: string, coordinates: any}, properties: Record<string, any>}} Feature */
/** @typedef {{case: string, draft: boolean, plan: any, pod_reached: number, features: Feature[]}} Search */

/** @type {Search | null} */
let shown = null
let stamp = ""
let following = false

/** @param {[number, number][]} places */
const line = (places) =>
  places
    .map((place) =>
      camera
        .pixels(place)
        .map((one) => one.toFixed(1))
        .join(","),
    )
    .join(" ")

/** The northernmost corner, or with -1 the southernmost. @type {(points: [number, number][], sign: 1 | -1) => [number, number]} */
const furthest = (points, sign) => points.reduce((best, each) => (sign * each[1] > sign * best[1] ? each : best))

/** @type {Record<string, (feature: Feature) => SVGElement[]>} */
const drawings = {
  circle: ({geometry, properties}) => {
    const points = geometry.coordinates[0]
    const [x, y] = camera.pixels(furthest(points, 1))
    const text = `${words().first ?? ""} ${properties.radius_nm} ${units().nm}`
    return [
      svg("polygon", {points: line(points), class: "sar-circle"}),
      svg("text", {x, y: y - 6 * screenScale(), class: "sar-word middle"}, text),
    ]
  },
  outline: ({geometry, properties: {share, hour, t_s}}) => {
    const points = geometry.coordinates[0]
    const area = svg("polygon", {
      points: line(points),
      class: `sar-area ${share === 0.5 ? "half" : "most"} ${hour ? "later" : "now"}`,
      opacity: (1 - hour / 9).toFixed(2),
    })
    if (share === 0.5 || !hour) return [area]
    const [x, y] = camera.pixels(furthest(points, -1))
    return [area, svg("text", {x, y: y - 3 * screenScale(), class: "sar-word middle hour"}, `+${hour} h ${short(t_s)}`)]
  },
  datum: ({geometry, properties: {hour, t_s}}) => {
    const [x, y] = camera.pixels(geometry.coordinates)
    const size = (hour ? 4 : 8) * screenScale()
    const cross = svg("path", {d: `M${x - size} ${y}h${2 * size}M${x} ${y - size}v${2 * size}`, class: "sar-datum"})
    if (hour) return [cross]
    const word = `${words().now ?? ""} ${short(t_s)}`
    return [cross, svg("text", {x: x + 10 * screenScale(), y: y + 16 * screenScale(), class: "sar-word"}, word)]
  },
  leg: ({geometry, properties}) => {
    const [from, to] = geometry.coordinates.map((/** @type {any} */ each) => camera.pixels(each))
    const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
    const parts = [
      svg("polyline", {points: line(geometry.coordinates), class: `sar-leg ${properties.done ? "done" : ""}`}),
    ]
    if (Math.hypot(to[0] - from[0], to[1] - from[1]) < 40 * screenScale()) return parts
    return [...parts, svg("text", {x: middle[0], y: middle[1], class: "sar-number middle"}, String(properties.leg))]
  },
}
const HALVES = [0, 3, 6] // hours whose inner area is drawn; with all of them the rings run together
const ORDER = ["outline", "circle", "leg", "datum"]

/** The section of the case that is shown. @returns {HTMLElement | null} */
export const section = () => document.querySelector("#case [data-search]")
/** Form and words of the section. */
export const form = () => JSON.parse(section()?.dataset.form ?? '{"fields": [], "words": {}}')
const words = () => form().words
const units = () => ({nm: document.documentElement.lang.startsWith("zh") ? "海里" : "NM"})

function draw() {
  const features = section() && shown ? shown.features : []
  const spread = features.filter(({properties: {what, share, hour}}) =>
    what === "datum" ? apart(features, hour) : what !== "outline" || share !== 0.5 || HALVES.includes(hour),
  )
  spread.sort((one, two) => ORDER.indexOf(one.properties.what) - ORDER.indexOf(two.properties.what))
  el("search-areas").replaceChildren(...spread.flatMap((each) => drawings[each.properties.what](each)))
}

/** Whether the datum of an hour is far enough from the present one to be written. @type {(all: Feature[], hour: number) => boolean} */
function apart(all, hour) {
  if (!hour) return true
  const at = all
    .filter(({properties}) => properties.what === "datum")
    .map(({geometry}) => camera.pixels(geometry.coordinates))
  return Math.hypot(at[hour][0] - at[0][0], at[hour][1] - at[0][1]) > 14 * screenScale() * hour
}

/** @param {Search | null} search */
export function showSearch(search) {
  if (!following) camera.follow(draw)
  following = true
  shown = search
  draw()
}

/** The search of a case, with what was typed over its facts; null if there is no answer.
 * @type {(id: string, typed?: Record<string, string>) => Promise<Search | null>} */
export const searchOf = (id, typed = {}) =>
  get(`/api/cases/${encodeURIComponent(id)}/search?${new URLSearchParams(typed)}`)

/** Fetches the search again when the case, the minute or a leg has changed. */
export async function searchNews() {
  const now = section()?.dataset.stamp ?? ""
  if (now === stamp) return
  stamp = now
  const id = section()?.dataset.search
  showSearch(id ? await searchOf(id) : null)
}

/** The whole search in the view. */
export function showWhole() {
  const places = (shown?.features ?? []).flatMap(({geometry: {type, coordinates}}) =>
    type === "Point" ? [coordinates] : type === "Polygon" ? coordinates[0] : coordinates,
  )
  if (!places.length) return
  const [lons, lats] = [0, 1].map((axis) => places.map((each) => each[axis]))
  camera.box([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)])
}
