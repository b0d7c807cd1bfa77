// The director's page: controls, keys, the truth over the map. Parts come from the server as on the desk.
// What lives here: steering and what follows on the page. What does not: the timeline, the camera.
import {camera, degrees, mercator} from "../lib/camera.js"
import {morph} from "../lib/morph.js"
import {post} from "../lib/post.js"
import {data, say, speak, tongue} from "../lib/words.js"
import {timeline} from "./timeline.js"

const el = (id) => document.getElementById(id),
  address = new URLSearchParams(location.search)
const SVG = "http://www.w3.org/2000/svg",
  POLL_MS = 1500,
  WISH_MS = 30,
  BEFORE_S = 60,
  DRAG_PX = 4,
  LINE_REM = 1.2,
  NEAR_REM = 6
export const wish = {lang: data.lang, view: "", layers: data.layers, alert: "", craft: ""}
export let state = {t_s: 0, offset_h: 0, pace: "", speed: 1, rings: [], mode: ""}
let source = null,
  sending = null,
  known = {from_s: null, reached_s: null, ended: false},
  place = null
const taps = []
export const onTap = (hand) => taps.unshift(hand)

export function want(changes) {
  Object.assign(wish, changes)
  clearTimeout(sending)
  sending = setTimeout(() => {
    if (source) source.data = {json: [JSON.stringify(wish)]}
  }, WISH_MS)
}

const home = /^\d{1,5}$/.test(address.get("home") ?? "") ? `http://${location.hostname}:${address.get("home")}` : "" // who started this run
const control = (what, value = 0) => post("/api/exercise/control", {do: what, value})
const [clamp, two] = [(t_s) => Math.max(timeline.span()[0], t_s), (n) => String(n).padStart(2, "0")]
export const seek = (t_s) => (state.pace === "live" ? null : control("seek", clamp(t_s)))
export const clock = (t_s) => new Date((t_s + state.offset_h * 3600) * 1000).toISOString().slice(11, 19)

// What was typed as a time of day here, or in full as UTC.
function moment(text) {
  const whole = /^\d{4}-/.test(text) ? Date.parse(text) / 1000 : Number(text) > 1e8 ? Number(text) : NaN
  if (Number.isFinite(whole)) return whole
  const parts = text.trim().match(/^(\d{1,2}):(\d{2})(?::(\d{2}))?$/)
  if (!parts) return null
  const [from] = timeline.span(),
    local = from + state.offset_h * 3600,
    day = local - (local % 86400)
  const wanted = day + parts[1] * 3600 + parts[2] * 60 + Number(parts[3] ?? 0) - state.offset_h * 3600
  return wanted < from - 1 ? wanted + 86400 : wanted
}

const DO = {
  toggle: () => control(state.pace === "paused" ? "play" : "pause"),
  begin: () => seek(timeline.span()[0]),
  back: () => seek(state.t_s - 10),
  on: () => control("step", 10),
  step: () => control("step", 1),
  "step-back": () => seek(state.t_s - 1),
  slower: () => pace(-1),
  faster: () => pace(1),
  "zoom-in": () => camera.zoom(1 / 1.6),
  "zoom-out": () => camera.zoom(1.6),
  home: () => camera.home(),
  truth() {
    const shown = el("wall").dataset.truth !== "shown"
    el("wall").dataset.truth = shown ? "shown" : "hidden"
    el("overlay-button").setAttribute("aria-pressed", String(shown))
    timeline.truth(shown)
  },
  async "steer-it"() {
    const told = await post("/api/exercise/runs", {choice: known.choice, seed: known.seed})
    if (told) location.href = `${choosing("")}&going=${told.id}`
  },
  language() {
    address.set("lang", tongue() === "zh" ? "en" : "zh")
    location.search = address
  },
  help() {
    const rows = data.keys.map(([key, word]) => `<dt><kbd>${key}</kbd></dt><dd>${say(word)}</dd>`).join("")
    el("ask").innerHTML =
      `<h2>${say("ex_help")}</h2><dl>${rows}</dl><button type="button" class="tool" data-do="close">${say("ex_close")}</button>`
    el("ask").showModal()
  },
  close: () => el("ask").close(),
}
export const act = DO
const KEYS = {
  " ": "toggle",
  ArrowLeft: "back",
  ArrowRight: "on",
  ",": "step-back",
  ".": "step",
  "[": "slower",
  "]": "faster",
  Home: "begin",
  h: "home",
  t: "truth",
  "?": "help",
  "+": "zoom-in",
  "-": "zoom-out",
}

function pace(by) {
  const at = data.speeds.findIndex((each) => each >= state.speed)
  control("speed", data.speeds[Math.min(data.speeds.length - 1, Math.max(0, at + by))])
}

function parts({name, html}) {
  for (const [at, part] of name.entries()) morph(el(part), html[at])
}

function told({json}) {
  state = JSON.parse(json[0])
  camera.painted(state.view)
  timeline.at(state.t_s)
  const wall = el("wall"),
    steered = state.pace !== "live"
  wall.dataset.mode = state.mode
  wall.dataset.pace = state.pace
  const held = state.pace === "paused"
  el("toggle").textContent = say(held ? "ex_play" : "ex_pause")
  el("toggle").dataset.icon = held ? "play" : "pause"
  el("pace").textContent = !steered
    ? ""
    : state.pace === "seeks"
      ? say("ex_seeking")
      : held
        ? say("ex_paused")
        : ended()
          ? say("ex_ended")
          : `${say("ex_speed")} ×${state.speed}`
  if (document.activeElement !== el("speed"))
    el("speed").value = String(data.speeds.findLast((each) => each <= state.speed) ?? 1)
  progress()
  draw()
}
const ended = () => known.ended && state.t_s >= known.reached_s

