// @ts-check
// Texts of vessels that lie close together are placed below each other, so that each can be read. Pure.

export const LINE_REM = 1.2
const NEAR_REM = 6

/**
 * Sorts from top to bottom; `lines` is the number of lines by which a text moves down.
 * @template {{at: import("../lib/geometry.js").Point}} Ring
 * @param {Ring[]} rings with their places in pixels
 * @param {number} rem_px
 * @returns {(Ring & {lines: number})[]}
 */
export function spread(rings, rem_px) {
  const line_px = LINE_REM * rem_px
  /** @type {(Ring & {lines: number})[]} */
  const placed = []
  for (const ring of [...rings].sort((one, other) => one.at[1] - other.at[1])) {
    const bottoms = placed
      .filter(({at}) => Math.abs(at[0] - ring.at[0]) < NEAR_REM * rem_px)
      .map(({at, lines}) => at[1] + lines * line_px)
    placed.push({...ring, lines: Math.max(0, ...bottoms.map((bottom) => (bottom + line_px - ring.at[1]) / line_px))})
  }
  return placed
}
