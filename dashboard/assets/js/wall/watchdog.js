// @ts-check
// Reports when pictures stop arriving, checks whether the server responds, and reloads the page when it does.
import {el} from "../lib/dom.js"

const SILENT_MS = 6000
const POLL_MS = 2000
const DEAD_SESSION_MS = 12000
let lastPulse_ms = performance.now()
/** @type {string | null} the start time of the server, from its answer */
let boot = null
let wasGone = false
/** @type {string | null} */
let pageTitle = null

export const notePulse = () => {
  lastPulse_ms = performance.now()
}

/** @type {(state: string, heading: string, hint: string) => void} */
export function banner(state, heading, hint) {
  el("wall").dataset.state = state
  el("banner").querySelector("b").textContent = heading
  el("banner").querySelector("span").textContent = hint
  pageTitle ??= document.title
  const isBad = state === "stale" || state === "cut"
  document.title = isBad ? `■ ${window.wanghaiWords.stale_mark} · ${pageTitle}` : pageTitle
}

/** The start time of the server; null while it does not answer. @returns {Promise<string | null>} */
async function alive() {
  try {
    const answer = await fetch("/alive", {cache: "no-store", signal: AbortSignal.timeout(POLL_MS)})
    return answer.ok ? (await answer.json()).boot : null
  } catch {
    return null
  }
}

export async function watch() {
  const silence_ms = performance.now() - lastPulse_ms
  const now = await alive()
  if (now === null) wasGone = true
  boot ??= now
  if (silence_ms > SILENT_MS) banner("cut", window.wanghaiWords.cut_off, window.wanghaiWords.cut_off_hint)
  const isRestarted = now !== null && (now !== boot || (wasGone && silence_ms > SILENT_MS))
  if (isRestarted || (now !== null && silence_ms > DEAD_SESSION_MS)) location.reload()
  setTimeout(watch, POLL_MS)
}
