// Ways of craft over the map: lines with the direction they were gone, when they begin and end, stops, and one place
// that is looked at. What lives here: drawing. What does not: what is drawn (desk_track.js).
import {camera, mercator} from "../lib/camera.js"
import {large, svg} from "../lib/map_tools.js"
import {short} from "../lib/period.js"

const APART_PX = 2,
  CHEVRON_PX = 110,
  MOST_STOPS = 40,
  ROOM = 0.15,
  LEAST_DEG = 0.02
let board = null,
  legs = [],
  stops = [],
  place = null,
  size = 1

const pixels = ([lon, lat]) => camera.pixels(...mercator(lon, lat))
const within = ([x, y]) => x > 0 && y > 0 && x < board.clientWidth && y < board.clientHeight

// Nothing nearer to its neighbour than can be seen: a week has fifty thousand positions.
function thin(xy) {
  const last = xy.length - 1,
    kept = []
  let [x0, y0] = [Infinity, Infinity]
  xy.forEach(([east, north], at) => {
    const [x, y] = camera.pixels(east, north)
    if (at < last && Math.abs(x - x0) < APART_PX && Math.abs(y - y0) < APART_PX) return
    kept.push([x, y])
    ;[x0, y0] = [x, y]
  })
  return kept
}

function line({xy}) {
  const px = thin(xy),
    points = px.map((each) => each.map((one) => one.toFixed(1)).join(",")).join(" ")
  return [...["under", "way"].map((kind) => svg("polyline", {points, class: kind})), ...chevrons(px)]
}

function chevrons(px) {
  const made = []
  let gone = CHEVRON_PX / 2
  for (let at = 1; at < px.length; at++) {
    const [[x0, y0], [x1, y1]] = [px[at - 1], px[at]]
    gone += Math.hypot(x1 - x0, y1 - y0)
    if (gone < CHEVRON_PX * size || !within(px[at])) continue
    gone = 0
    const turned = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI
    made.push(
      svg("path", {
        d: "M-7 -5L3 0L-7 5",
        class: "chevron",
        transform: `translate(${x1} ${y1}) rotate(${turned}) scale(${size})`,
      }),
    )
  }
  return made
}

// On the left of its place: names of craft stand on the right.
function label(at, text, down) {
  const [x, y] = pixels(at)
  return svg("text", {x: x - 12 * size, y: y + down * size, class: "when", "text-anchor": "end"}, text)
}
const circle = (at, r, kind) => {
  const [cx, cy] = pixels(at)
  return svg("circle", {cx, cy, r: r * size, class: kind})
}

function ends() {
  const first = legs[0],
    last = legs[legs.length - 1]
  const said = [
    [first.at[0], first.t_s[0], "begun"],
    [last.at[last.at.length - 1], last.t_s[last.t_s.length - 1], "ended"],
  ]
  return said.flatMap(([at, t_s, kind]) => [circle(at, 5, `end ${kind}`), label(at, short(t_s), 5)])
}

function stop(at, number) {
  const [x, y] = pixels(at)
  return [circle(at, 9, "stop"), svg("text", {x, y: y + 4.5 * size, class: "number"}, String(number + 1))]
}

function draw() {
  if (!board) return
  size = large()
  board.replaceChildren(
    ...legs.flatMap(line),
    ...(legs.length ? ends() : []),
    ...stops.slice(0, MOST_STOPS).flatMap(stop),
    ...(place ? [circle(place.at, 16, "looked"), label(place.at, place.text, -24)] : []),
  )
}

function box() {
  const all = legs.flatMap((leg) => leg.at)
  const edge = (axis, pick) => all.reduce((most, each) => pick(most, each[axis]), all[0][axis])
  const [w, s, e, n] = [edge(0, Math.min), edge(1, Math.min), edge(0, Math.max), edge(1, Math.max)]
  const [x, y] = [e - w, n - s].map((size) => size * ROOM + LEAST_DEG)
  return [w - x, s - y, e + x, n + y]
}

export const ways = {
  begin(node) {
    board = node
    camera.follow(draw)
  },
  // Legs of [lon, lat] with their moments; a way of which nothing is in sight brings itself into view.
  show(found, seek = false) {
    legs = found.map(({at, t_s}) => ({at, t_s, xy: at.map((each) => mercator(...each))}))
    if (seek && legs.length && !legs.some((leg) => leg.at.some((each) => within(pixels(each))))) ways.fit()
    draw()
  },
  stops(found) {
    stops = found
    draw()
  },
  look(at, text) {
    place = {at, text}
    camera.show(at)
    draw()
  },
  fit() {
    if (legs.length) camera.box(box())
  },
  clear() {
    legs = stops = []
    place = null
    draw()
  },
}
