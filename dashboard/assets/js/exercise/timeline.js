// @ts-check
// The timeline: alerts by minute and colour, progress of the run ahead, current time. A click goes to a time.
import {remPx} from "../lib/dom.js"
import {clamp} from "../lib/numbers.js"
import {mostIn, rowsOf, spanOf, TRUTH_ROWS, tickStep, ticksOf} from "./timeline_scale.js"

/** @typedef {(t_s: number) => number} Scale seconds to pixels */

const COLOURS = ["distress", "red", "orange", "yellow"] // from bottom to top
const COUNTED = ["yellow", "orange", "red", "distress"]
const OTHERS = ["soft", "ink", "card", "exercise"]
const TRUTH_REM = 0.36
const TRUTH_GAP_REM = 0.12
const LABEL_REM = 6
/** @type {HTMLCanvasElement | null} */
let canvas = null
/** @type {HTMLElement} */
let hover
/** @type {import("./timeline_scale.js").Run | null} */
let run = null
/** @type {(t_s: number) => void} */
let onChosen = () => {}
/** @type {(t_s: number) => string} */
let timeText = () => ""
/** @type {Record<string, string>} */
let colours = {}
let at_s = 0
let rem = 16
let truthShown = true

/** @param {string} name */
const cssColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
const span = () => spanOf(run, at_s)

export const timeline = {
  /**
   * @param {HTMLCanvasElement} node
   * @param {HTMLElement} note shows the time under the pointer
   * @param {(t_s: number) => void} chosen
   * @param {(t_s: number) => string} text
   */
  begin(node, note, chosen, text) {
    canvas = node
    hover = note
    onChosen = chosen
    timeText = text
    colours = Object.fromEntries([...COLOURS, ...OTHERS].map((name) => [name, cssColour(name)]))
    new ResizeObserver(draw).observe(canvas)
    canvas.addEventListener("click", (event) => onChosen(timeAt(node, event)))
    canvas.addEventListener("pointermove", (event) => point(node, event))
    canvas.addEventListener("pointerleave", () => {
      hover.hidden = true
    })
    document.fonts?.ready.then(draw)
  },
  /** @param {import("./timeline_scale.js").Run} record */
  show(record) {
    run = record
    draw()
  },
  /** @param {number} t_s */
  moveTo(t_s) {
    at_s = t_s
    draw()
  },
  /** @param {boolean} shown */
  truth(shown) {
    truthShown = shown
    draw()
  },
  span,
}

/** @type {(node: Element, event: MouseEvent) => number} */
function timeAt(node, event) {
  const [from_s, to_s] = span()
  const {left, width} = node.getBoundingClientRect()
  return Math.round(from_s + clamp((event.clientX - left) / width, 0, 1) * (to_s - from_s))
}

/** @type {(node: Element, event: MouseEvent) => void} */
function point(node, event) {
  const {left, right, bottom} = node.getBoundingClientRect()
  hover.hidden = false
  hover.textContent = timeText(timeAt(node, event))
  hover.style.left = `${Math.min(right - 5 * rem, Math.max(left, event.clientX - 2.4 * rem))}px`
  hover.style.top = `${bottom - 1.5 * rem}px` // in place of the time label there
}

/** Sets the resolution of the canvas to that of the screen. @param {HTMLCanvasElement} node */
function sharpen(node) {
  const ratio = devicePixelRatio || 1
  const [width, height] = [Math.round(node.clientWidth * ratio), Math.round(node.clientHeight * ratio)]
  if (node.width !== width) node.width = width
  if (node.height !== height) node.height = height
  return ratio
}

function draw() {
  const pen = canvas?.getContext("2d")
  if (!canvas || !pen) return
  rem = remPx()
  const ratio = sharpen(canvas)
  const {clientWidth: width, clientHeight: height} = canvas
  const [from_s, to_s] = span()
  const floor = height - 1.4 * rem
  /** @type {Scale} */
  const x = (t_s) => ((t_s - from_s) / (to_s - from_s)) * width
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.clearRect(0, 0, width, height)
  pen.fillStyle = colours.card
  pen.fillRect(0, 0, x(run?.pace === "live" ? at_s : (run?.reached_s ?? from_s)), floor)
  if (run) drawBars(pen, x, floor, run)
  if (run && truthShown) drawTruth(pen, x, run)
  drawTicks(pen, x, floor, width)
  drawHand(pen, x(at_s), floor)
}

