// @ts-check
// Keyboard: the tables of keys and when they apply. They do not apply in text fields and while a dialog is open.
import {ordering} from "../cases/ordering.js"
import {camera} from "../lib/camera.js"
import {el} from "../lib/dom.js"
import {isShortcut, isTyping, keyName} from "../lib/keyboard.js"
import {tools} from "../lib/map_tools.js"
import {actions, mark, open} from "./actions.js"
import {currentAlert, hold, rowOf, step} from "./queue.js"
import {search} from "./search.js"
import {wasHere} from "./was_here.js"
import {zoning} from "./zones.js"

/** @typedef {Record<string, (hit?: any) => unknown>} Keys */

const PAN_PX = 120
const HOLDING = ["j", "k", "a", "s", "t", "f", "w", "x", "u"]

/** @type {(right: number, down: number) => () => void} */
const pan = (right, down) => () => camera.pan(right * PAN_PX, down * PAN_PX)

function openCurrent() {
  const row = rowOf(currentAlert())
  if (row) open(row.dataset.alert ?? "", row.dataset.craft ?? "")
}

/** @type {Keys} */
const EVERYWHERE = {
  j: () => step(1),
  k: () => step(-1),
  Enter: openCurrent,
  a: () => mark("acknowledge"),
  s: () => mark("silence"),
  t: () => mark("true"),
  f: () => mark("false"),
  w: () => mark("known"),
  x: () => mark("end"),
  u: actions.undo,
  v: () => actions.outside(undefined),
  c: () => actions["case-open"](undefined),
  i: () => actions["case-assess"](undefined),
  o: () => actions["order-open"](undefined),
  "/": () => el("query").focus(),
  "?": actions.help,
  z: actions["zoom-to"],
  h: actions.home,
  m: actions.measure,
  r: actions.track,
  g: actions["was-here"],
  "+": actions["zoom-in"],
  "=": actions["zoom-in"],
  "-": actions["zoom-out"],
  e: actions.evidence,
  p: actions.replay,
  n: () => el("note-text").focus(),
}
/** @type {Keys} */
const ON_LISTS = {ArrowDown: () => step(1), ArrowUp: () => step(-1)}
/** @type {Keys} */
const ON_MAP = {ArrowLeft: pan(1, 0), ArrowRight: pan(-1, 0), ArrowUp: pan(0, 1), ArrowDown: pan(0, -1)}
/** @type {Keys} */
const WITH_TOOL = {Backspace: tools.back, Enter: tools.finish}
/** @type {Record<string, () => void>} */
const LEAVE_TOOL = {zone: zoning.leave, who: wasHere.leave, measure: () => tools.use("")}
/** @type {Keys} */
const IN_QUERY = {
  ArrowDown: () => search.first((hit) => hit.focus()),
  Enter: () => search.first((hit) => hit.click()),
}

const isMap = () => document.activeElement?.id === "map"

/** Goes one step back: from a dialog, the search, a field, a tool, the card. @param {HTMLElement} target */
function leave(target) {
  if (el("ask").open) return
  if (ordering.open) return ordering.close()
  if (target.id === "query") return search.close()
  if (isTyping(target)) return target.blur()
  if (tools.mode) return LEAVE_TOOL[tools.mode]()
  actions.close(null)
}

/** @type {(hit: Element, key: string) => void} */
function stepHits(hit, key) {
  const next = key === "ArrowDown" ? hit.nextElementSibling : hit.previousElementSibling
  const target = /** @type {HTMLElement} */ (next ?? el("query"))
  target.focus()
}

/** The action of a key; undefined if it has none. @type {(target: HTMLElement, key: string) => (() => unknown) | undefined} */
function meaning(target, key) {
  if (target.id === "query" && key in IN_QUERY) return IN_QUERY[key]
  if (target.matches?.(".hit") && ["ArrowDown", "ArrowUp"].includes(key)) return () => stepHits(target, key)
  if (isTyping(target)) return undefined
  if (tools.mode && key === " " && isMap()) return tools.corner
  if (tools.mode && key in WITH_TOOL) return WITH_TOOL[key]
  if (key === "Enter" && target.matches?.("button, summary, a")) return undefined
  const action = (isMap() ? ON_MAP : ON_LISTS)[key] ?? EVERYWHERE[key]
  return action && (() => action())
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {HTMLElement} */ (event.target)
  if (event.key === "Escape") return leave(target)
  if (el("ask").open || isShortcut(event)) return
  const key = keyName(event)
  if (ordering.open && ordering.onKey(target, key)) return event.preventDefault()
  const act = meaning(target, key)
  if (!act) return
  event.preventDefault()
  if (HOLDING.includes(key)) hold()
  act()
}

export const listen = () => document.addEventListener("keydown", onKey)
