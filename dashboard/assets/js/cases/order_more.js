// @ts-check
// What else the window of orders has: what is known of the sea, the time of a planned order, a call instead of a craft.
import {state} from "../desk/view_state.js"
import {make} from "../lib/dom.js"
import {comingMoment} from "../lib/times.js"
import {say} from "../lib/words.js"

/** As /api/dispatch gives it; null is not known.
 * @typedef {{wind_mps: number | null, wave_m: number | null, forecasts: string[], depths: boolean}} SeaAtPlace */

/** @param {SeaAtPlace} sea */
function forecast({wind_mps: wind, wave_m: wave}) {
  if (wind === null && wave === null) return [say("sea_none")]
  return [
    wind === null ? say("sea_wind_none") : say("sea_wind", {wind: wind.toFixed(0)}),
    wave === null ? say("sea_wave_none") : say("sea_wave", {wave: wave.toFixed(1)}),
  ]
}

/** The forecast and the depths by which craft are grey, or that there are none. @param {SeaAtPlace} sea */
export const seaLine = (sea) =>
  make("p", {
    className: "soft sea",
    textContent: [...forecast(sea), say(sea.depths ? "sea_depths" : "sea_no_depths")].join(" · "),
  })

/** For when an order is: null for now, NaN for a time that cannot be. @param {HTMLInputElement} input */
export const plannedFor = ({value}) =>
  value.trim() ? comingMoment(value, {now_s: state.t_s, offset_h: state.offset_h}) : null

/** What the button of a call of a case says, if the case is shown and a call is legal.
 * @param {string} id @returns {import("./move_form.js").MoveAsked | undefined} */
export function callOf(id) {
  const button = document.querySelector(`#case > .acts [data-kind="vhf_call"][data-subject="${CSS.escape(id)}"]`)
  return button ? /** @type {any} */ ({.../** @type {HTMLElement} */ (button).dataset}) : undefined
}
