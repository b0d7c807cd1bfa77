// @ts-check
// Tools on the map that work without the server: the cursor's position, measuring, the corners of a drawn shape.
// desk/zones.js and desk/was_here.js use the drawn shapes.
import {camera} from "./camera.js"
import {el, screenScale, svg} from "./dom.js"
import {legsOf} from "./geometry.js"
import {listenToPointers} from "./map_drag.js"
import {bearing, position} from "./numbers.js"
import {say} from "./words.js"

/** @typedef {import("./geometry.js").Place} Place */
/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {"zone" | "who"} RingMode */
/** @typedef {"" | "measure" | RingMode} Mode */

const GRAB_PX = 12
/** @type {RingMode[]} */
const RINGS = ["zone", "who"]
const BUTTONS = {measure: "measure", zone: "zone-new", who: "was-here-button"}

/** @type {Record<"measure" | RingMode, Place[]>} */
export const points = {measure: [], zone: [], who: []}
const closed = {zone: false, who: false}
const changed = {zone: () => {}, who: () => {}}
/** @type {HTMLElement} */
let map
/** @type {SVGElement | undefined} */
let overlay
/** @type {Mode} */
let mode = ""
/** @type {Place | null} */
let chosen = null
/** @type {Place[][]} */
let shapes = []
let grabbed = -1

/** @type {(name: Mode) => name is RingMode} */
const isRing = (name) => name === "zone" || name === "who"

/** @type {(line: Place[]) => string} */
const path = (line) =>
  line
    .map((each) =>
      camera
        .pixels(each)
        .map((px) => px.toFixed(1))
        .join(","),
    )
    .join(" ")

function draw() {
  if (!overlay) return
  overlay.replaceChildren(
    ...shapes.map((ring) => svg("polygon", {points: path(ring), class: "shown"})),
    ...(chosen ? [bracket(camera.pixels(chosen))] : []),
    ...(points.measure.length ? measured(points.measure) : []),
    ...RINGS.filter((which) => points[which].length).flatMap(outlined),
  )
}

/** @param {Point} at_px */
function bracket([x, y]) {
  const [r, s] = [20 * screenScale(), 8 * screenScale()]
  const signs = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ]
  const corners = signs.map(([a, b]) => `M${x + a * r} ${y + b * (r - s)}v${b * s}h${-a * s}`)
  return svg("path", {d: corners.join(""), class: "chosen"})
}

/** @param {Place[]} line */
function measured(line) {
  const circles = line.map((each) => {
    const [cx, cy] = camera.pixels(each)
    return svg("circle", {cx, cy, r: 4 * screenScale(), class: "measure-end"})
  })
  const texts = legsOf(line).map(({at, distance_nm, bearing_deg, sum_nm}, number) => {
    const [x, y] = camera.pixels(at)
    const total = number ? ` · Σ ${sum_nm.toFixed(2)}` : ""
    const text = `${distance_nm.toFixed(2)} ${say("desk_nm")} ${bearing(bearing_deg)}${total}`
    return svg("text", {x: x + 10, y: y - 8, class: "measure-text"}, text)
  })
  return [svg("polyline", {points: path(line), class: "measure"}), ...circles, ...texts]
}

/** @param {RingMode} which */
function outlined(which) {
  const kind = closed[which] ? "polygon" : "polyline"
  const corners = points[which].map((each, at) => {
    const [cx, cy] = camera.pixels(each)
    return svg("circle", {cx, cy, r: (at ? 6 : 8) * screenScale(), class: "zone-end"})
  })
  return [svg(kind, {points: path(points[which]), class: `zone-line ${which}`}), ...corners]
}

/** @type {(at_px: Point) => number} the corner at a pixel, -1 if there is none */
function cornerAt(at_px) {
  if (!isRing(mode)) return -1
  return points[mode].findIndex((each) => {
    const [x, y] = camera.pixels(each)
    return Math.hypot(x - at_px[0], y - at_px[1]) < GRAB_PX * screenScale()
  })
}

/** @type {(at_px: Point) => boolean} moves a grabbed corner with the pointer */
function dragCorner(at_px) {
  if (!isRing(mode) || grabbed < 0) return false
  points[mode][grabbed] = camera.place(at_px)
  changed[mode]()
  draw()
  return true
}

/** A tap sets a corner; one on the first corner closes the shape; one on any other corner does nothing.
 * @type {(which: RingMode, at_px: Point) => void} */
function vertex(which, at_px) {
  if (grabbed === 0 && points[which].length > 2) return tools.finish()
  if (grabbed < 0 && !closed[which]) points[which].push(camera.place(at_px))
  changed[which]()
}

export const tools = {
  /** @param {(at_m: Point) => void} onTap is called for a tap while no tool is in use */
  begin(onTap) {
    map = el("map")
    overlay = el("overlay")
    listenToPointers(map, {
      hover: (at_px) => el("cursor").replaceChildren(position(camera.place(at_px))),
      press: (at_px) => {
        grabbed = cornerAt(at_px)
      },
      drag: dragCorner,
      tap: (at_px) => {
        if (mode === "measure") points.measure.push(camera.place(at_px))
        else if (mode) vertex(mode, at_px)
        else return onTap(camera.metres(at_px))
        draw()
      },
    })
    map.addEventListener("dblclick", () => isRing(mode) && tools.finish())
    map.addEventListener("pointerleave", () => el("cursor").replaceChildren())
    camera.follow(draw)
  },
  get mode() {
    return mode
  },
  /** @param {Mode} wanted */
  toggle(wanted) {
    tools.use(mode === wanted ? "" : wanted)
  },
  /** @param {Mode} wanted */
  use(wanted) {
    if (wanted === "measure" || mode === "measure") points.measure = []
    mode = wanted
    map.dataset.mode = mode
    for (const [name, button] of Object.entries(BUTTONS)) el(button).setAttribute("aria-pressed", String(mode === name))
    const hint = el("tool-hint")
    hint.textContent = mode ? say(`desk_hint_${mode}`) : ""
    if (mode) hint.dataset.w = `desk_hint_${mode}`
    else delete hint.dataset.w
    draw()
  },
  /** Undoes the last step. */
  back() {
    if (!mode) return
    if (isRing(mode) && closed[mode]) closed[mode] = false
    else points[mode].pop()
    if (isRing(mode)) changed[mode]()
    draw()
  },
  finish() {
    if (!isRing(mode)) return
    if (points[mode].length > 2) closed[mode] = true
    changed[mode]()
    draw()
  },
  /** Adds a corner in the middle of the map, for work without a pointer. */
  corner() {
    if (!isRing(mode)) return
    grabbed = -1
    vertex(mode, [map.clientWidth / 2, map.clientHeight / 2])
    draw()
  },
  /** @type {(ring: Place[], done: boolean, onChange?: (() => void) | null, which?: RingMode) => void} */
  ring(ring, done, onChange = null, which = "zone") {
    points[which] = ring
    closed[which] = done
    if (onChange) changed[which] = onChange
    draw()
  },
  /** @param {RingMode} which */
  closed: (which) => closed[which],
  /** @param {Place | null} place */
  select(place) {
    chosen = place
    draw()
  },
  /** @param {Place[][]} rings */
  outline(rings) {
    shapes = rings
    draw()
  },
}
