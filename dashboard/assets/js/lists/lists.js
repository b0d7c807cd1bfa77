// @ts-check
// The lists of casework: asks for the list again every few seconds, keeps its times running, and carries out its buttons.
import {state} from "../desk/view_state.js"
import {el} from "../lib/dom.js"
import {morph} from "../lib/morph.js"
import {localMinute, shortTime, timeLeft} from "../lib/times.js"
import {beginWho} from "../lib/who.js"
import {ours} from "../lib/words.js"
import {carryOut} from "./forms.js"

const data = /** @type {any} */ (window).wanghaiPage
const ASK_MS = 3000
const TICK_MS = 1000
const TYPING_MS = 250
let offset_ms = data.t_s * 1000 - Date.now() // from this machine's clock to the time of the picture

const now_s = () => (Date.now() + offset_ms) / 1000

/** @type {(moment: DOMStringMap, clock: {now_s: number, offset_h: number}) => string} */
function timeText({due, at, day}, clock) {
  if (day) return localMinute(Number(day), clock.offset_h)
  return due ? timeLeft(Number(due) - clock.now_s, ours(data.words.lists_days)) : shortTime(Number(at), clock)
}

function times() {
  const clock = {now_s: now_s(), offset_h: data.offset_h}
  for (const each of document.querySelectorAll("time")) {
    const text = timeText(each.dataset, clock)
    if (each.textContent !== text) each.textContent = text
  }
}

/** @returns {HTMLDetailsElement[]} */
const branches = () => [...document.querySelectorAll("#lists details")].map((each) => /** @type {any} */ (each))

/** The list as it is now; a tree that was folded stays so. */
async function refresh() {
  try {
    const answer = await fetch(`/cases/list${location.search}`, {cache: "no-store", signal: AbortSignal.timeout(8000)})
    if (answer.status === 401) return location.reload()
    el("offline").hidden = answer.ok
    if (!answer.ok) return
    offset_ms = Number(answer.headers.get("X-Wanghai-Time")) * 1000 - Date.now()
    const html = await answer.text()
    const open = new Map(branches().map((each) => [each.dataset.key, each.open]))
    morph(el("lists"), html)
    for (const each of branches()) each.open = open.get(each.dataset.key) ?? true
    times()
  } catch {
    el("offline").hidden = false
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typed
/** What is searched for is part of the address, so that it can be kept and sent on. @param {string} text */
function search(text) {
  const address = new URL(location.href)
  if (text) address.searchParams.set("q", text)
  else address.searchParams.delete("q")
  address.searchParams.delete("after")
  history.replaceState(null, "", address)
  clearTimeout(typed)
  typed = setTimeout(refresh, TYPING_MS)
}

async function loop() {
  if (!document.hidden) await refresh()
  setTimeout(loop, ASK_MS)
}

el("lists").addEventListener("click", (/** @type {MouseEvent} */ event) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-do]"))
  if (button) carryOut(button, refresh)
})
el("lists").addEventListener("input", (/** @type {Event} */ {target}) => {
  if (target instanceof HTMLInputElement && target.id === "q") search(target.value.trim())
})
if (matchMedia("(max-width: 760px)").matches) document.querySelector(".tree")?.removeAttribute("open")
state.offset_h = data.offset_h
times()
setInterval(times, TICK_MS)
beginWho()
setTimeout(loop, ASK_MS)
