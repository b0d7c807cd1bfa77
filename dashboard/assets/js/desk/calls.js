// @ts-check
// Which tone is due. An alert calls once; a red again when it is escalated, distress again and again until an officer
// acknowledges or silences it. Pure: the moment is an argument.

/** @typedef {import("./view_state.js").Calling} Calling */

const DISTRESS_AGAIN_MS = 12000
const MOST_REMEMBERED = 2000

export class Calls {
  /** @param {[id: string, escalated: number][]} heard what called before, with its escalations */
  constructor(heard) {
    this.heard = new Map(heard)
    this.lastDistress_ms = 0
  }

  /**
   * @param {Calling[]} calling every red and distress alert that nobody has acknowledged
   * @param {number} now_ms
   * @returns {{tone: "red" | "distress" | null, changed: boolean, added: string[]}}
   */
  update(calling, now_ms) {
    const due = calling.filter(([id, , escalated]) => !((this.heard.get(id) ?? -1) >= escalated))
    const added = calling.filter(([id]) => !this.heard.has(id)).map(([id]) => id)
    const distress =
      due.some(isDistress) || (calling.some(isDistress) && now_ms - this.lastDistress_ms > DISTRESS_AGAIN_MS)
    for (const [id, , escalated] of due) this.heard.set(id, escalated)
    this.forget(new Set(calling.map(([id]) => id)))
    if (distress) this.lastDistress_ms = now_ms
    return {tone: distress ? "distress" : due.length ? "red" : null, changed: due.length > 0, added}
  }

  /** The oldest that call no more. @param {Set<string>} calling */
  forget(calling) {
    const surplus = Math.max(0, this.heard.size - MOST_REMEMBERED)
    for (const id of [...this.heard.keys()].slice(0, surplus)) if (!calling.has(id)) this.heard.delete(id)
  }
}

/** @param {Calling} call */
const isDistress = ([, colour]) => colour === "distress"
