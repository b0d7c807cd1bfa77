// Tools on the map that answer without the server: dragging, the cursor's position, measuring, points of a drawn shape.
// What lives here: the hand on the map and the overlay. What does not: the camera, and what a drawn zone means.
import {camera, degrees, mercator} from "./camera.js"
import {say} from "./words.js"

const SVG = "http://www.w3.org/2000/svg",
  EARTH_NM = 3440.065,
  CLICK_PX = 5,
  GRAB_PX = 12
const hands = new Map()
let map = null,
  overlay = null,
  tap = () => {},
  mode = "",
  place = null,
  travelled = 0,
  grabbed = -1
export const points = {measure: [], zone: [], who: []}
const RINGS = {zone: "zone-new", who: "was-here-button"},
  BUTTONS = {measure: "measure", ...RINGS}
const closed = {zone: false, who: false},
  changed = {zone: () => {}, who: () => {}}
const shapes = []

export const svg = (kind, attributes, text = "") => {
  const made = document.createElementNS(SVG, kind)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.textContent = text
  return made
}

// Great circle: nautical miles and the bearing at its beginning.
export function between([lon0, lat0], [lon1, lat1]) {
  const [a, b, c] = [lat0, lat1, lon1 - lon0].map((each) => (each * Math.PI) / 180)
  const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(c / 2) ** 2
  const bearing = Math.atan2(
    Math.sin(c) * Math.cos(b),
    Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(c),
  )
  return [2 * EARTH_NM * Math.asin(Math.sqrt(half)), ((bearing * 180) / Math.PI + 360) % 360]
}

function minutes(value, plus, minus, digits) {
  const whole = Math.round(Math.abs(value) * 60000),
    degree = String(Math.floor(whole / 60000)).padStart(digits, "0")
  return `${degree}°${((whole % 60000) / 1000).toFixed(3).padStart(6, "0")}′${value < 0 ? minus : plus}`
}
// What is drawn here grows with the screen like everything else: 1 at 1920 x 1080, 2 at 3840 x 2160.
export const large = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16

const position = ([lon, lat]) => `${minutes(lat, "N", "S", 2)}  ${minutes(lon, "E", "W", 3)}`

const pixels = ([lon, lat]) => camera.pixels(...mercator(lon, lat))
const path = (line) =>
  line
    .map((each) =>
      pixels(each)
        .map((px) => px.toFixed(1))
        .join(","),
    )
    .join(" ")

function draw() {
  if (!overlay) return
  const drawn = shapes.map((ring) => svg("polygon", {points: path(ring), class: "shown"}))
  if (place) drawn.push(...bracket(pixels(place)))
  if (points.measure.length) drawn.push(...measured())
  for (const which of Object.keys(RINGS)) if (points[which].length) drawn.push(...outlined(which))
  overlay.replaceChildren(...drawn)
}

function bracket([x, y]) {
  const r = 20 * large(),
    s = 8 * large()
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([a, b]) => `M${x + a * r} ${y + b * (r - s)}v${b * s}h${-a * s}`)
  return [svg("path", {d: corners.join(""), class: "chosen"})]
}

function measured() {
  const line = points.measure,
    made = [svg("polyline", {points: path(line), class: "measure"})]
  let sum = 0
  line.forEach((each, at) => {
    const [x, y] = pixels(each)
    made.push(svg("circle", {cx: x, cy: y, r: 4 * large(), class: "measure-end"}))
    if (!at) return
    const [nm, bearing] = between(line[at - 1], each)
    sum += nm
    const total = at > 1 ? ` · Σ ${sum.toFixed(2)}` : ""
    made.push(
      svg(
        "text",
        {x: x + 10, y: y - 8, class: "measure-text"},
        `${nm.toFixed(2)} ${say("desk_nm")} ${String(Math.round(bearing) % 360).padStart(3, "0")}°${total}`,
      ),
    )
  })
  return made
}

function outlined(which) {
  const ring = points[which]
  const made = [svg(closed[which] ? "polygon" : "polyline", {points: path(ring), class: `zone-line ${which}`})]
  ring.forEach((each, at) => {
    const [x, y] = pixels(each)
    made.push(svg("circle", {cx: x, cy: y, r: (at ? 6 : 8) * large(), class: "zone-end"}))
  })
  return made
}

