// @ts-check
// The form of a zone and its rule: windows of days and hours, errors, and the GeoJSON feature. Pure.
import {twoDigits} from "../lib/numbers.js"

/** @typedef {"always" | {from: string, to: string}[]} Windows each "MM-DD HH:MM"; the end is outside */
/** @typedef {Record<"name_zh" | "name_en" | "kind" | "ceiling" | "first" | "last" | "from" | "to" | "max_speed_kn" | "dwell_min", string>
 *   & {class_mask: string[], alert: boolean}} ZoneForm */
/** @typedef {import("../lib/geometry.js").Place} Place */

const YEAR = 2000 // a leap year, so that 29 February is a day
const DAYS = 366
const DAY_MS = 86400000
const MOST_KN = 60
const MOST_MIN = 43200
const DAY = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/
const NUMBER = /^\d+(\.\d+)?$/
const MIDNIGHT = "00:00"

const NEW_YEAR_MS = Date.UTC(YEAR, 0, 1)

/** "MM-DD" in a cycle of 366 days: after 31 December follows 1 January of the same year. @param {number} t_ms */
function dayOf(t_ms) {
  const date = new Date(NEW_YEAR_MS + ((t_ms - NEW_YEAR_MS + DAYS * DAY_MS) % (DAYS * DAY_MS)))
  return `${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`
}

/** @param {string} day "MM-DD" */
function timeOf(day) {
  const [month, date] = day.split("-").map(Number)
  return Date.UTC(YEAR, month - 1, date)
}

/**
 * Converts days first–last and hours from–to to windows. Without days: the whole year.
 * @param {string} first "MM-DD" or ""
 * @param {string} last
 * @param {string} from "HH:MM" or ""
 * @param {string} to
 * @returns {Windows}
 */
export function windows(first, last, from, to) {
  if (!first && !from) return "always"
  const start = first ? timeOf(first) : NEW_YEAR_MS
  const end = last ? timeOf(last) : first ? start : Date.UTC(YEAR, 11, 31)
  if (!from) return [{from: `${dayOf(start)} ${MIDNIGHT}`, to: `${dayOf(end + DAY_MS)} ${MIDNIGHT}`}]
  const days = (end - start) / DAY_MS + 1
  const length = days > 0 ? days : days + DAYS
  return Array.from({length}, (_, at) => {
    const day = start + at * DAY_MS
    return {from: `${dayOf(day)} ${from}`, to: `${dayOf(to > from ? day : day + DAY_MS)} ${to}`}
  })
}

/** Converts windows back: first, last, from, to. @type {(windows: Windows) => [string, string, string, string]} */
export function spans(windows) {
  if (windows === "always") return ["", "", "", ""]
  const [first, last] = [windows[0], windows[windows.length - 1]]
  const daily = windows.length > 1 || first.from.slice(6) !== MIDNIGHT
  if (daily) return [first.from.slice(0, 5), last.from.slice(0, 5), first.from.slice(6), first.to.slice(6)]
  return [first.from.slice(0, 5), dayOf(timeOf(first.to.slice(0, 5)) - DAY_MS), "", ""]
}

/** @type {(text: string, most: number) => boolean} */
const isNumber = (text, most) => NUMBER.test(text) && Number(text) <= most

/**
 * Errors that can be found here; the ledger checks the rest.
 * @param {ZoneForm} form
 * @param {number} corners
 * @returns {[field: string, word: string][]}
 */
export function mistakes(form, corners) {
  const {first, last, from, to, max_speed_kn, dwell_min} = form
  /** @type {[string, unknown, string][]} */
  const rules = [
    ["geometry", corners > 2, "desk_wrong_corners"],
    ["name_zh", form.name_zh, "desk_needed"],
    ["name_en", form.name_en, "desk_needed"],
    ["first", !first || DAY.test(first), "desk_wrong_day"],
    ["last", !last || DAY.test(last), "desk_wrong_day"],
    ["last", !last || first, "desk_wrong_pair"],
    ["to", !from === !to, "desk_wrong_pair"],
    ["from", !from || HOUR.test(from), "desk_wrong_hour"],
    ["to", !to || (HOUR.test(to) && to !== from), "desk_wrong_hour"],
    ["max_speed_kn", !max_speed_kn || isNumber(max_speed_kn, MOST_KN), "desk_wrong_speed"],
    ["dwell_min", !dwell_min || isNumber(dwell_min, MOST_MIN), "desk_wrong_dwell"],
    ["class_mask", form.class_mask.length, "desk_needed"],
  ]
  return rules.filter(([, good]) => !good).map(([field, , word]) => [field, word])
}

/**
 * The GeoJSON feature of a zone.
 * @param {ZoneForm} form
 * @param {Place[]} ring its corners, the first not repeated
 * @param {{id: string, source: string, date: string}} origin
 * @param {number} kinds how many kinds of vessels there are: all of them is "all"
 */
export function zoneFeature(form, ring, {id, source, date}, kinds) {
  const rule = {
    class_mask: form.class_mask.length === kinds ? ["all"] : form.class_mask,
    windows: windows(form.first, form.last, form.from, form.to),
    ceiling: form.ceiling,
    alert: form.alert,
    ...(form.max_speed_kn ? {max_speed_kn: Number(form.max_speed_kn)} : {}),
    ...(form.dwell_min ? {max_dwell_s: Number(form.dwell_min) * 60} : {}),
  }
  const {kind, name_zh, name_en} = form
  const coordinates = [[...ring, ring[0]].map((each) => each.map((deg) => Number(deg.toFixed(6))))]
  const properties = {id, kind, name_zh, name_en, rule, source, date, illustrative: false}
  return {type: "Feature", properties, geometry: {type: "Polygon", coordinates}}
}

/** The corners of a stored zone, the first not repeated; of several polygons, the first. @type {(feature: any) => Place[]} */
export const cornersOf = ({geometry: {type, coordinates}}) =>
  (type === "Polygon" ? coordinates[0] : coordinates[0][0]).slice(0, -1)
