// @ts-check
import assert from "node:assert/strict"
import {test} from "node:test"
import {Calls} from "../../../../dashboard/assets/js/desk/calls.js"

/** @type {(id: string, escalated?: number) => [string, string, number]} */
const red = (id, escalated = 0) => [id, "red", escalated]
/** @type {(id: string) => [string, string, number]} */
const distress = (id) => [id, "distress", 0]

test("a red alert sounds once, and again when it is escalated", () => {
  const calls = new Calls([])
  assert.deepEqual(calls.update([red("a")], 1000), {tone: "red", changed: true, added: ["a"]})
  assert.deepEqual(calls.update([red("a")], 2000), {tone: null, changed: false, added: []})
  assert.deepEqual(calls.update([red("a", 1)], 3000), {tone: "red", changed: true, added: []})
  assert.deepEqual(calls.update([red("a", 1)], 4000), {tone: null, changed: false, added: []})
})

test("distress sounds every twelve seconds until it leaves the list", () => {
  const calls = new Calls([])
  const tones = [1000, 5000, 13000, 13001, 20000, 25002].map((now_ms) => calls.update([distress("d")], now_ms).tone)
  assert.deepEqual(tones, ["distress", null, null, "distress", null, "distress"])
  assert.equal(calls.update([], 60000).tone, null)
})

test("another distress sounds at once, and takes precedence over red", () => {
  const calls = new Calls([])
  calls.update([distress("d")], 1000)
  assert.equal(calls.update([distress("d"), distress("e"), red("a")], 2000).tone, "distress")
})

test("alerts that sounded before a reload are remembered", () => {
  const calls = new Calls([["a", 1]])
  assert.equal(calls.update([red("a", 1)], 1000).tone, null)
  assert.equal(calls.update([red("a", 2)], 2000).tone, "red")
})

test("the memory is limited, and keeps every alert that still calls", () => {
  const calls = new Calls([])
  const many = Array.from({length: 3000}, (_, at) => red(`a${at}`))
  calls.update(many, 1000)
  assert.equal(calls.sounded.size, 3000)
  calls.update([red("a0"), red("new")], 2000)
  assert.ok(calls.sounded.has("a0") && calls.sounded.has("new") && calls.sounded.size <= 2001)
})
