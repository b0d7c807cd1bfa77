// @ts-check
import assert from "node:assert/strict"
import {test} from "node:test"
import {thinned} from "../../../../dashboard/assets/js/desk/thinning.js"

test("indistinguishable neighbours are dropped; first and last stay", () => {
  assert.deepEqual(thinned([]), [])
  assert.deepEqual(thinned([[5, 5]]), [[5, 5]])
  assert.deepEqual(
    thinned([
      [0, 0],
      [1, 1],
      [1.9, 0],
      [2, 0],
      [3, 1],
    ]),
    [
      [0, 0],
      [2, 0],
      [3, 1],
    ],
  )
})

test("nothing moves further than the limit", () => {
  /** @type {[number, number][]} */
  const line = Array.from({length: 5000}, (_, at) => [at / 10, 50 * Math.sin(at / 300)])
  const kept = thinned(line)
  assert.ok(kept.length < line.length / 10)
  for (const [x, y] of line) assert.ok(kept.some(([u, v]) => Math.abs(u - x) <= 2 && Math.abs(v - y) <= 2))
})
