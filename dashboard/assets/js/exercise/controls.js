// @ts-check
// Controls of a run: buttons, keys, and typed times.
import {camera} from "../lib/camera.js"
import {help} from "../lib/dialogs.js"
import {el} from "../lib/dom.js"
import {isShortcut, keyName} from "../lib/keyboard.js"
import {clamp} from "../lib/numbers.js"
import {runMoment} from "../lib/times.js"
import {tongue} from "../lib/words.js"
import {data, post} from "./data.js"
import {run} from "./progress.js"
import {timeline} from "./timeline.js"
import {choosePlace} from "./truth_overlay.js"
import {state, want} from "./view_state.js"

const ZOOM = 1.6
const JUMP_S = 10
const BEFORE_S = 60
const address = new URLSearchParams(location.search)

/** @type {(what: string, value?: number) => Promise<any>} */
export const control = (what, value = 0) => post("/api/exercise/control", {do: what, value})
/** @param {number} t_s */
export const seek = (t_s) => (state.pace === "live" ? null : control("seek", Math.max(timeline.span()[0], t_s)))
/** @param {string} typed */
export const momentOf = (typed) => runMoment(typed, timeline.span()[0], state.offset_h)

/** The address of the page on which runs are chosen. @param {string} host */
export function choosingPage(host) {
  const params = new URLSearchParams({choose: "1", lang: tongue()})
  const palette = address.get("palette")
  if (palette) params.set("palette", palette)
  return `${host}/exercise?${params}`
}

/** @param {number} by steps in the table of speeds */
function changeSpeed(by) {
  const at = data.speeds.findIndex((each) => each >= state.speed)
  control("speed", data.speeds[clamp(at + by, 0, data.speeds.length - 1)])
}

function toggleTruth() {
  const shown = el("wall").dataset.truth !== "shown"
  el("wall").dataset.truth = shown ? "shown" : "hidden"
  el("overlay-button").setAttribute("aria-pressed", String(shown))
  timeline.truth(shown)
}

/** Starts the scenario of this run again, with control of its clock. */
async function steerIt() {
  const started = await post("/api/exercise/runs", {choice: run.choice, seed: run.seed})
  if (started) location.href = `${choosingPage("")}&going=${started.id}`
}

function otherLanguage() {
  address.set("lang", tongue() === "zh" ? "en" : "zh")
  location.search = address.toString()
}

/** @type {Record<string, () => unknown>} */
const ACTIONS = {
  toggle: () => control(state.pace === "paused" ? "play" : "pause"),
  begin: () => seek(timeline.span()[0]),
  back: () => seek(state.t_s - JUMP_S),
  on: () => control("step", JUMP_S),
  step: () => control("step", 1),
  "step-back": () => seek(state.t_s - 1),
  slower: () => changeSpeed(-1),
  faster: () => changeSpeed(1),
  "zoom-in": () => camera.zoom(1 / ZOOM),
  "zoom-out": () => camera.zoom(ZOOM),
  home: () => camera.home(),
  truth: toggleTruth,
  "steer-it": steerIt,
  language: otherLanguage,
  help: () => help(data.keys, "ex_help", "ex_close"),
}
/** @type {Record<string, string>} */
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

/** Goes to the place of an event or an alert, and to a minute before it. @param {HTMLElement} row */
function chooseRow({dataset}) {
  const ring = state.rings.find(({keys}) => keys.some((key) => `event-${key}` === dataset.key))
  const [lon, lat] = dataset.place?.split(",").map(Number) ?? []
  want({alert: dataset.alert ?? ""})
  choosePlace(dataset.place ? [lon, lat] : (ring?.place ?? null))
  seek(Number(dataset.seek) - BEFORE_S)
}

/** @param {MouseEvent} event */
function onClick({target}) {
  if (!(target instanceof Element)) return
  const button = /** @type {HTMLElement | null} */ (target.closest("[data-do]"))
  const row = /** @type {HTMLElement | null} */ (target.closest("[data-seek]"))
  const action = ACTIONS[button?.dataset.do ?? ""]
  if (action) action()
  else if (row) chooseRow(row)
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {Element} */ (event.target)
  if (target.closest("input, textarea, select, dialog") || isShortcut(event)) return
  const action = ACTIONS[KEYS[keyName(event)]]
  if (!action) return
  event.preventDefault()
  action()
}

export function listen() {
  document.addEventListener("click", onClick)
  document.addEventListener("keydown", onKey)
  el("speed").addEventListener("change", () => {
    control("speed", Number(el("speed").value))
    el("speed").blur()
  })
  el("goto").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault()
    const t_s = momentOf(el("goto-time").value)
    if (t_s !== null) seek(t_s)
    el("goto-time").blur()
  })
}

/** Goes to the moment named in the address, once. */
export function seekAddress() {
  const typed = address.get("t")
  const t_s = typed ? momentOf(typed) : null
  if (t_s === null) return
  control("seek", t_s)
  address.delete("t")
  history.replaceState(null, "", `?${address}`)
}

/** The page that started this run, if another one did. */
export const homePage = () => {
  const port = address.get("home") ?? ""
  return /^\d{1,5}$/.test(port) ? `http://${location.hostname}:${port}` : ""
}
export const askedBox = () => address.get("bbox")
