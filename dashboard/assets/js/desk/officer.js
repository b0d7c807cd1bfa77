// @ts-check
// Who has the watch at this screen, as this browser keeps it.

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
