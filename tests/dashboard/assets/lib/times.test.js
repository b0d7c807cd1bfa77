// @ts-check
import assert from "node:assert/strict"
import {test} from "node:test"
import * as times from "../../../../dashboard/assets/js/lib/times.js"
import {numbers} from "./near.js"

const NOON_S = Date.UTC(2026, 10, 28, 4) / 1000 // 2026-11-28 12:00 by the clock of UTC+8
const CLOCK = {now_s: NOON_S, offset_h: 8}

test("a moment is written in UTC and in local time", () => {
  assert.equal(times.utc(0), "1970-01-01T00:00:00Z")
  assert.equal(times.utc(1e9), "2001-09-09T01:46:40Z")
  assert.equal(times.localMinute(NOON_S, 8), "2026-11-28 12:00")
  assert.equal(times.localMinute(NOON_S, -5.5), "2026-11-27 22:30")
  assert.equal(times.timeOfDay(NOON_S + 61, 8), "12:01:01")
})

test("two days or more are left in whole days", () => {
  assert.equal(times.timeLeft(3599, "days"), "59:59")
  assert.equal(times.timeLeft(2 * 86400 + 5, "days"), "2 days")
  assert.equal(times.timeLeft(-5 * 86400 - 1, "天"), "+5 天")
})

test("seconds undo utc", () => {
  const random = numbers(7)
  for (let each = 0; each < 200; each++) {
    const t_s = Math.floor((random.next().value ?? 0) * 4e9)
    assert.equal(times.seconds(times.utc(t_s)), t_s)
  }
})

test("the day leads only if the moment is more than half a day away", () => {
  for (const [away_h, short, clock] of /** @type {[number, string, string][]} */ ([
    [0, "12:00", "12:00:00"],
    [-12, "00:00", "00:00:00"],
    [-13, "11-27 23:00", "11-27 23:00:00"],
    [13, "11-29 01:00", "11-29 01:00:00"],
  ])) {
    assert.equal(times.shortTime(NOON_S + away_h * 3600, CLOCK), short)
    assert.equal(times.clockTime(NOON_S + away_h * 3600, CLOCK), clock)
  }
})

test("a span repeats the day only if it changes", () => {
  const hours = (/** @type {number} */ from, /** @type {number} */ to) =>
    times.timeSpan(NOON_S + from * 3600, NOON_S + to * 3600, CLOCK)
  assert.equal(hours(-2, -1), "10:00–11:00")
  assert.equal(hours(-20, -18), "11-27 16:00–18:00")
  assert.equal(hours(-20, -1), "11-27 16:00–11:00")
  assert.equal(hours(-50, -20), "11-26 10:00–11-27 16:00")
})

test("a duration has its two largest units", () => {
  for (const [duration_s, parts] of /** @type {[number, unknown][]} */ ([
    [0, ["span_min", {m: 1}]],
    [59, ["span_min", {m: 1}]],
    [600, ["span_min", {m: 10}]],
    [11527, ["span_h", {h: 3, m: 12}]],
    [180000, ["span_d", {d: 2, h: 2}]],
  ]))
    assert.deepEqual(times.durationParts(duration_s), parts)
})

test("stopwatches match those of the server", () => {
  // tests/dashboard/test_words.py has the same table.
  for (const [seconds, text] of /** @type {[number, string][]} */ ([
    [0, "00:00"],
    [12.9, "00:12"],
    [600, "10:00"],
    [11527, "3:12:07"],
    [180000, "50:00:00"],
    [-5, "00:00"],
  ]))
    assert.equal(times.stopwatch(seconds), text)
  assert.equal(times.countdown(61), "01:01")
  assert.equal(times.countdown(-61), "+01:01")
  assert.equal(times.longSpan(245), "0:04:05")
  assert.equal(times.longSpan(90061), "25:01:01")
})

test("a typed moment without its day or year is the last such moment before now", () => {
  for (const [typed, expected] of [
    ["2026-11-28 05:30", "2026-11-28 05:30"],
    [" 2026-11-28   05:30 ", "2026-11-28 05:30"],
    ["11-28 05:30", "2026-11-28 05:30"],
    ["11-28 12:01", "2025-11-28 12:01"],
    ["12:00", "2026-11-28 12:00"],
    ["12:01", "2026-11-27 12:01"],
    ["2030-01-01 00:00", "2030-01-01 00:00"],
  ])
    assert.equal(times.localMinute(times.pastMoment(typed, CLOCK), 8), expected, typed)
})

test("text that is not a moment gives NaN", () => {
  for (const typed of [
    "",
    "5:30",
    "25:00",
    "12:60",
    "02-30 10:00",
    "2026-02-29 10:00",
    "yesterday",
    "2026-11-28T05:30Z",
  ])
    assert.ok(Number.isNaN(times.pastMoment(typed, CLOCK)), typed)
})

test("every minute of a year is read back as it was written", () => {
  const random = numbers(11)
  for (let each = 0; each < 300; each++) {
    const minute_s = NOON_S - 60 * Math.floor((random.next().value ?? 0) * 525600)
    const text = times.localMinute(minute_s, 8)
    assert.equal(times.pastMoment(text, CLOCK), minute_s)
    assert.equal(times.pastMoment(text.slice(5), CLOCK), minute_s)
  }
})

test("a time of day is the first such moment of a run", () => {
  const begin_s = Date.UTC(2026, 0, 12, 14, 30) / 1000 // 22:30 local
  const at = (/** @type {string} */ typed) => times.runMoment(typed, begin_s, 8)
  assert.equal(at("22:30"), begin_s)
  assert.equal(at("23:00:05"), begin_s + 1805)
  assert.equal(at("00:10"), begin_s + 6000)
  assert.equal(at("22:29"), begin_s + 86400 - 60)
  assert.equal(at("2026-01-12T15:00:00Z"), begin_s + 1800)
  assert.equal(at("1768228200"), 1768228200)
  for (const typed of ["", "noon", "7", "12:3"]) assert.equal(at(typed), null, typed)
})

test("a typed ISO moment is UTC unless it says otherwise", () => {
  assert.equal(times.utcMoment("2026-01-12T22:30"), Date.UTC(2026, 0, 12, 22, 30) / 1000)
  assert.equal(times.utcMoment("2026-01-12T22:30Z"), Date.UTC(2026, 0, 12, 22, 30) / 1000)
  assert.equal(times.utcMoment("2026-01-12T22:30+08:00"), Date.UTC(2026, 0, 12, 14, 30) / 1000)
  assert.equal(times.utcMoment("  "), null)
  assert.ok(Number.isNaN(times.utcMoment("soon")))
})
