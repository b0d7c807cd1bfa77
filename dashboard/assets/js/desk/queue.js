// @ts-check
// The queue of alerts: the cursor, holding the order while an officer works in it, and new alerts.
import {el} from "../lib/dom.js"
import {clamp} from "../lib/numbers.js"
import {say} from "../lib/words.js"
import {state, viewState, want} from "./view_state.js"

const HELD_MS = 6000
const LEFT_HELD_MS = 1000
const LOOK_EVERY_MS = 500
let cursor = ""
let touched_ms = 0
let pointerInside = false
/** @type {string[]} */
let announced = []

/** @returns {HTMLElement[]} */
export const rows = () => [...el("queue").querySelectorAll(".row")]
/** @param {string} alert */
export const rowOf = (alert) => rows().find((row) => row.dataset.alert === alert)

/** The alert that keys act on. */
export const currentAlert = () => cursor || viewState.alert

/** @param {string} [alert] */
export function pointAt(alert = cursor) {
  cursor = alert || cursor
  for (const row of rows()) row.classList.toggle("cursor", row.dataset.alert === cursor)
  el("queue").setAttribute("aria-activedescendant", cursor ? `row-${cursor}` : "")
}

/** Holds the order while an officer works in the queue. */
export function hold() {
  touched_ms = performance.now()
  if (!viewState.held) want({held: true})
}

/** @param {number} by rows down, or up if negative */
export function step(by) {
  hold()
  const all = rows()
  const at = all.findIndex((row) => row.dataset.alert === cursor)
  const next = all[at < 0 ? 0 : clamp(at + by, 0, all.length - 1)]
  if (!next) return
  pointAt(next.dataset.alert)
  next.scrollIntoView({block: "nearest"})
  el("queue").focus({preventScroll: true})
}

/** The shape of a row in its colour. @param {Element} row */
function shapeOf(row) {
  const drawn = /** @type {HTMLElement} */ (row.querySelector(".shape"))
  const shape = /** @type {HTMLElement} */ (drawn.cloneNode(true))
  shape.style.color = getComputedStyle(drawn).color
  return shape
}

/** @param {Element} row */
const titleOf = (row) => [".colour", "strong"].map((part) => row.querySelector(part)?.textContent).join(" ")

/** Announces new alerts. @param {string[]} alerts */
export function announce(alerts) {
  const titles = alerts.flatMap((alert) => rowOf(alert) ?? []).map((row) => [shapeOf(row), ` ${titleOf(row)}`])
  if (titles.length)
    el("news").replaceChildren(`${say("desk_new")} `, ...titles.flatMap((each, at) => (at ? ["、", ...each] : each)))
  announced = alerts
}

/** Removes announcements of alerts that no longer call. */
export function clearNews() {
  if (!announced.some((alert) => state.calling.some(([id]) => id === alert))) el("news").textContent = ""
}

export function beginQueue() {
  el("queue").addEventListener("pointerenter", () => {
    pointerInside = true
    hold()
  })
  el("queue").addEventListener("pointerleave", () => {
    pointerInside = false
    touched_ms = performance.now() - HELD_MS + LEFT_HELD_MS
  })
  setInterval(() => {
    if (viewState.held && !pointerInside && performance.now() - touched_ms > HELD_MS) want({held: false})
  }, LOOK_EVERY_MS)
}
