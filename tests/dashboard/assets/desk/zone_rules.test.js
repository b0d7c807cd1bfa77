// @ts-check
import assert from "node:assert/strict"
import {test} from "node:test"
import {cornersOf, mistakes, spans, windows, zoneFeature} from "../../../../dashboard/assets/js/desk/zone_rules.js"

/** @type {import("../../../../dashboard/assets/js/desk/zone_rules.js").ZoneForm} */
const FORM = {
  name_zh: "临时禁区",
  name_en: "Temporary",
  kind: "restricted",
  ceiling: "red",
  first: "",
  last: "",
  from: "",
  to: "",
  max_speed_kn: "",
  dwell_min: "",
  class_mask: ["fishing"],
  alert: true,
}

test("days and hours become windows whose end is outside", () => {
  assert.equal(windows("", "", "", ""), "always")
  assert.deepEqual(windows("05-01", "09-16", "", ""), [{from: "05-01 00:00", to: "09-17 00:00"}])
  assert.deepEqual(windows("12-31", "", "", ""), [{from: "12-31 00:00", to: "01-01 00:00"}])
  assert.deepEqual(windows("02-28", "02-29", "22:00", "04:00"), [
    {from: "02-28 22:00", to: "02-29 04:00"},
    {from: "02-29 22:00", to: "03-01 04:00"},
  ])
  assert.equal(windows("", "", "08:00", "18:00").length, 366)
  assert.equal(windows("12-30", "01-02", "08:00", "18:00").length, 4)
  // Across the end of the year 29 February is also a day.
  const winter = windows("11-01", "03-05", "08:00", "18:00")
  assert.deepEqual([winter.length, winter.at(-1)], [126, {from: "03-05 08:00", to: "03-05 18:00"}])
})

test("windows go back into the form as they were typed", () => {
  const days = ["01-01", "02-28", "02-29", "06-15", "12-31"]
  for (const first of days)
    for (const last of days)
      for (const [from, to] of [
        ["", ""],
        ["22:00", "04:00"],
        ["08:30", "18:00"],
      ])
        assert.deepEqual(spans(windows(first, last, from, to)), [first, last, from, to])
  assert.deepEqual(spans("always"), ["", "", "", ""])
})

test("a valid form has no errors, and each error belongs to its field", () => {
  assert.deepEqual(mistakes(FORM, 3), [])
  for (const [change, corners, expected] of /** @type {[object, number, [string, string]][]} */ ([
    [{}, 2, ["geometry", "desk_wrong_corners"]],
    [{name_zh: ""}, 3, ["name_zh", "desk_needed"]],
    [{first: "13-01"}, 3, ["first", "desk_wrong_day"]],
    [{last: "09-16"}, 3, ["last", "desk_wrong_pair"]],
    [{from: "22:00"}, 3, ["to", "desk_wrong_pair"]],
    [{from: "24:00", to: "04:00"}, 3, ["from", "desk_wrong_hour"]],
    [{from: "22:00", to: "22:00"}, 3, ["to", "desk_wrong_hour"]],
    [{max_speed_kn: "61"}, 3, ["max_speed_kn", "desk_wrong_speed"]],
    [{max_speed_kn: "-1"}, 3, ["max_speed_kn", "desk_wrong_speed"]],
    [{dwell_min: "43201"}, 3, ["dwell_min", "desk_wrong_dwell"]],
    [{class_mask: []}, 3, ["class_mask", "desk_needed"]],
  ]))
    assert.deepEqual(mistakes({...FORM, ...change}, corners), [expected])
})

test("a feature is GeoJSON: a closed ring, numbers with units, all kinds as one word", () => {
  const origin = {id: "drawn-1", source: "李明", date: "2026-11-28"}
  /** @type {[number, number][]} */
  const ring = [
    [122, 30],
    [122.12345678, 30],
    [122, 31],
  ]
  const form = {...FORM, max_speed_kn: "8.5", dwell_min: "15", class_mask: ["a", "b"]}
  const {geometry, properties} = zoneFeature(form, ring, origin, 2)
  assert.deepEqual(geometry.coordinates, [
    [
      [122, 30],
      [122.123457, 30],
      [122, 31],
      [122, 30],
    ],
  ])
  assert.deepEqual(properties.rule, {
    class_mask: ["all"],
    windows: "always",
    ceiling: "red",
    alert: true,
    max_speed_kn: 8.5,
    max_dwell_s: 900,
  })
  assert.deepEqual(zoneFeature(FORM, ring, origin, 2).properties.rule.class_mask, ["fishing"])
  assert.deepEqual(cornersOf({geometry}), [
    [122, 30],
    [122.123457, 30],
    [122, 31],
  ])
  assert.deepEqual(
    cornersOf({geometry: {type: "MultiPolygon", coordinates: [geometry.coordinates]}}),
    cornersOf({geometry}),
  )
})
