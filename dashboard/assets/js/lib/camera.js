// Where the map looks. A drag or a turn of the wheel moves what is already drawn at once; the new drawing follows.
// Each image says in its address which view it was drawn for, so that every layer lies where it belongs, old or new.
const RADIUS_M = 6378137,
  SETTLE_MS = 90,
  LEAST_M_PX = 0.6,
  MOST_M_PX = 20000,
  CLOSE_M_PX = 18
const COARSE = ["coast", "depths", "risk"]

export const mercator = (lon, lat) => [
  (RADIUS_M * lon * Math.PI) / 180,
  RADIUS_M * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)),
]
export const degrees = (x, y) => [
  ((x / RADIUS_M) * 180) / Math.PI,
  ((2 * Math.atan(Math.exp(y / RADIUS_M)) - Math.PI / 2) * 180) / Math.PI,
]

const still = {west: 0, north: 0, m_px: 1, width: 1, height: 1}
let map = null,
  tell = () => {},
  timer = null,
  drawn = null,
  homeBox = null
const watchers = []

function parse(key) {
  const [west, south, east, north, width, height] = key.split(",").map(Number)
  return {west, north, m_px: (east - west) / width, width, height, south, east}
}

function lay(node, view) {
  const scale = view.m_px / still.m_px
  const right = (view.west - still.west) / still.m_px,
    down = (still.north - view.north) / still.m_px
  const rests = Math.abs(scale - 1) < 1e-4 && Math.abs(right) < 0.6 && Math.abs(down) < 0.6
  node.style.transform = rests ? "" : `translate(${right}px, ${down}px) scale(${scale})`
}

function layAll() {
  for (const image of map.querySelectorAll(".raster:not(#base) img")) {
    image.view ??= new URL(image.src).searchParams.get("view")
    if (!image.view) continue
    const view = parse(image.view),
      grown = view.m_px / still.m_px
    lay(image, view)
    // The coast may be coarse for a moment; stretched trails and dots would look like something else.
    const blurs = !COARSE.includes(image.parentNode.id) && (grown > 1.5 || grown < 0.5)
    image.style.visibility = blurs ? "hidden" : ""
  }
  if (drawn) for (const each of map.querySelectorAll("#figure, #base")) lay(each, drawn)
  for (const each of watchers) each()
}

function settle() {
  clearTimeout(timer)
  layAll()
  timer = setTimeout(() => tell(camera.key()), SETTLE_MS)
}

function fit([west, south, east, north]) {
  const [x0, y0] = mercator(west, south),
    [x1, y1] = mercator(east, north)
  still.m_px = Math.max((x1 - x0) / still.width, (y1 - y0) / still.height, LEAST_M_PX)
  middle((x0 + x1) / 2, (y0 + y1) / 2)
}

function middle(x, y) {
  still.west = x - (still.m_px * still.width) / 2
  still.north = y + (still.m_px * still.height) / 2
}

function size() {
  const box = map.getBoundingClientRect()
  const x = still.west + (still.m_px * still.width) / 2,
    y = still.north - (still.m_px * still.height) / 2
  still.width = Math.round(box.width)
  still.height = Math.round(box.height)
  return [x, y]
}

export const camera = {
  moved: false,
  begin(node, bbox, home, told) {
    map = node
    tell = told
    homeBox = home
    size()
    const box = (bbox ?? "").split(",").map(Number)
    camera.moved = box.length === 4 && box.every(Number.isFinite) && box[0] < box[2] && box[1] < box[3]
    fit(camera.moved ? box : home)
    tell(camera.key())
    const seen = new MutationObserver(layAll)
    for (const each of map.querySelectorAll(".raster")) seen.observe(each, {childList: true})
    new ResizeObserver(() => {
      middle(...size())
      settle()
    }).observe(map)
  },
  key() {
    const {west, north, m_px, width, height} = still
    return (
      [west, north - m_px * height, west + m_px * width, north].map((edge) => edge.toFixed(1)).join(",") +
      `,${width},${height}`
    )
  },
  bbox() {
    const [west, south, east, north] = camera.key().split(",").map(Number)
    return [...degrees(west, south), ...degrees(east, north)]
  },
  // The figure has been given the view of this key: the next frame shows it.
  painted(key) {
    const view = parse(key)
    if (drawn && ["west", "south", "east", "north", "width"].every((edge) => drawn[edge] === view[edge])) return
    requestAnimationFrame(() => {
      drawn = view
      layAll()
    })
  },
  pan(right, down) {
    still.west -= right * still.m_px
    still.north += down * still.m_px
    camera.moved = true
    settle()
  },
  zoom(by, at = [still.width / 2, still.height / 2]) {
    const m_px = Math.min(MOST_M_PX, Math.max(LEAST_M_PX, still.m_px * by))
    still.west += at[0] * (still.m_px - m_px)
    still.north -= at[1] * (still.m_px - m_px)
    still.m_px = m_px
    camera.moved = true
    settle()
  },
  home() {
    fit(homeBox)
    camera.moved = false
    settle()
  },
  box(bbox) {
    fit(bbox)
    camera.moved = true
    settle()
  },
  // Bring a place into view: only if it is not, unless asked to go close.
  show([lon, lat], closer = false) {
    const [x, y] = mercator(lon, lat),
      [right, down] = camera.pixels(x, y)
    const inside = right > 60 && down > 60 && right < still.width - 60 && down < still.height - 60
    if (inside && !closer) return
    if (closer) still.m_px = Math.min(still.m_px, CLOSE_M_PX)
    middle(x, y)
    camera.moved = true
    settle()
  },
  pixels: (x, y) => [(x - still.west) / still.m_px, (still.north - y) / still.m_px],
  metres: (right, down) => [still.west + right * still.m_px, still.north - down * still.m_px],
  follow: (watcher) => watchers.push(watcher),
}
