// @ts-check
// Moments and durations as shown on the desk: in the site's local time, relative to the picture's time.
import {clockTime, durationParts, shortTime, timeSpan} from "../lib/times.js"
import {say} from "../lib/words.js"
import {state} from "./view_state.js"

export const siteClock = () => ({now_s: state.t_s, offset_h: state.offset_h})
/** @param {number} t_s */
export const short = (t_s) => shortTime(t_s, siteClock())
/** @param {number} t_s */
export const clock = (t_s) => clockTime(t_s, siteClock())
/** @type {(from_s: number, to_s: number) => string} */
export const between = (from_s, to_s) => timeSpan(from_s, to_s, siteClock())
/** @param {number} duration_s */
export const lasting = (duration_s) => say(...durationParts(duration_s))
