// @ts-check
// The view of the page's map. A drag or a turn of the wheel moves the current drawing at once; the new drawing follows.
// The address of each image names the view it was drawn for, so that every layer is placed correctly, old or new.
import {boxFrom, lonLat, mercator} from "./geometry.js"
import * as views from "./view.js"

/** @typedef {import("./geometry.js").Place} Place */
/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {import("./geometry.js").Box} Box */
/** @typedef {HTMLImageElement & {view?: string | null}} Raster */

const SETTLE_MS = 90
const CLOSE_M_PX = 18
const EDGE_PX = 60
const SCALABLE = ["coast", "depths", "risk"] // these may be coarse until redrawn

/** @type {HTMLElement} */
let map
/** @type {(key: string) => void} */
let onSettled = () => {}
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer
/** @type {views.View | null} the view that the figure shows */
let drawn = null
/** @type {Box} */
let homeBox
/** @type {views.View} */
let shown = {west: 0, north: 0, m_px: 1, width: 1, height: 1}
/** @type {(() => void)[]} */
const watchers = []

function layImage(/** @type {Raster} */ image) {
  image.view ??= new URL(image.src).searchParams.get("view")
  if (!image.view) return
  const view = views.viewFrom(image.view)
  const grown = view.m_px / shown.m_px
  image.style.transform = views.transformOf(view, shown)
  // Trails and dots would be misleading if stretched.
  const blurs = !SCALABLE.includes(image.parentElement?.id ?? "") && (grown > 1.5 || grown < 0.5)
  image.style.visibility = blurs ? "hidden" : ""
}

function layAll() {
  for (const image of map.querySelectorAll(".raster:not(#base) img")) layImage(/** @type {Raster} */ (image))
  /** @type {NodeListOf<HTMLElement>} */
  const nodes = map.querySelectorAll("#figure, #base")
  if (drawn) for (const node of nodes) node.style.transform = views.transformOf(drawn, shown)
  for (const watcher of watchers) watcher()
}

/** @param {views.View} view */
function settle(view) {
  shown = view
  clearTimeout(timer)
  layAll()
  timer = setTimeout(() => onSettled(camera.key()), SETTLE_MS)
}

/** @param {views.View} view */
function move(view) {
  camera.moved = true
  settle(view)
}

const sizePx = () => {
  const {width, height} = map.getBoundingClientRect()
  return /** @type {const} */ ([Math.round(width), Math.round(height)])
}

export const camera = {
  moved: false,
  /**
   * @param {HTMLElement} node the map
   * @param {string | null} bbox of the address
   * @param {Box} home
   * @param {(key: string) => void} settled is called with the key of a view after each movement
   */
  begin(node, bbox, home, settled) {
    map = node
    onSettled = settled
    homeBox = home
    const box = boxFrom(bbox)
    camera.moved = box !== null
    const [width, height] = sizePx()
    shown = views.fitted({...shown, width, height}, box ?? home)
    onSettled(camera.key())
    const images = new MutationObserver(layAll)
    for (const each of map.querySelectorAll(".raster")) images.observe(each, {childList: true})
    new ResizeObserver(() => settle(views.resized(shown, ...sizePx()))).observe(map)
  },
  key: () => views.keyOf(shown),
  bbox: () => views.boxOf(views.viewFrom(camera.key())),
  /** Called when the figure has the view of this key; the next frame shows it. @param {string} key */
  painted(key) {
    const view = views.viewFrom(key)
    if (drawn && views.keyOf(drawn) === views.keyOf(view)) return
    requestAnimationFrame(() => {
      drawn = view
      layAll()
    })
  },
  /** @type {(right_px: number, down_px: number) => void} */
  pan: (right_px, down_px) => move(views.panned(shown, right_px, down_px)),
  /** @type {(by: number, at_px?: Point) => void} */
  zoom: (by, at_px = [shown.width / 2, shown.height / 2]) => move(views.zoomed(shown, by, at_px)),
  home() {
    camera.moved = false
    settle(views.fitted(shown, homeBox))
  },
  /** @param {Box} bbox */
  box: (bbox) => move(views.fitted(shown, bbox)),
  /** Brings a place into view; if it is already inside, only with `closer`. @type {(place: Place, closer?: boolean) => void} */
  show(place, closer = false) {
    const at_m = mercator(place)
    if (!closer && views.isInside(shown, views.toPixels(shown, at_m), EDGE_PX)) return
    move(views.centred({...shown, m_px: closer ? Math.min(shown.m_px, CLOSE_M_PX) : shown.m_px}, at_m))
  },
  /** @type {(at_m: Point) => Point} */
  pixelsOf: (at_m) => views.toPixels(shown, at_m),
  /** @type {(place: Place) => Point} */
  pixels: (place) => views.toPixels(shown, mercator(place)),
  /** @type {(at_px: Point) => Point} */
  metres: (at_px) => views.toMetres(shown, at_px),
  /** @type {(at_px: Point) => Place} */
  place: (at_px) => lonLat(views.toMetres(shown, at_px)),
  /** @param {() => void} watcher is called whenever the map moves */
  follow: (watcher) => watchers.push(watcher),
}
