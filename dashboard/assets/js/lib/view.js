// @ts-check
// Arithmetic of a map's view: panning, zooming and fitting. Pure; camera.js applies it to the page.
import {lonLat, mercator} from "./geometry.js"
import {clamp} from "./numbers.js"

/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {{west: number, north: number, m_px: number, width: number, height: number}} View
 * West and north edge in Web Mercator metres, metres a pixel, width and height in pixels. */

export const LEAST_M_PX = 0.6
export const MOST_M_PX = 20000
const [SAME_SCALE, SAME_PX] = [1e-4, 0.6] // smaller differences are invisible

/** "west,south,east,north,width,height": metres and pixels, as in addresses of rasters. @type {(view: View) => string} */
export function keyOf({west, north, m_px, width, height}) {
  const edges = [west, north - m_px * height, west + m_px * width, north]
  return `${edges.map((edge) => edge.toFixed(1)).join(",")},${width},${height}`
}

/** @type {(key: string) => View} */
export function viewFrom(key) {
  const [west, , east, north, width, height] = key.split(",").map(Number)
  return {west, north, m_px: (east - west) / width, width, height}
}

/** @type {(view: View) => import("./geometry.js").Box} */
export function boxOf({west, north, m_px, width, height}) {
  const [w, s] = lonLat([west, north - m_px * height])
  const [e, n] = lonLat([west + m_px * width, north])
  return [w, s, e, n]
}

/** @type {(view: View, at_m: Point) => Point} */
export const toPixels = ({west, north, m_px}, [x, y]) => [(x - west) / m_px, (north - y) / m_px]

/** @type {(view: View, at_px: Point) => Point} */
export const toMetres = ({west, north, m_px}, [right, down]) => [west + right * m_px, north - down * m_px]

/** @type {(view: View) => Point} the middle of the view in metres */
export const middleOf = (view) => toMetres(view, [view.width / 2, view.height / 2])

/** @type {(view: View, middle_m: Point) => View} */
export const centred = (view, [x, y]) => ({
  ...view,
  west: x - (view.m_px * view.width) / 2,
  north: y + (view.m_px * view.height) / 2,
})

/** The view of a whole box, centred. @type {(view: View, box: import("./geometry.js").Box) => View} */
export function fitted(view, [west, south, east, north]) {
  const [[x0, y0], [x1, y1]] = [mercator([west, south]), mercator([east, north])]
  const m_px = Math.max((x1 - x0) / view.width, (y1 - y0) / view.height, LEAST_M_PX)
  return centred({...view, m_px}, [(x0 + x1) / 2, (y0 + y1) / 2])
}

/** @type {(view: View, right_px: number, down_px: number) => View} the drawing moves right and down */
export const panned = (view, right_px, down_px) => ({
  ...view,
  west: view.west - right_px * view.m_px,
  north: view.north + down_px * view.m_px,
})

/** Zooms by a factor: above 1 out, below 1 in; the place at a pixel stays there. @type {(view: View, by: number, at_px: Point) => View} */
export function zoomed(view, by, [right, down]) {
  const m_px = clamp(view.m_px * by, LEAST_M_PX, MOST_M_PX)
  return {
    ...view,
    m_px,
    west: view.west + right * (view.m_px - m_px),
    north: view.north - down * (view.m_px - m_px),
  }
}

/** The view after a change of the map's size; the middle stays. @type {(view: View, width: number, height: number) => View} */
export const resized = (view, width, height) => centred({...view, width, height}, middleOf(view))

/** Whether a pixel is inside, at least `margin_px` from every edge. @type {(view: View, at_px: Point, margin_px: number) => boolean} */
export const isInside = ({width, height}, [right, down], margin_px) =>
  right > margin_px && down > margin_px && right < width - margin_px && down < height - margin_px

/** The CSS transform that places a drawing of one view in another; empty if the views are equal.
 * @type {(drawn: View, shown: View) => string} */
export function transformOf(drawn, shown) {
  const scale = drawn.m_px / shown.m_px
  const [right, down] = toPixels(shown, [drawn.west, drawn.north])
  const rests = Math.abs(scale - 1) < SAME_SCALE && Math.abs(right) < SAME_PX && Math.abs(down) < SAME_PX
  return rests ? "" : `translate(${right}px, ${down}px) scale(${scale})`
}
