// @ts-check
// A chosen period of time: hours that end now, or from and to; its meaning and its form in an address. Pure.
import {DAY_S, HOUR_S, pastMoment} from "./times.js"

/** @typedef {import("./times.js").SiteClock} SiteClock */
/** @typedef {{hours: number, typed: string[]}} Choice hours that end now, or 0 and the typed from and to */

/** @type {[hours: number, word: string][]} */
export const ENDING_NOW = [
  [1, "desk_last_1h"],
  [6, "desk_last_6h"],
  [24, "desk_last_24h"],
  [168, "desk_last_7d"],
]
const LONGEST_S = 366 * DAY_S

/**
 * From and to in UTC seconds, or the key of the error text.
 * @param {Choice} choice
 * @param {SiteClock} clock
 * @returns {{span: [number, number], wrong: ""} | {span: null, wrong: string}}
 */
export function spanOf({hours, typed}, clock) {
  if (hours) return {span: [clock.now_s - hours * HOUR_S, clock.now_s], wrong: ""}
  const [from_s, to_s] = typed.map((each) => pastMoment(each, clock))
  if (!Number.isFinite(from_s) || !Number.isFinite(to_s)) return {span: null, wrong: "desk_wrong_moment"}
  if (from_s >= to_s) return {span: null, wrong: "desk_wrong_order"}
  return to_s - from_s > LONGEST_S ? {span: null, wrong: "desk_wrong_year"} : {span: [from_s, to_s], wrong: ""}
}

/** The form of a choice in an address. @type {(choice: Choice) => string} */
export const wordOf = ({hours, typed}) =>
  hours ? String(hours) : typed.map((each) => each.replace(" ", "T")).join(",")

/** Parses that form; null if it is invalid. @type {(word: string) => Choice | null} */
export function choiceFrom(word) {
  const known = ENDING_NOW.find(([hours]) => String(hours) === word)
  if (known) return {hours: known[0], typed: ["", ""]}
  const [from, to] = word.split(",").map((each) => each.replace("T", " "))
  return to ? {hours: 0, typed: [from, to]} : null
}
