// @ts-check
// Thinning of lines: fewer points for the same line on the screen. Pure.

/** @typedef {import("../lib/geometry.js").Point} Point */

const APART_PX = 2

/**
 * Drops points too close to their neighbour to be visible: a week has fifty thousand positions. First and last stay.
 * @param {Point[]} px
 * @param {number} [apart_px]
 * @returns {Point[]}
 */
export function thinned(px, apart_px = APART_PX) {
  let [x0, y0] = [Infinity, Infinity]
  return px.filter(([x, y], at) => {
    if (at < px.length - 1 && Math.abs(x - x0) < apart_px && Math.abs(y - y0) < apart_px) return false
    ;[x0, y0] = [x, y]
    return true
  })
}
