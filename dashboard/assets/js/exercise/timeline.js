// The timeline: alerts by minute and colour, how far the run ahead has come, where its time is. A click goes there.
// What lives here: drawing and pointing. What does not: the controls, and what time does.
const COLOURS = ["distress", "red", "orange", "yellow"],
  OF_COUNTS = {yellow: 0, orange: 1, red: 2, distress: 3}
const TRUTH_ROWS = 4,
  TRUTH_REM = 0.36,
  TRUTH_GAP_REM = 0.12
const STEPS_S = [60, 300, 600, 900, 1800, 3600, 7200, 14400, 21600],
  LABEL_REM = 6,
  LEAST_S = 600
let canvas = null,
  hover = null,
  told = null,
  go = () => {},
  words = () => "",
  at_s = 0,
  rem = 16,
  colours = {},
  truths = true

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
const span = () => {
  const from = told?.begin_s ?? told?.from_s ?? at_s,
    to = Math.max(told?.reached_s ?? 0, told?.to_s ?? 0, at_s, from + LEAST_S)
  return [from, to]
}

export const timeline = {
  begin(node, note, seek, clock) {
    ;[canvas, hover, go, words] = [node, note, seek, clock]
    for (const name of [...COLOURS, "edge", "soft", "faint", "ink", "card", "accent", "panel", "exercise"])
      colours[name] = css(name)
    new ResizeObserver(draw).observe(canvas)
    canvas.addEventListener("click", (event) => go(time(event)))
    canvas.addEventListener("pointermove", point)
    canvas.addEventListener("pointerleave", () => {
      hover.hidden = true
    })
    document.fonts?.ready.then(draw)
  },
  tell(record) {
    told = record
    draw()
  },
  at(t_s) {
    at_s = t_s
    draw()
  },
  truth(shown) {
    truths = shown
    draw()
  },
  span,
}

function time(event) {
  const [from, to] = span(),
    box = canvas.getBoundingClientRect()
  return Math.round(from + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (to - from))
}

function point(event) {
  const box = canvas.getBoundingClientRect()
  hover.hidden = false
  hover.textContent = words(time(event))
  hover.style.left = `${Math.min(box.right - 5 * rem, Math.max(box.left, event.clientX - 2.4 * rem))}px`
  hover.style.top = `${box.bottom - 1.5 * rem}px` // in place of the time that stands there
}

function draw() {
  if (!canvas) return
  rem = parseFloat(getComputedStyle(document.documentElement).fontSize)
  const ratio = devicePixelRatio || 1,
    width = canvas.clientWidth,
    height = canvas.clientHeight
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio)
    canvas.height = Math.round(height * ratio)
  }
  const pen = canvas.getContext("2d"),
    [from, to] = span(),
    floor = height - 1.4 * rem
  const x = (t_s) => ((t_s - from) / (to - from)) * width
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.clearRect(0, 0, width, height)
  pen.fillStyle = colours.card
  pen.fillRect(0, 0, x(told?.pace === "live" ? at_s : (told?.reached_s ?? from)), floor)
  if (told) bars(pen, x, floor)
  if (told && truths) truth(pen, x)
  ticks(pen, x, floor, from, to)
  pen.fillStyle = colours.ink
  pen.fillRect(x(at_s) - 1, 0, 2, floor)
  pen.beginPath()
  pen.moveTo(x(at_s) - 0.45 * rem, 0)
  pen.lineTo(x(at_s) + 0.45 * rem, 0)
  pen.lineTo(x(at_s), 0.6 * rem)
  pen.fill()
}

// Alerts that were up are the pale ground, alerts that were raised in that minute stand before it.
function bars(pen, x, floor) {
  const sum = (counts) => counts.reduce((a, b) => a + b, 0)
  const most = Math.max(4, ...told.minutes.map(([, up, raised]) => Math.max(sum(up), sum(raised))))
  const unit = (floor - (told.truth.length ? TRUTH_ROWS * (TRUTH_REM + TRUTH_GAP_REM) + 1 : 0.8) * rem) / most
  for (const [begin, up, raised] of told.minutes) {
    const left = x(Math.max(begin, told.from_s)),
      wide = Math.max(1, x(begin + 60) - left)
    for (const [counts, alpha, share] of [
      [up, 0.3, 1],
      [raised, 1, 0.6],
    ]) {
      let top = floor
      pen.globalAlpha = alpha
      for (const name of COLOURS) {
        const tall = counts[OF_COUNTS[name]] * unit
        pen.fillStyle = colours[name]
        pen.fillRect(left + (wide * (1 - share)) / 2, top - tall, Math.max(1, wide * share - (wide > 4 ? 1 : 0)), tall)
        top -= tall
      }
    }
  }
  pen.globalAlpha = 1
}

// What is true, in a few rows on top: pale from its beginning on, full from when it was found.
function truth(pen, x) {
  const ends = [],
    [begin, end] = span()
  pen.fillStyle = colours.exercise
  for (const [from, to, , found] of [...told.truth].sort((one, other) => one[0] - other[0])) {
    const free = ends.findIndex((until) => until < from),
      row = free >= 0 ? free : Math.min(ends.length, TRUTH_ROWS - 1)
    ends[row] = to
    const top = (0.7 + row * (TRUTH_REM + TRUTH_GAP_REM)) * rem,
      last = Math.min(to, end)
    for (const [first, alpha] of [
      [Math.max(from, begin), 0.35],
      [found ?? Infinity, 1],
    ]) {
      if (first >= end) continue
      pen.globalAlpha = alpha
      pen.fillRect(x(first), top, Math.max(3, x(last) - x(first)), TRUTH_REM * rem)
    }
  }
  pen.globalAlpha = 1
}

function ticks(pen, x, floor, from, to) {
  const room = canvas.clientWidth / (LABEL_REM * rem),
    step = STEPS_S.find((each) => (to - from) / each <= room) ?? 43200
  pen.font = `${0.85 * rem}px "Wanghai Sans", sans-serif`
  pen.textAlign = "center"
  pen.fillStyle = colours.soft
  for (let t_s = Math.ceil(from / step) * step; t_s <= to; t_s += step) {
    pen.fillRect(x(t_s), floor, 1, 0.3 * rem)
    if (x(t_s) > 2 * rem && x(t_s) < canvas.clientWidth - 2 * rem)
      pen.fillText(words(t_s).slice(0, 5), x(t_s), floor + 1.15 * rem)
  }
}
