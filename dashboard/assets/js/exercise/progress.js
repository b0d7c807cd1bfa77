// @ts-check
// Progress: how far the run ahead has come, the scenario's clock, and the pace of the page.
import {el} from "../lib/dom.js"
import {clamp, lastAtMost} from "../lib/numbers.js"
import {get} from "../lib/request.js"
import {longSpan, timeOfDay} from "../lib/times.js"
import {say} from "../lib/words.js"
import {data} from "./data.js"
import {timeline} from "./timeline.js"
import {state} from "./view_state.js"

const POLL_MS = 1500

/** @type {import("./timeline_scale.js").Run} the last answer of the server about this run */
export let run = {begin_s: 0, from_s: null, reached_s: null, ended: false, minutes: [], truth: []}

/** @param {number} t_s */
export const clock = (t_s) => timeOfDay(t_s, state.offset_h)

const isOver = () => run.ended && run.reached_s !== null && state.t_s >= run.reached_s

export async function poll() {
  const answer = await get("/api/exercise/timeline") // the watchdog of the wall reports a missing answer
  if (answer) {
    run = answer
    timeline.show(run)
    showProgress()
  }
  setTimeout(poll, POLL_MS)
}

export function showProgress() {
  el("known").textContent = [scenarioClock(), indexed()].filter(Boolean).join(" · ")
}

function scenarioClock() {
  if (!run.to_s) return ""
  const whole_s = run.to_s - run.begin_s
  const now_s = clamp(state.t_s - run.begin_s, 0, whole_s)
  return say("ex_scenario_clock", {now: longSpan(now_s), whole: longSpan(whole_s)})
}

function indexed() {
  if (run.reached_s === null || state.pace === "live") return ""
  return run.ended ? say("ex_indexed") : say("ex_indexing", {time: clock(run.reached_s)})
}

function paceText() {
  if (state.pace === "live") return ""
  if (state.pace === "seeks") return say("ex_seeking")
  if (state.pace === "paused") return say("ex_paused")
  return isOver() ? say("ex_ended") : `${say("ex_speed")} ×${state.speed}`
}

export function showPace() {
  const isPaused = state.pace === "paused"
  el("toggle").textContent = say(isPaused ? "ex_play" : "ex_pause")
  el("toggle").dataset.icon = isPaused ? "play" : "pause"
  el("pace").textContent = paceText()
  if (document.activeElement !== el("speed")) el("speed").value = String(lastAtMost(data.speeds, state.speed) ?? 1)
}
