// @ts-check
// The part of a view state that is kept in the page's address, so that a view can be saved and shared. Pure.

/** @typedef {object} Addressed
 * @property {string[]} kinds
 * @property {string[]} colours
 * @property {boolean} unseen
 * @property {boolean} mine
 * @property {string} craft id of a track
 * @property {string} alert
 * @property {string} case id of a case, or `alert:ID` for the one that holds it
 * @property {string} rule
 * @property {string} area
 * @property {string} way period of the track that is shown, as lib/period.js writes it
 * @property {string} trail minutes
 */
/** @typedef {Addressed & {layers: string[], lang: string}} Kept */

export const LISTS = /** @type {const} */ (["kinds", "colours"])
export const FLAGS = /** @type {const} */ (["unseen", "mine"])
export const TEXTS = /** @type {const} */ (["craft", "alert", "case", "rule", "area", "way", "trail"])
const NO_LAYER = "-"
const BBOX_DIGITS = 4

/** @type {(params: URLSearchParams) => Addressed} */
export function readAddress(params) {
  const entries = [
    ...LISTS.map((name) => [name, (params.get(name) ?? "").split(",").filter(Boolean)]),
    ...FLAGS.map((name) => [name, params.get(name) === "1"]),
    ...TEXTS.map((name) => [name, params.get(name) ?? ""]),
  ]
  return Object.fromEntries(entries)
}

/**
 * The query of an address, without its question mark. Default values are left out, unless the address had them.
 * @param {Kept} viewState
 * @param {{asked: URLSearchParams, layers: string[], lang: string}} usual query of the opened address, and the defaults
 * @param {number[] | null} bbox the view of the map, if it was moved
 */
export function writeAddress(viewState, usual, bbox) {
  const params = new URLSearchParams()
  for (const name of LISTS) if (viewState[name].length) params.set(name, viewState[name].join(","))
  for (const name of FLAGS) if (viewState[name]) params.set(name, "1")
  for (const name of TEXTS) if (viewState[name]) params.set(name, viewState[name])
  const palette = usual.asked.get("palette")
  if (palette) params.set("palette", palette)
  const layers = viewState.layers.join(",")
  if (layers !== usual.layers.join(",") || usual.asked.has("layer")) params.set("layer", layers || NO_LAYER)
  if (viewState.lang !== usual.lang || usual.asked.has("lang")) params.set("lang", viewState.lang)
  if (bbox) params.set("bbox", bbox.map((edge) => edge.toFixed(BBOX_DIGITS)).join(","))
  return params.toString().replaceAll("%2C", ",")
}

/**
 * Layers after a click on one: of `oneOf` one at a time, of the others any; no layer is "-".
 * @type {(layers: string[], name: string, oneOf: string[]) => string[]}
 */
export function toggleLayer(layers, name, oneOf) {
  const on = layers.filter((each) => each !== NO_LAYER)
  const excluded = oneOf.includes(name) ? oneOf : [name]
  const others = on.filter((each) => each !== name && !excluded.includes(each))
  const next = on.includes(name) ? others : [...others, name]
  return next.length ? next : [NO_LAYER]
}
