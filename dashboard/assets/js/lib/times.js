// @ts-check
// Moments and durations. Pure: the current time and the site's offset from UTC are arguments.
// A moment is UTC seconds since 1970; "local" is the site's time, `offset_h` hours ahead of UTC.
import {twoDigits} from "./numbers.js"

/** @typedef {{now_s: number, offset_h: number}} SiteClock */

export const MINUTE_S = 60
export const HOUR_S = 3600
export const DAY_S = 86400
const ANOTHER_WATCH_S = 43200
const FORMS = {5: 11, 11: 5, 16: 0} // "HH:MM", "MM-DD HH:MM", "YYYY-MM-DD HH:MM": number of leading characters taken from now

/** @type {(t_s: number) => string} "2026-11-28T05:30:00Z" */
export const utc = (t_s) => `${new Date(t_s * 1000).toISOString().slice(0, 19)}Z`

/** @type {(iso: string) => number} */
export const seconds = (iso) => Date.parse(iso) / 1000

/** @type {(t_s: number, offset_h: number) => string} "2026-11-28 05:30:00" */
const localText = (t_s, offset_h) =>
  utc(t_s + offset_h * HOUR_S)
    .slice(0, 19)
    .replace("T", " ")

/** @type {(t_s: number, offset_h: number) => string} "2026-11-28 05:30" */
export const localMinute = (t_s, offset_h) => localText(t_s, offset_h).slice(0, 16)

/** @type {(t_s: number, offset_h: number) => string} "05:30:00" */
export const timeOfDay = (t_s, offset_h) => localText(t_s, offset_h).slice(11)

/** @type {(t_s: number, now_s: number) => number} where the text begins: with the day, if it is not of this watch */
const from = (t_s, now_s) => (Math.abs(now_s - t_s) > ANOTHER_WATCH_S ? 5 : 11)

/** Hours and minutes, after the day if the moment is not of this watch. @type {(t_s: number, clock: SiteClock) => string} */
export const shortTime = (t_s, {now_s, offset_h}) => localMinute(t_s, offset_h).slice(from(t_s, now_s))

/** The same with seconds. @type {(t_s: number, clock: SiteClock) => string} */
export const clockTime = (t_s, {now_s, offset_h}) => localText(t_s, offset_h).slice(from(t_s, now_s))

/**
 * "05:30–06:10"; the day is repeated only if it differs.
 * @param {number} from_s
 * @param {number} to_s
 * @param {SiteClock} clock
 */
export function timeSpan(from_s, to_s, clock) {
  const [first, last] = [shortTime(from_s, clock), shortTime(to_s, clock)]
  return `${first}–${first.slice(0, -5) === last.slice(0, -5) ? last.slice(-5) : last}`
}

/**
 * A duration in the two units that matter, with the key of its words: "3 h 12 min" is ["span_h", {h: 3, m: 12}].
 * @param {number} duration_s
 * @returns {[string, Record<string, number>]}
 */
export function durationParts(duration_s) {
  const [d, h, m] = [DAY_S, HOUR_S, MINUTE_S].map((unit_s) => Math.floor(duration_s / unit_s))
  if (d) return ["span_d", {d, h: h % 24}]
  return h ? ["span_h", {h, m: m % 60}] : ["span_min", {m: Math.max(1, m)}]
}

/** "4:05", "1:04:05"; negative values count as zero. @type {(duration_s: number) => string} */
export function stopwatch(duration_s) {
  const whole = Math.max(0, Math.floor(duration_s))
  const [h, m, s] = [Math.floor(whole / HOUR_S), (whole / MINUTE_S) % 60, whole % 60]
  return h ? `${h}:${twoDigits(m)}:${twoDigits(s)}` : `${twoDigits(m)}:${twoDigits(s)}`
}

/** Time left; overdue time has a plus sign. @type {(left_s: number) => string} */
export const countdown = (left_s) => (left_s >= 0 ? stopwatch(left_s) : `+${stopwatch(-left_s)}`)

