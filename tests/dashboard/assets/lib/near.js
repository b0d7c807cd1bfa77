// @ts-check
// Assertions that several tests share.
import assert from "node:assert/strict"

/** @type {(value: number, expected: number, tolerance: number) => void} */
export const near = (value, expected, tolerance) =>
  assert.ok(Math.abs(value - expected) <= tolerance, `${value} is not ${expected} ± ${tolerance}`)

/** Numbers that look random and are the same in every run: a linear congruence, ANSI C's. @param {number} seed */
export function* numbers(seed) {
  for (let value = seed; ; ) {
    value = (value * 1103515245 + 12345) % 2147483648
    yield value / 2147483648
  }
}
