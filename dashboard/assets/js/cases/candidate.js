// @ts-check
// One craft in the window of orders: name, minutes, way, crew, why it is grey, and what it leaves uncovered.
import {make} from "../lib/dom.js"
import {named, say} from "../lib/words.js"

/** @typedef {import("../lib/geometry.js").Place} Place */
/** As /api/dispatch gives it.
 * @typedef {{id: string, unit: string, minutes: number | null, range_min: number | null, way_nm: number | null,
 *   meet: {lon: number, lat: number, t: number, minutes: number, way_nm: number} | null, line: Place[], fit: boolean,
 *   may_leave: boolean, reasons: string[], officers: number, crew: number, state: string, out: boolean,
 *   order: {id: string, case: string, colour: string} | null, text: {zh: string, en: string},
 *   limits: {wind_mps: number, wave_m: number | null, draught_m: number},
 *   leaves: {pressure_before: number, pressure_after: number, bare_red: number} | null}} Candidate */

const LEAST_CHANGE = 0.005

/** @param {Candidate} each */
function minutes({minutes, range_min}) {
  if (minutes === null) return "–"
  const whole = Math.round(minutes)
  return range_min === null
    ? say("order_minutes_open", {minutes: whole})
    : say("order_minutes", {minutes: whole, range: Math.max(1, Math.round(range_min))})
}

/** @param {Candidate} each */
function leaves({leaves: left, ...each}) {
  if (!left) return []
  const [before, after] = [left.pressure_before, left.pressure_after].map((one) => Math.round(one * 100))
  const parts = left.bare_red ? [say("order_bare", {count: left.bare_red})] : []
  if (Math.abs(left.pressure_after - left.pressure_before) < LEAST_CHANGE) return parts
  return [say("order_pressure", {unit: named(each, "unit"), before, after}), ...parts]
}

/** @param {Candidate} each */
function engaged({order, may_leave}) {
  if (!order) return []
  const colour = say(`short_${order.colour}`)
  return [may_leave ? say("order_may_leave", {case: order.case, colour}) : say("order_engaged", {order: order.id})]
}

/** @param {Candidate} each */
function grey({reasons, fit, may_leave, limits}) {
  if (fit || may_leave) return []
  return [say("order_grey", {reasons: reasons.map((one) => because(one, limits)).join(say("list_mark"))})]
}

/** A reason with the limit of the craft that it is about. @param {string} reason @param {Candidate["limits"]} limits */
function because(reason, limits) {
  const limit = {wind: limits.wind_mps, wave: limits.wave_m, draught: limits.draught_m}[reason]
  return limit ? say(`grey_limit_${reason}`, {limit}) : say(`grey_${reason}`)
}

/** @type {(each: Candidate, at: number, isChosen: boolean, choose: (at: number) => void) => HTMLElement} */
export function drawCandidate(each, at, isChosen, choose) {
  const where = say(each.out ? "order_out" : "order_berth")
  const crew = say("order_crew", {officers: each.officers})
  const short = each.state === "short" ? [say("order_short")] : []
  const way = each.way_nm === null ? [] : [say("order_way", {way: each.way_nm.toFixed(1)})]
  const more = [...engaged(each), ...grey(each), ...leaves(each)]
  const kind = each.fit ? "fit" : each.may_leave ? "engaged" : "grey"
  return make(
    "li",
    {
      className: `candidate ${kind}${isChosen ? " chosen" : ""}`,
      dataset: {craft: each.id},
      ariaSelected: String(isChosen),
      onclick: () => choose(at),
    },
    make("kbd", {textContent: at < 9 ? String(at + 1) : ""}),
    make("b", {textContent: named(each, "name")}),
    make("span", {className: "minutes", textContent: minutes(each)}),
    make("span", {className: "line", textContent: [named(each, "unit"), ...way, where, crew, ...short].join(" · ")}),
    more.length ? make("span", {className: "more", textContent: more.join(" · ")}) : null,
  )
}