/** Two days or more are said in whole days, with the word for them. @type {(left_s: number, word: string) => string} */
export function timeLeft(left_s, word) {
  const whole = Math.floor(Math.abs(left_s) / DAY_S)
  return whole < 2 ? countdown(left_s) : `${left_s < 0 ? "+" : ""}${whole} ${word}`
}

/**
 * A moment typed as "2026-11-28 05:30" in local time. Without its year or day it is the last such moment before now.
 * @param {string} typed
 * @param {SiteClock} clock
 * @returns {number} UTC seconds, NaN if it is not a moment
 */
export function pastMoment(typed, {now_s, offset_h}) {
  const text = typed.trim().replace(/\s+/, " ")
  const missing = FORMS[/** @type {keyof typeof FORMS} */ (text.length)]
  if (missing === undefined) return NaN
  const now = localMinute(now_s, offset_h)
  const moment = localMoment(now.slice(0, missing) + text, offset_h)
  if (!missing || !(moment > now_s)) return moment
  return missing === 11 ? moment - DAY_S : localMoment(`${Number(now.slice(0, 4)) - 1}-${text}`, offset_h)
}

/**
 * A moment that lies ahead, typed as "2026-11-28 05:30" in local time. Without its year or day it is the next such
 * moment.
 * @param {string} typed
 * @param {SiteClock} clock
 * @returns {number} UTC seconds, NaN if it is not a moment that lies ahead
 */
export function comingMoment(typed, {now_s, offset_h}) {
  const text = typed.trim().replace(/\s+/, " ")
  const missing = FORMS[/** @type {keyof typeof FORMS} */ (text.length)]
  if (missing === undefined) return NaN
  const now = localMinute(now_s, offset_h)
  const moment = localMoment(now.slice(0, missing) + text, offset_h)
  if (moment > now_s) return moment
  if (missing === 11) return moment + DAY_S
  return missing ? localMoment(`${Number(now.slice(0, 4)) + 1}-${text}`, offset_h) : NaN
}

/** @type {(whole: string, offset_h: number) => number} NaN for a day or an hour that does not exist */
function localMoment(whole, offset_h) {
  const t_s = seconds(`${whole.replace(" ", "T")}:00Z`) - offset_h * HOUR_S
  return Number.isFinite(t_s) && localMinute(t_s, offset_h) === whole ? t_s : NaN
}

/**
 * A moment of a run, typed as local "HH:MM" or "HH:MM:SS", or in full: ISO 8601 or UTC seconds. A time of day is the
 * first such moment of the run.
 * @param {string} typed
 * @param {number} begin_s when the run begins
 * @param {number} offset_h
 * @returns {number | null} UTC seconds, null if it is not a moment
 */
export function runMoment(typed, begin_s, offset_h) {
  const full_s = /^\d{4}-/.test(typed) ? seconds(typed) : Number(typed) > 1e8 ? Number(typed) : NaN
  if (Number.isFinite(full_s)) return full_s
  const parts = typed.trim().match(/^(\d{1,2}):(\d{2})(?::(\d{2}))?$/)
  if (!parts) return null
  const [h, m, s] = parts.slice(1).map((part) => Number(part ?? 0))
  const begin_local_s = begin_s + offset_h * HOUR_S
  const midnight_s = begin_local_s - (begin_local_s % DAY_S) - offset_h * HOUR_S
  const moment_s = midnight_s + h * HOUR_S + m * MINUTE_S + s
  return moment_s < begin_s - 1 ? moment_s + DAY_S : moment_s
}

/**
 * A moment typed in ISO 8601; without an offset it is UTC.
 * @param {string} typed
 * @returns {number | null} UTC seconds, null if nothing was typed, NaN if it is not a moment
 */
export function utcMoment(typed) {
  const text = typed.trim()
  if (!text) return null
  return seconds(/Z|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`)
}

/** "0:04:05", always with hours. @type {(duration_s: number) => string} */
export const longSpan = (duration_s) => {
  const [h, m, s] = [duration_s / HOUR_S, (duration_s / MINUTE_S) % 60, duration_s % 60]
  return `${Math.floor(h)}:${twoDigits(m)}:${twoDigits(s)}`
}
