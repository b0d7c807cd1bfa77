// @ts-check
import assert from "node:assert/strict"
import {test} from "node:test"
import {spread} from "../../../../dashboard/assets/js/exercise/spread.js"
import * as scale from "../../../../dashboard/assets/js/exercise/timeline_scale.js"
import {layoutFor} from "../../../../dashboard/assets/js/wall/layout.js"

const RUN = {begin_s: 1000, from_s: 1000, reached_s: 4000, to_s: null, ended: false, minutes: [], truth: []}

test("the timeline spans the run, what is known of it, and at least ten minutes", () => {
  assert.deepEqual(scale.spanOf(null, 500), [500, 1100])
  assert.deepEqual(scale.spanOf(RUN, 1500), [1000, 4000])
  assert.deepEqual(scale.spanOf({...RUN, to_s: 9000}, 1500), [1000, 9000])
  assert.deepEqual(scale.spanOf(RUN, 5000), [1000, 5000])
  assert.deepEqual(scale.spanOf({...RUN, reached_s: 1001}, 1000), [1000, 1600])
})

test("ticks are round and have room", () => {
  for (const [span_s, labels, step_s] of [
    [600, 10, 60],
    [3600, 10, 600],
    [86400, 12, 7200],
    [864000, 10, 43200],
  ])
    assert.equal(scale.tickStep(span_s, labels), step_s)
  assert.deepEqual(scale.ticksOf(1000, 1300, 60), [1020, 1080, 1140, 1200, 1260])
  assert.deepEqual(scale.ticksOf(1020, 1080, 60), [1020, 1080])
  assert.deepEqual(scale.ticksOf(1021, 1022, 60), [])
})

test("bars have a common height of at least four alerts", () => {
  assert.equal(scale.mostIn([]), 4)
  assert.equal(scale.mostIn([[0, [1, 0, 0, 0], [0, 0, 0, 1]]]), 4)
  assert.equal(
    scale.mostIn([
      [0, [1, 2, 3, 0], [0, 0, 0, 1]],
      [60, [0, 0, 0, 0], [5, 2, 1, 1]],
    ]),
    9,
  )
})

test("spans of the truth lie in rows and do not cover each other while there are rows", () => {
  /** @type {(from_s: number, to_s: number) => import("../../../../dashboard/assets/js/exercise/timeline_scale.js").TrueSpan} */
  const span = (from_s, to_s) => [from_s, to_s, "found", null]
  const rows = scale.rowsOf([span(50, 90), span(0, 100), span(10, 20), span(30, 60), span(101, 120)])
  assert.deepEqual(
    rows.map(({span: [from_s], row}) => [from_s, row]),
    [
      [0, 0],
      [10, 1],
      [30, 1],
      [50, 2],
      [101, 0],
    ],
  )
  const crowd = scale.rowsOf(Array.from({length: 9}, (_, at) => span(at, 100)))
  assert.equal(Math.max(...crowd.map(({row}) => row)), scale.TRUTH_ROWS - 1)
})

test("words that lie close together stand below each other", () => {
  const at = (/** @type {number} */ x, /** @type {number} */ y) => ({at: /** @type {[number, number]} */ ([x, y])})
  assert.deepEqual(
    spread([at(0, 0), at(500, 0)], 16).map(({lines}) => lines),
    [0, 0],
  )
  assert.deepEqual(
    spread([at(0, 0), at(10, 0), at(20, 0)], 16).map(({lines}) => lines),
    [0, 1, 2],
  )
  const bottoms = spread([at(0, 9), at(3, 0), at(6, 30), at(9, 12)], 16).map(({at: [, y], lines}) => y + lines * 19.2)
  bottoms.sort((one, other) => one - other)
  for (let each = 1; each < bottoms.length; each++) assert.ok(bottoms[each] - bottoms[each - 1] > 19.2 - 1e-9)
})

test("a video wall gets the wide layout, unless another was asked for", () => {
  assert.equal(layoutFor("", 1920, 1080), "normal")
  assert.equal(layoutFor(undefined, 5760, 2160), "wide")
  assert.equal(layoutFor("normal", 7680, 2160), "normal")
})
