// @ts-check
// Common to every page with a map: it loads rasters, reports paints, and watches that pictures arrive.
// As a module it runs before DOMContentLoaded, and Bokeh connects after that, so no pulse arrives too early.
import {el, remPx} from "../lib/dom.js"
import {goThere, showEdges} from "../lib/edges.js"
import {beginWho} from "../lib/who.js"
import {layoutFor} from "./layout.js"
import {clearLayers, showLayer, showTiles} from "./rasters.js"
import {banner, notePulse, watch} from "./watchdog.js"

const PALETTE_STAYS_MS = 60000
const RETRY_MS = 50
const PAINT_MS = 1500
const FONTS_MS = 3000
const RESIZED_MS = 200
const FADE_MS = 500
const calm = matchMedia("(prefers-reduced-motion: reduce)")
/** @type {string | null} */
let shownView = null

/** @param {string} text "width;length" */
function scale(text) {
  const [width, length] = text.split(";")
  el("scale").querySelector(".bar").style.width = width
  el("scale").querySelector(".length").textContent = length
}

/** Reloads the page when its palette changes, because all colours change, but not repeatedly in a fast replay.
 * @param {string} name */
function palette(name) {
  if (name !== el("wall").dataset.palette && performance.now() > PALETTE_STAYS_MS) location.reload()
}

/** @param {string} key */
function view(key) {
  if (shownView === key) return
  if (shownView !== null) clearLayers()
  el("map").animate?.([{opacity: 0.35}, {opacity: 1}], calm.matches ? 0 : FADE_MS)
  shownView = key
}

/** @type {(id: string) => (text: string) => void} */
const text = (id) => (value) => {
  const node = document.getElementById(id)
  if (node && node.textContent !== value) node.textContent = value
}

/** Sets a state of the page, such as the frame that marks an exercise.
 * @type {(name: string) => (value: string) => void} */
const mark = (name) => (value) => {
  el("wall").dataset[name] = value
}

/** Values sent with the addresses of layers. @type {Record<string, (value: string) => void>} */
const NOTES = {
  scale,
  palette,
  view,
  base: showTiles,
  edges: showEdges,
  mode: mark("mode"),
  blind: mark("blind"),
  delay: text("delay"),
  caption: text("caption"),
}

/** Runs `done` after the next paint; a hidden page does not paint and uses a timer. @param {() => void} done */
function afterPaint(done) {
  let isDone = false
  const once = () => {
    if (!isDone) done()
    isDone = true
  }
  requestAnimationFrame(() => requestAnimationFrame(once))
  setTimeout(once, PAINT_MS)
}

/** @type {Window["wanghai"]["pulse"]} */
function pulse(columns, ack) {
  notePulse()
  const [[names], [addresses], [number]] = [columns.layers, columns.addresses, columns.pulse]
  banner(columns.state[0], columns.title[0], columns.hint[0])
  if (names.includes("view")) view(addresses[names.indexOf("view")])
  for (const [at, name] of names.entries()) {
    if (name in NOTES) NOTES[name](addresses[at])
    else showLayer(name, addresses[at])
  }
  afterPaint(() => {
    ack.data = {pulse: [number]}
  })
}

/** @param {import("../lib/page.d.ts").Source<Record<string, number[]>>} screen */
function measure(screen) {
  el("wall").dataset.layout = layoutFor(el("wall").dataset.askedLayout, innerWidth, innerHeight)
  const [map, triage] = [el("map").getBoundingClientRect(), el("right").getBoundingClientRect()]
  screen.data = {
    map_width_px: [map.width],
    map_height_px: [map.height],
    triage_width_px: [triage.width],
    triage_height_px: [triage.height],
    rem_px: [remPx()],
  }
}

/** Fonts must be loaded before text is placed. */
async function loadFonts() {
  const fonts = ["16px", "bold 16px"].map((size) => document.fonts.load(`${size} 'Wanghai Sans'`, "海"))
  await Promise.race([Promise.all(fonts), new Promise((late) => setTimeout(late, FONTS_MS))])
}

/** Bokeh builds its document after this script runs. */
async function begin() {
  const screen = /** @type {any} */ (window.Bokeh?.documents?.[0]?.get_model_by_name("screen"))
  if (!screen) return setTimeout(begin, RETRY_MS)
  await loadFonts()
  measure(screen)
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  addEventListener("resize", () => {
    clearTimeout(timer)
    timer = setTimeout(() => measure(screen), RESIZED_MS)
  })
}

if (!("wanghaiPage" in window)) document.addEventListener("click", goThere)
window.wanghai = {pulse}
begin()
watch()
beginWho()
