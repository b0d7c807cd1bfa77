// @ts-check
// Overlay of the map: the truth, and the chosen place.
import {camera} from "../lib/camera.js"
import {el, remPx, svg} from "../lib/dom.js"
import {LINE_REM, spread} from "./spread.js"
import {state} from "./view_state.js"

const CHOSEN_PX = 22
/** @type {import("../lib/geometry.js").Place | null} */
let chosen = null

export function drawTruth() {
  const rings = state.rings.map((each) => ({...each, at: camera.pixels(each.place)}))
  const drawn = spread(rings, remPx()).flatMap(({at: [x, y], stand, word, lines}) => [
    svg("circle", {cx: x, cy: y, r: "1.55rem", class: `truth ${stand}`}),
    svg("text", {x, y, dx: "-1.95rem", dy: `${0.35 + LINE_REM * lines}rem`, class: `truth ${stand}`}, word),
  ])
  if (chosen) {
    const [x, y] = camera.pixels(chosen)
    const side = 2 * CHOSEN_PX
    drawn.push(svg("rect", {x: x - CHOSEN_PX, y: y - CHOSEN_PX, width: side, height: side, class: "chosen"}))
  }
  el("overlay").replaceChildren(...drawn)
}

/** @param {import("../lib/geometry.js").Place | null} place */
export function choosePlace(place) {
  chosen = place
  if (place) camera.show(place)
}
