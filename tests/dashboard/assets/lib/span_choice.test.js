// @ts-check
import assert from "node:assert/strict"
import {test} from "node:test"
import {choiceFrom, ENDING_NOW, spanOf, wordOf} from "../../../../dashboard/assets/js/lib/span_choice.js"

const NOW_S = Date.UTC(2026, 10, 28, 4) / 1000 // 12:00 by the clock of UTC+8
const CLOCK = {now_s: NOW_S, offset_h: 8}

test("hours end now", () => {
  for (const [hours] of ENDING_NOW)
    assert.deepEqual(spanOf({hours, typed: ["", ""]}, CLOCK).span, [NOW_S - hours * 3600, NOW_S])
})

test("from and to are local time", () => {
  const {span, wrong} = spanOf({hours: 0, typed: ["11-28 06:00", "11-28 12:00"]}, CLOCK)
  assert.deepEqual([span, wrong], [[NOW_S - 6 * 3600, NOW_S], ""])
})

test("an error is named by one key", () => {
  for (const [from, to, word] of [
    ["", "11-28 12:00", "desk_wrong_moment"],
    ["11-28 06:00", "02-30 12:00", "desk_wrong_moment"],
    ["11-28 12:00", "11-28 06:00", "desk_wrong_order"],
    ["11-28 06:00", "11-28 06:00", "desk_wrong_order"],
    ["2024-01-01 00:00", "2026-01-01 00:00", "desk_wrong_year"],
  ])
    assert.deepEqual(spanOf({hours: 0, typed: [from, to]}, CLOCK), {span: null, wrong: word})
})

test("an address keeps a choice and gives it back", () => {
  for (const hours of ENDING_NOW.map(([hours]) => hours))
    assert.equal(choiceFrom(wordOf({hours, typed: ["x", "y"]}))?.hours, hours)
  const typed = ["2026-11-28 06:00", "11-28 12:00"]
  assert.equal(wordOf({hours: 0, typed}), "2026-11-28T06:00,11-28T12:00")
  assert.deepEqual(choiceFrom(wordOf({hours: 0, typed})), {hours: 0, typed})
  for (const word of ["", "5", "x", "2026-11-28T06:00"]) assert.equal(choiceFrom(word), null, word)
})
