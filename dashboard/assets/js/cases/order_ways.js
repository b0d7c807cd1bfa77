// @ts-check
// The ways of the craft that are offered, and where they would meet the target, over the map.
import {camera} from "../lib/camera.js"
import {el, screenScale, svg} from "../lib/dom.js"

/** @typedef {import("../lib/geometry.js").Place} Place */
/** @typedef {{line: Place[], meet: Place | null, name: string, chosen: boolean}} Way */

/** @type {Way[]} */
let ways = []
let following = false

/** @param {Way} way */
function drawn({line, meet, name, chosen}) {
  const kind = chosen ? "chosen" : "other"
  const size = screenScale()
  const points = line
    .map((each) =>
      camera
        .pixels(each)
        .map((one) => one.toFixed(1))
        .join(","),
    )
    .join(" ")
  const parts = [svg("polyline", {points, class: `order-way ${kind}`})]
  if (!chosen || !meet) return parts
  const [x, y] = camera.pixels(meet)
  return [
    svg("polyline", {points, class: "order-way under"}),
    ...parts,
    svg("circle", {cx: x, cy: y, r: 9 * size, class: "order-meet"}),
    svg("path", {d: `M${x - 14 * size} ${y}h${28 * size}M${x} ${y - 14 * size}v${28 * size}`, class: "order-meet"}),
    svg("text", {x: x + 14 * size, y: y - 12 * size, class: "order-name"}, name),
  ]
}

function draw() {
  el("order-ways").replaceChildren(...ways.filter(({line}) => line.length > 1).flatMap(drawn))
}

/** @param {Way[]} shown the chosen one last, so that it is on top */
export function showWays(shown) {
  if (!following) camera.follow(draw)
  following = true
  ways = shown
  draw()
}