async function poll() {
  try {
    known = await (await fetch("/api/exercise/timeline", {cache: "no-store"})).json()
    timeline.tell(known)
    progress()
  } catch {
    /* the wall's own watchdog says that the server is gone */
  }
  setTimeout(poll, POLL_MS)
}

// Where the scenario's own clock is, and how far the run ahead has come.
function progress() {
  const long = (s) => `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(Math.floor(s) % 60)}`
  const whole = known.to_s - known.begin_s,
    now = Math.min(whole, Math.max(0, state.t_s - known.begin_s))
  const scenario = known.to_s ? say("ex_scenario_clock", {now: long(now), whole: long(whole)}) : ""
  const ahead =
    known.reached_s === null || state.pace === "live"
      ? ""
      : known.ended
        ? say("ex_indexed")
        : say("ex_indexing", {time: clock(known.reached_s)})
  el("known").textContent = [scenario, ahead].filter(Boolean).join(" · ")
}

const choosing = (host) =>
  `${host}/exercise?choose=1&lang=${tongue()}${address.get("palette") ? `&palette=${address.get("palette")}` : ""}`

// Words of craft that lie close together stand below each other, so that each can be read.
function spread(rings) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize),
    line = LINE_REM * rem,
    told = []
  for (const each of rings.sort((a, b) => a.at[1] - b.at[1])) {
    const near = told
      .filter(({at}) => Math.abs(at[0] - each.at[0]) < NEAR_REM * rem)
      .map(({at, lines}) => at[1] + lines * line)
    told.push({...each, lines: Math.max(0, ...near.map((low) => (low + line - each.at[1]) / line))})
  }
  return told
}

// The truth over the map, and the place that was chosen.
function draw() {
  const make = (kind, attributes, text = "") => {
    const made = document.createElementNS(SVG, kind)
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    made.textContent = text
    return made
  }
  const drawn = spread(state.rings.map((each) => ({...each, at: camera.pixels(...mercator(...each.place))}))).flatMap(
    ({at: [x, y], stand, word, lines}) => [
      make("circle", {cx: x, cy: y, r: "1.55rem", class: `truth ${stand}`}),
      make("text", {x, y, dx: "-1.95rem", dy: `${0.35 + LINE_REM * lines}rem`, class: `truth ${stand}`}, word),
    ],
  )
  if (place) {
    const [x, y] = camera.pixels(...mercator(...place))
    drawn.push(make("rect", {x: x - 22, y: y - 22, width: 44, height: 44, class: "chosen"}))
  }
  el("overlay").replaceChildren(...drawn)
}

function pick(event) {
  const row = event.target.closest("[data-seek]")
  if (!row) return
  const ring = state.rings.find(({keys}) => keys.some((key) => `event-${key}` === row.dataset.key))
  place = row.dataset.place?.split(",").map(Number) ?? ring?.place ?? null
  want({alert: row.dataset.alert ?? ""})
  if (place) camera.show(place)
  seek(Number(row.dataset.seek) - BEFORE_S)
}

function hand(map) {
  let down = null,
    moved = false
  map.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button") || event.button) return
    down = [event.clientX, event.clientY]
    moved = false
    map.setPointerCapture(event.pointerId)
  })
  map.addEventListener("pointermove", (event) => {
    if (!down) return
    const [right, low] = [event.clientX - down[0], event.clientY - down[1]]
    if (!moved && Math.hypot(right, low) < DRAG_PX) return
    moved = true
    down = [event.clientX, event.clientY]
    camera.pan(right, low)
  })
  map.addEventListener("pointerup", (event) => {
    if (down && !moved) {
      const box = map.getBoundingClientRect()
      for (const tap of taps)
        if (tap(degrees(...camera.metres(event.clientX - box.left, event.clientY - box.top)))) break
    }
    down = null
  })
  map.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault()
      const box = map.getBoundingClientRect()
      camera.zoom(Math.exp(Math.sign(event.deltaY) * 0.22), [event.clientX - box.left, event.clientY - box.top])
    },
    {passive: false},
  )
}

function listen() {
  document.addEventListener("click", (event) => {
    const what = event.target.closest("[data-do]")?.dataset.do
    if (what in DO) DO[what](event)
    else pick(event)
  })
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey)
      return
    const what = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!what) return
    event.preventDefault()
    DO[what]()
  })
  el("speed").addEventListener("change", () => {
    control("speed", Number(el("speed").value))
    el("speed").blur()
  })
  el("goto").addEventListener("submit", (event) => {
    event.preventDefault()
    const t_s = moment(el("goto-time").value)
    if (t_s !== null) seek(t_s)
    el("goto-time").blur()
  })
}

function begin() {
  source = window.Bokeh?.documents?.[0]?.get_model_by_name("wish")
  if (!source) return setTimeout(begin, 50)
  speak(data.lang)
  el("language").textContent = data.lang === "zh" ? "EN" : "中"
  el("choose").href = choosing(home)
  el("site-note").textContent = data.note[data.lang]
  el("speed").replaceChildren(...data.speeds.map((each) => new Option(`×${each}`, each)))
  timeline.begin(el("timeline"), el("hover"), seek, clock)
  camera.begin(el("map"), address.get("bbox"), data.home, (view) => want({view}))
  camera.follow(draw)
  hand(el("map"))
  listen()
  poll()
  const t_s = address.get("t") && moment(address.get("t"))
  if (t_s) {
    post("/api/exercise/control", {do: "seek", value: t_s})
    address.delete("t")
    history.replaceState(null, "", `?${address}`)
  }
}
window.wanghaiExercise = {parts, state: told}
begin()
