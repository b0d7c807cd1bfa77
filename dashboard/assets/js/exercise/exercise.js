// @ts-check
// The director's page: parts and state come from the server as on the desk; controls, timeline and truth work locally.
import {camera} from "../lib/camera.js"
import {el} from "../lib/dom.js"
import {listenToPointers} from "../lib/map_drag.js"
import {morph} from "../lib/morph.js"
import {showWholeRows} from "../lib/whole_rows.js"
import {speak} from "../lib/words.js"
import {askedBox, choosingPage, homePage, listen, seek, seekAddress} from "./controls.js"
import {data} from "./data.js"
import {beginInjecting, injectAt} from "./inject.js"
import {clock, poll, showPace, showProgress} from "./progress.js"
import {timeline} from "./timeline.js"
import {drawTruth} from "./truth_overlay.js"
import {attach, state, want} from "./view_state.js"

const RETRY_MS = 50

/** @param {import("../lib/page.d.ts").Parts} columns */
function takeParts({name, html}) {
  for (const [at, part] of name.entries()) morph(el(part), html[at])
  for (const list of ["truth", "alerts"]) showWholeRows(el(list))
}

/** @param {import("../lib/page.d.ts").Json} columns */
function takeState({json}) {
  Object.assign(state, JSON.parse(json[0]))
  camera.painted(state.view)
  timeline.moveTo(state.t_s)
  el("wall").dataset.mode = state.mode
  el("wall").dataset.pace = state.pace
  showPace()
  showProgress()
  drawTruth()
}

function writeFrame() {
  speak(data.lang)
  el("language").textContent = data.lang === "zh" ? "EN" : "中"
  el("choose").href = choosingPage(homePage())
  el("site-note").textContent = data.note[data.lang]
  el("speed").replaceChildren(...data.speeds.map((each) => new Option(`×${each}`, String(each))))
}

/** Bokeh builds its document after this script runs. */
function begin() {
  const source = window.Bokeh?.documents?.[0]?.get_model_by_name("view_state")
  if (!source) return setTimeout(begin, RETRY_MS)
  attach(/** @type {any} */ (source))
  writeFrame()
  timeline.begin(el("timeline"), el("hover"), seek, clock)
  camera.begin(el("map"), askedBox(), data.home, (view) => want({view}))
  camera.follow(drawTruth)
  listenToPointers(el("map"), {tap: (at_px) => injectAt(camera.place(at_px))})
  listen()
  poll()
  seekAddress()
}

beginInjecting()
window.wanghaiExercise = {parts: takeParts, state: takeState}
begin()
