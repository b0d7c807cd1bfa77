// @ts-check
// The tabs on the right of the desk: vessel, case, zones, who was here.
import {el} from "../lib/dom.js"

const TABS = ["craft", "casework", "zoning", "was-here"]

/** @param {string} name */
export function showTab(name) {
  for (const each of el("tabs").children) each.setAttribute("aria-selected", String(each.dataset.tab === name))
  for (const each of TABS) el(each).hidden = each !== name
}

/** @param {string} name */
export const isTab = (name) => !el(name).hidden