/** @type {(pen: CanvasRenderingContext2D, x: number, floor: number) => void} */
function drawHand(pen, x, floor) {
  pen.fillStyle = colours.ink
  pen.fillRect(x - 1, 0, 2, floor)
  pen.beginPath()
  pen.moveTo(x - 0.45 * rem, 0)
  pen.lineTo(x + 0.45 * rem, 0)
  pen.lineTo(x, 0.6 * rem)
  pen.fill()
}

/** Draws standing alerts as pale bars, and in front of them the alerts raised in that minute.
 * @type {(pen: CanvasRenderingContext2D, x: Scale, floor: number, run: import("./timeline_scale.js").Run) => void} */
function drawBars(pen, x, floor, {minutes, truth, from_s}) {
  const above_rem = truth.length ? TRUTH_ROWS * (TRUTH_REM + TRUTH_GAP_REM) + 1 : 0.8
  const unit = (floor - above_rem * rem) / mostIn(minutes)
  for (const [begin_s, up, raised] of minutes) {
    const left = x(Math.max(begin_s, from_s ?? begin_s))
    const wide = Math.max(1, x(begin_s + 60) - left)
    drawBar(pen, up, {left, wide, floor, unit, alpha: 0.3, share: 1})
    drawBar(pen, raised, {left, wide, floor, unit, alpha: 1, share: 0.6})
  }
  pen.globalAlpha = 1
}

/** @type {(pen: CanvasRenderingContext2D, counts: number[], bar: Record<"left" | "wide" | "floor" | "unit" | "alpha" | "share", number>) => void} */
function drawBar(pen, counts, {left, wide, floor, unit, alpha, share}) {
  let top = floor
  pen.globalAlpha = alpha
  for (const name of COLOURS) {
    const tall = counts[COUNTED.indexOf(name)] * unit
    pen.fillStyle = colours[name]
    pen.fillRect(left + (wide * (1 - share)) / 2, top - tall, Math.max(1, wide * share - (wide > 4 ? 1 : 0)), tall)
    top -= tall
  }
}

/** Draws the truth in a few rows on top: pale from the beginning of an event, solid from when it was found.
 * @type {(pen: CanvasRenderingContext2D, x: Scale, run: import("./timeline_scale.js").Run) => void} */
function drawTruth(pen, x, {truth}) {
  const [begin_s, end_s] = span()
  pen.fillStyle = colours.exercise
  for (const {
    span: [from_s, to_s, , found_s],
    row,
  } of rowsOf(truth)) {
    const top = (0.7 + row * (TRUTH_REM + TRUTH_GAP_REM)) * rem
    const last = x(Math.min(to_s, end_s))
    for (const [first_s, alpha] of [
      [Math.max(from_s, begin_s), 0.35],
      [found_s ?? Infinity, 1],
    ]) {
      if (first_s >= end_s) continue
      pen.globalAlpha = alpha
      pen.fillRect(x(first_s), top, Math.max(3, last - x(first_s)), TRUTH_REM * rem)
    }
  }
  pen.globalAlpha = 1
}

/** @type {(pen: CanvasRenderingContext2D, x: Scale, floor: number, width: number) => void} */
function drawTicks(pen, x, floor, width) {
  const [from_s, to_s] = span()
  pen.font = `${0.85 * rem}px "Wanghai Sans", sans-serif`
  pen.textAlign = "center"
  pen.fillStyle = colours.soft
  for (const t_s of ticksOf(from_s, to_s, tickStep(to_s - from_s, width / (LABEL_REM * rem)))) {
    pen.fillRect(x(t_s), floor, 1, 0.3 * rem)
    const fits = x(t_s) > 2 * rem && x(t_s) < width - 2 * rem
    if (fits) pen.fillText(timeText(t_s).slice(0, 5), x(t_s), floor + 1.15 * rem)
  }
}
