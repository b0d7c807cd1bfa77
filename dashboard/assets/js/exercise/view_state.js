// @ts-check
// The view state that the director's page sends, and the state it receives.
import {tongue} from "../lib/words.js"
import {data} from "./data.js"

/** @typedef {import("../lib/geometry.js").Place} Place */
/** A vessel of the truth on the map, with its events. @typedef {{place: Place, stand: string, word: string, keys: string[]}} Ring */
/** @typedef {"" | "live" | "paused" | "plays" | "seeks"} Pace */
/** @typedef {import("../lib/page.d.ts").Source<import("../lib/page.d.ts").Json>} Source */

const REST_MS = 30
/** @type {Source | null} */
let source = null
/** @type {ReturnType<typeof setTimeout> | undefined} */
let sending

export const viewState = {lang: tongue(), view: "", layers: data.layers, alert: "", craft: ""}
/** @type {{t_s: number, offset_h: number, pace: Pace | string, speed: number, rings: Ring[], mode: string, view: string}} */
export const state = {t_s: 0, offset_h: 0, pace: "", speed: 1, rings: [], mode: "", view: ""}

/** Changes the view state; it is sent after a short pause in input. @param {Partial<typeof viewState>} changes */
export function want(changes) {
  Object.assign(viewState, changes)
  clearTimeout(sending)
  sending = setTimeout(() => {
    if (source) source.data = {json: [JSON.stringify(viewState)]}
  }, REST_MS)
}

/** @param {Source} model of Bokeh */
export function attach(model) {
  source = model
}
