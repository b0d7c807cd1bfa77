// @ts-check
// Tracks of vessels over the map: lines with direction, start and end times, stops, and one highlighted place.
// track.js decides what is drawn.
import {camera} from "../lib/camera.js"
import {screenScale, svg} from "../lib/dom.js"
import {boxAround, mercator} from "../lib/geometry.js"
import {short} from "./site_time.js"
import {thinned} from "./thinning.js"

/** @typedef {import("../lib/geometry.js").Place} Place */
/** @typedef {import("../lib/geometry.js").Point} Point */
/** @typedef {{at: Place[], t_s: number[]}} Leg a line without gaps, and its times */

const CHEVRON_PX = 110
const MOST_STOPS = 40
const AROUND = {share: 0.15, least_deg: 0.02}
/** @type {Element | null} */
let board = null
/** @type {(Leg & {xy_m: Point[]})[]} */
let legs = []
/** @type {Place[]} */
let stops = []
/** @type {{at: Place, text: string} | null} */
let place = null
let size = 1

/** @param {Point} at_px */
const within = ([x, y]) => board !== null && x > 0 && y > 0 && x < board.clientWidth && y < board.clientHeight

/** @param {{xy_m: Point[]}} leg */
function line({xy_m}) {
  const px = thinned(xy_m.map(camera.pixelsOf))
  const points = px.map((each) => each.map((one) => one.toFixed(1)).join(",")).join(" ")
  return [...["under", "way"].map((kind) => svg("polyline", {points, class: kind})), ...chevrons(px)]
}

/** @param {Point[]} px */
function chevrons(px) {
  const made = []
  let gone_px = CHEVRON_PX / 2
  for (let at = 1; at < px.length; at++) {
    const [[x0, y0], [x1, y1]] = [px[at - 1], px[at]]
    gone_px += Math.hypot(x1 - x0, y1 - y0)
    if (gone_px < CHEVRON_PX * size || !within(px[at])) continue
    gone_px = 0
    const turned = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI
    const transform = `translate(${x1} ${y1}) rotate(${turned}) scale(${size})`
    made.push(svg("path", {d: "M-7 -5L3 0L-7 5", class: "chevron", transform}))
  }
  return made
}

/** A text on the left of its place, because names of vessels are on the right. @type {(at: Place, text: string, down: number) => Node} */
function label(at, text, down) {
  const [x, y] = camera.pixels(at)
  return svg("text", {x: x - 12 * size, y: y + down * size, class: "when", "text-anchor": "end"}, text)
}

/** @type {(at: Place, r: number, kind: string) => Node} */
function circle(at, r, kind) {
  const [cx, cy] = camera.pixels(at)
  return svg("circle", {cx, cy, r: r * size, class: kind})
}

function ends() {
  const [first, last] = [legs[0], legs[legs.length - 1]]
  return [
    circle(first.at[0], 5, "end begun"),
    label(first.at[0], short(first.t_s[0]), 5),
    circle(last.at[last.at.length - 1], 5, "end ended"),
    label(last.at[last.at.length - 1], short(last.t_s[last.t_s.length - 1]), 5),
  ]
}

/** @type {(at: Place, number: number) => Node[]} */
function stop(at, number) {
  const [x, y] = camera.pixels(at)
  return [circle(at, 9, "stop"), svg("text", {x, y: y + 4.5 * size, class: "number"}, String(number + 1))]
}

function draw() {
  size = screenScale()
  board?.replaceChildren(
    ...legs.flatMap(line),
    ...(legs.length ? ends() : []),
    ...stops.slice(0, MOST_STOPS).flatMap(stop),
    ...(place ? [circle(place.at, 16, "looked"), label(place.at, place.text, -24)] : []),
  )
}

export const trails = {
  /** @param {Element} node */
  begin(node) {
    board = node
    camera.follow(draw)
  },
  /** With `seek`, a track that is completely outside the view is brought into view. @type {(found: Leg[], seek?: boolean) => void} */
  show(found, seek = false) {
    legs = found.map(({at, t_s}) => ({at, t_s, xy_m: at.map(mercator)}))
    const inSight = legs.some(({at}) => at.some((each) => within(camera.pixels(each))))
    if (seek && legs.length && !inSight) trails.fit()
    draw()
  },
  /** @param {Place[]} found */
  stops(found) {
    stops = found
    draw()
  },
  /** @type {(at: Place, text: string) => void} */
  point(at, text) {
    place = {at, text}
    camera.show(at)
    draw()
  },
  fit() {
    if (legs.length)
      camera.box(
        boxAround(
          legs.flatMap(({at}) => at),
          AROUND,
        ),
      )
  },
  clear() {
    legs = []
    stops = []
    place = null
    draw()
  },
}
