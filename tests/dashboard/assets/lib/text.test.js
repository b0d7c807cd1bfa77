// @ts-check
import assert from "node:assert/strict"
import {webcrypto} from "node:crypto"
import {test} from "node:test"
import {isShortcut, keyName} from "../../../../dashboard/assets/js/lib/keyboard.js"
import * as numbers from "../../../../dashboard/assets/js/lib/numbers.js"
import {refusal} from "../../../../dashboard/assets/js/lib/request.js"
import {escapeHtml, fill} from "../../../../dashboard/assets/js/lib/text.js"

// Browsers have it; Node has it from version 19 on.
globalThis.crypto ??= /** @type {any} */ (webcrypto)

test("placeholders take their values; 0 is a value, and a placeholder without a value stays", () => {
  assert.equal(fill("{count} 艘, {h} h {m} min", {count: 0, h: 3}), "0 艘, 3 h {m} min")
  assert.equal(fill("{why}", {why: "$& {x}"}), "$& {x}")
  assert.equal(fill("no placeholder", {count: 1}), "no placeholder")
})

test("text in markup stays text", () => {
  assert.equal(escapeHtml(`<img src=x onerror="a('&')">`), "&lt;img src=x onerror=&quot;a(&#39;&amp;&#39;)&quot;&gt;")
  assert.equal(escapeHtml("浙普渔62028"), "浙普渔62028")
})

test("positions read as on a chart: degrees and decimal minutes", () => {
  for (const [place, text] of /** @type {[[number, number], string][]} */ ([
    [[122.5, 30.25], "30°15.000′N  122°30.000′E"],
    [[-0.01, -5.000001], "05°00.000′S  000°00.600′W"],
    [[121.99999999, 29.99999999], "30°00.000′N  122°00.000′E"],
    [[0, 0], "00°00.000′N  000°00.000′E"],
  ]))
    assert.equal(numbers.position(place), text)
})

test("bearings have three digits and never reach 360", () => {
  assert.deepEqual([0, 7.4, 89.6, 359.4, 359.6].map(numbers.bearing), ["000°", "007°", "090°", "359°", "000°"])
})

test("numbers keep to their limits", () => {
  assert.deepEqual(
    [-1, 0, 5, 10, 11].map((each) => numbers.clamp(each, 0, 10)),
    [0, 0, 5, 10, 10],
  )
  assert.deepEqual([0, 7.9, 12, 123].map(numbers.twoDigits), ["00", "07", "12", "123"])
  assert.deepEqual(
    [0, 1, 4, 99].map((each) => numbers.lastAtMost([1, 2, 5, 10], each)),
    [undefined, 1, 2, 10],
  )
})

test("random numbers are hexadecimal, of the wanted length, and differ", () => {
  const made = new Set(Array.from({length: 50}, () => numbers.randomHex(16)))
  assert.equal(made.size, 50)
  for (const each of made) assert.match(each, /^[0-9a-f]{32}$/)
})

test("letters count in either case, other keys by their name", () => {
  /** @param {string} key */
  const event = (key, more = {}) => ({key, ctrlKey: false, altKey: false, metaKey: false, ...more})
  assert.deepEqual(
    ["A", "a", "?", " ", "Enter"].map((key) => keyName(event(key))),
    ["a", "a", "?", " ", "Enter"],
  )
  assert.equal(isShortcut(event("a")), false)
  for (const held of ["ctrlKey", "altKey", "metaKey"]) assert.equal(isShortcut(event("a", {[held]: true})), true)
})

test("a refusal has its reason in the page's language, else as received", () => {
  const answer = (/** @type {any} */ body) => ({ok: false, status: 422, body, problem: ""})
  assert.equal(refusal(answer({error_zh: "不行", error_en: "no", error: "x"}), "zh"), "不行")
  assert.equal(refusal(answer({error: "x"}), "en"), "x")
  assert.equal(refusal(answer({}), "en"), "")
})
