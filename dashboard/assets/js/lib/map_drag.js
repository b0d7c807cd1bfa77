// @ts-check
// Pointers on the map: one drags it, two zoom it, the wheel zooms it at the pointer, and a short press is a tap.
import {camera} from "./camera.js"
import {pointIn} from "./dom.js"
import {clamp} from "./numbers.js"

/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {object} Handlers
 * @property {(at_px: Point) => void} tap
 * @property {(at_px: Point) => void} [press] a pointer went down
 * @property {(at_px: Point) => void} [hover] a pointer moved, pressed or not
 * @property {(at_px: Point) => boolean} [drag] returns true if it moved something other than the map
 */

const CLICK_PX = 5
const WHEEL_PX = 300 // of wheel travel halve or double the scale
const OTHERS = "#toolbar, #foot a, button"

/** @type {(one: Point, other: Point) => number} */
const distance = ([x0, y0], [x1, y1]) => Math.hypot(x1 - x0, y1 - y0)

/** The zoom factor of one wheel event, at most 2. @type {(delta_px: number) => number} */
export const wheelFactor = (delta_px) => 2 ** (clamp(delta_px, -WHEEL_PX, WHEEL_PX) / WHEEL_PX)

/**
 * Zoom factor, and the middle between two pointers of which one moved.
 * @type {(before: Point, now: Point, other: Point) => [number, Point]}
 */
export const pinch = (before, now, other) => [
  distance(before, other) / Math.max(1, distance(now, other)),
  [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2],
]

/** @type {(map: HTMLElement, handlers: Handlers) => void} */
export function listenToPointers(map, {tap, press, hover, drag}) {
  /** @type {Map<number, Point>} the position of every pressed pointer */
  const pressed = new Map()
  let travelled_px = 0

  /** @param {PointerEvent} event */
  function down(event) {
    if (event.target instanceof Element && event.target.closest(OTHERS)) return
    map.setPointerCapture(event.pointerId)
    const at_px = pointIn(event, map)
    pressed.set(event.pointerId, at_px)
    if (pressed.size === 1) travelled_px = 0
    press?.(at_px)
  }

  /** @param {PointerEvent} event */
  function move(event) {
    const now = pointIn(event, map)
    hover?.(now)
    const before = pressed.get(event.pointerId)
    if (!before) return
    const other = [...pressed].find(([id]) => id !== event.pointerId)?.[1]
    travelled_px += distance(before, now)
    pressed.set(event.pointerId, now)
    if (other) return camera.zoom(...pinch(before, now, other))
    if (travelled_px < CLICK_PX || drag?.(now)) return
    camera.pan(now[0] - before[0], now[1] - before[1])
  }

  /** @param {PointerEvent} event */
  function up(event) {
    const at_px = pressed.get(event.pointerId)
    pressed.delete(event.pointerId)
    const isTap = at_px && !pressed.size && travelled_px < CLICK_PX && event.type === "pointerup" && !event.button
    if (isTap) tap(at_px)
  }

  map.addEventListener("pointerdown", down)
  map.addEventListener("pointermove", move)
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) map.addEventListener(end, up)
  map.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault()
      camera.zoom(wheelFactor(event.deltaY), pointIn(event, map))
    },
    {passive: false},
  )
}
