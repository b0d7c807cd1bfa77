// @ts-check
// The view state that the officer's page sends, and the state it receives. Most of the view state is in the address.
import {camera} from "../lib/camera.js"
import {tongue} from "../lib/words.js"
import {readAddress, writeAddress} from "./address.js"
import {officer} from "./command.js"
import {data} from "./data.js"

/** @typedef {import("./address.js").Addressed & {
 *   lang: import("../lib/page.d.ts").Lang, view: string, query: string, held: boolean,
 *   pick: [x_m: number, y_m: number, number: number] | null, actor: string, layers: string[]}} ViewState */

/** An alert without an acknowledgement: its id, its colour and its number of escalations.
 * @typedef {[id: string, colour: string, escalated: number]} Calling */

/** @typedef {object} State
 * @property {number} t_s
 * @property {number} offset_h
 * @property {Calling[]} calling
 * @property {import("../lib/geometry.js").Place | null} place
 * @property {string} craft
 * @property {string} alert
 * @property {string} case
 * @property {string} view
 * @property {number} picked
 * @property {boolean} alive
 */

export const address = new URLSearchParams(location.search)
const REST_MS = 30
/** @typedef {import("../lib/page.d.ts").Source<import("../lib/page.d.ts").Json>} Source */
/** @type {Source | null} */
let source = null
/** @type {ReturnType<typeof setTimeout> | undefined} */
let sending

/** @type {ViewState} */
export const viewState = {
  lang: tongue(),
  view: "",
  query: "",
  held: false,
  pick: null,
  actor: officer.name,
  layers: data.layers,
  ...readAddress(address),
}

/** @type {State} */
export const state = {
  t_s: 0,
  offset_h: 0,
  calling: [],
  place: null,
  craft: "",
  alert: "",
  case: "",
  view: "",
  picked: 0,
  alive: true,
}

/** Changes the view state; it is sent after a short pause in input. @param {Partial<ViewState>} changes */
export function want(changes) {
  Object.assign(viewState, changes)
  clearTimeout(sending)
  sending = setTimeout(send, REST_MS)
}

function send() {
  if (!source) return
  source.data = {json: [JSON.stringify(viewState)]}
  const usual = {asked: address, layers: data.layers, lang: data.default_lang}
  const text = writeAddress(viewState, usual, camera.moved ? camera.bbox() : null)
  history.replaceState(null, "", text ? `?${text}` : location.pathname)
}

/** @param {Source} model of Bokeh */
export function attach(model) {
  source = model
  send()
}
