// @ts-check
import assert from "node:assert/strict"
import {test} from "node:test"
import {wholeHeight} from "../../../../dashboard/assets/js/lib/whole_rows.js"

test("a list ends after the last row that fits whole", () => {
  assert.equal(wholeHeight([40, 80, 120.4, 160], 130), 121)
  assert.equal(wholeHeight([40, 80], 79), 40)
})

test("a list in which all rows fit, or none, keeps its height", () => {
  assert.equal(wholeHeight([40, 80], 80), null)
  assert.equal(wholeHeight([40], 20), null)
  assert.equal(wholeHeight([], 20), null)
})
