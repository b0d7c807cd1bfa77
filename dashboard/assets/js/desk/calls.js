// @ts-check
// Which tone is due. An alert sounds once; red again when it is escalated, distress repeatedly until an officer
// acknowledges or silences it. Pure: the time is an argument.

/** @typedef {import("./view_state.js").Calling} Calling */

const DISTRESS_AGAIN_MS = 12000
const MOST_REMEMBERED = 2000

export class Calls {
  /** @param {[id: string, escalated: number][]} sounded alerts that have sounded, with their escalations */
  constructor(sounded) {
    this.sounded = new Map(sounded)
    this.lastDistress_ms = 0
  }

  /**
   * @param {Calling[]} calling every red and distress alert without an acknowledgement
   * @param {number} now_ms
   * @returns {{tone: "red" | "distress" | null, changed: boolean, added: string[]}}
   */
  update(calling, now_ms) {
    const due = calling.filter(([id, , escalated]) => !((this.sounded.get(id) ?? -1) >= escalated))
    const added = calling.filter(([id]) => !this.sounded.has(id)).map(([id]) => id)
    const distress =
      due.some(isDistress) || (calling.some(isDistress) && now_ms - this.lastDistress_ms > DISTRESS_AGAIN_MS)
    for (const [id, , escalated] of due) this.sounded.set(id, escalated)
    this.forget(new Set(calling.map(([id]) => id)))
    if (distress) this.lastDistress_ms = now_ms
    return {tone: distress ? "distress" : due.length ? "red" : null, changed: due.length > 0, added}
  }

  /** Forgets the oldest alerts that no longer call. @param {Set<string>} calling */
  forget(calling) {
    const surplus = Math.max(0, this.sounded.size - MOST_REMEMBERED)
    for (const id of [...this.sounded.keys()].slice(0, surplus)) if (!calling.has(id)) this.sounded.delete(id)
  }
}

/** @param {Calling} call */
const isDistress = ([, colour]) => colour === "distress"