function at(event) {
  const box = map.getBoundingClientRect()
  return [event.clientX - box.left, event.clientY - box.top]
}
const lonlat = (px) => degrees(...camera.metres(...px))

function down(event) {
  if (event.target.closest("#toolbar, #foot a, button")) return
  map.setPointerCapture(event.pointerId)
  const px = at(event)
  hands.set(event.pointerId, px)
  if (hands.size === 1) travelled = 0
  grabbed =
    mode in RINGS
      ? points[mode].findIndex((each) => Math.hypot(...pixels(each).map((p, i) => p - px[i])) < GRAB_PX * large())
      : -1
}

function move(event) {
  const px = at(event),
    before = hands.get(event.pointerId)
  document.getElementById("cursor").textContent = position(lonlat(px))
  if (!before) return
  const others = [...hands.entries()].filter(([id]) => id !== event.pointerId).map(([, where]) => where)
  travelled += Math.hypot(px[0] - before[0], px[1] - before[1])
  hands.set(event.pointerId, px)
  if (others.length) {
    const far = (where) => Math.hypot(where[0] - others[0][0], where[1] - others[0][1])
    return camera.zoom(far(before) / Math.max(1, far(px)), [(px[0] + others[0][0]) / 2, (px[1] + others[0][1]) / 2])
  }
  if (travelled < CLICK_PX) return
  if (grabbed >= 0) {
    points[mode][grabbed] = lonlat(px)
    changed[mode]()
    return draw()
  }
  camera.pan(px[0] - before[0], px[1] - before[1])
}

function up(event) {
  const px = hands.get(event.pointerId)
  hands.delete(event.pointerId)
  if (!px || hands.size || travelled >= CLICK_PX || event.type === "pointercancel") return
  if (mode === "measure") points.measure.push(lonlat(px))
  else if (mode in RINGS) vertex(px)
  else return tap(...camera.metres(...px))
  draw()
}

// A tap sets a corner; one on the first corner closes the shape; one on any other corner does nothing.
function vertex(px) {
  if (grabbed === 0 && points[mode].length > 2) return tools.finish()
  if (grabbed < 0 && !closed[mode]) points[mode].push(lonlat(px))
  changed[mode]()
}

export const tools = {
  begin(tapped) {
    map = document.getElementById("map")
    overlay = document.getElementById("overlay")
    tap = tapped
    map.addEventListener("pointerdown", down)
    map.addEventListener("pointermove", move)
    for (const end of ["pointerup", "pointercancel"]) map.addEventListener(end, up)
    map.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault()
        camera.zoom(2 ** (Math.max(-300, Math.min(300, event.deltaY)) / 300), at(event))
      },
      {passive: false},
    )
    map.addEventListener("dblclick", () => mode in RINGS && tools.finish())
    map.addEventListener("pointerleave", () => {
      document.getElementById("cursor").textContent = ""
    })
    camera.follow(draw)
  },
  get mode() {
    return mode
  },
  toggle(wanted) {
    tools.use(mode === wanted ? "" : wanted)
  },
  use(wanted) {
    if (wanted === "measure" || mode === "measure") points.measure = []
    mode = wanted
    map.dataset.mode = mode
    for (const [name, button] of Object.entries(BUTTONS))
      document.getElementById(button).setAttribute("aria-pressed", String(mode === name))
    const hint = document.getElementById("tool-hint")
    hint.textContent = mode ? say(`desk_hint_${mode}`) : ""
    if (mode) hint.dataset.w = `desk_hint_${mode}`
    else delete hint.dataset.w
    draw()
  },
  back() {
    if (!mode) return
    if (closed[mode]) closed[mode] = false
    else points[mode].pop()
    changed[mode]?.()
    draw()
  },
  finish() {
    if (mode in RINGS && points[mode].length > 2) closed[mode] = true
    changed[mode]?.()
    draw()
  },
  // A corner in the middle of the map, for who has no pointer.
  corner() {
    if (!(mode in RINGS)) return
    grabbed = -1
    vertex([map.clientWidth / 2, map.clientHeight / 2])
    draw()
  },
  ring(ring, done, told, which = "zone") {
    points[which] = ring
    closed[which] = done
    if (told) changed[which] = told
    draw()
  },
  closed: (which) => closed[which],
  select(where) {
    place = where
    draw()
  },
  outline(rings) {
    shapes.splice(0, shapes.length, ...rings)
    draw()
  },
}
