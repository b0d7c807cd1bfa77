// @ts-check
// The officer on watch at this screen, stored in this browser.

/** @typedef {{name: string, desk: string}} Officer */

const KEY = "wanghai.officer"

/** @returns {Officer} */
export function officerKept() {
  try {
    return {name: "", desk: "", ...JSON.parse(localStorage.getItem(KEY) ?? "{}")}
  } catch {
    return {name: "", desk: ""}
  }
}

/** @param {Officer} officer */
export const keepOfficer = (officer) => localStorage.setItem(KEY, JSON.stringify(officer))
