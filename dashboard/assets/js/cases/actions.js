// @ts-check
// Actions of the case view: one table, by the name in `data-do`, merged into that of the desk.
import {command} from "../desk/command.js"
import {currentAlert, rowOf} from "../desk/queue.js"
import {showTab} from "../desk/tabs.js"
import {state, viewState, want} from "../desk/view_state.js"
import {ask, buttonRow, closing, show} from "../lib/dialogs.js"
import {el, make} from "../lib/dom.js"
import {toast} from "../lib/toasts.js"
import {say} from "../lib/words.js"
import {makeMove} from "./move_form.js"
import {ordering} from "./ordering.js"

const NEW = "new"
const STALE = 409
const CASE_ID = /\b[A-Z0-9]+-\d{8}-\d{4,}\b/

/** @param {string} id of a case, or `alert:ID` */
export function showCase(id) {
  showTab("casework")
  want({case: id})
}

/** The case that holds an alert, as the queue or the card says. @param {string} alert */
function holderOf(alert) {
  const card = /** @type {HTMLElement | null} */ (document.querySelector(`#card [data-alert="${CSS.escape(alert)}"]`))
  return rowOf(alert)?.dataset.case || card?.dataset.case || ""
}

/** Opens a case from an alert, or shows the one that holds it. @param {HTMLElement} [hit] */
async function openCase(hit) {
  const alert = hit?.dataset.alert ?? currentAlert()
  if (!alert) return viewState.case ? showTab("casework") : toast(say("desk_choose_first"))
  const holder = holderOf(alert)
  if (holder) return showCase(holder)
  const answer = await command("case_open", NEW, {clues: [`alert:${alert}`]}, null, true)
  if (answer.ok) {
    toast(say("case_opened"))
    return showCase(`alert:${alert}`)
  }
  const other = answer.status === STALE ? CASE_ID.exec(answer.why)?.[0] : undefined
  if (other) askAbout(alert, other, answer.why)
  else toast(answer.why, true)
}

/** An open case is about the same vessel, or holds the alert. @type {(alert: string, other: string, why: string) => void} */
function askAbout(alert, other, why) {
  const clues = [`alert:${alert}`]
  const join = make("button", {type: "button", className: "tool main", textContent: say("same_join", {id: other})})
  const apart = make("button", {type: "button", className: "tool", textContent: say("same_apart")})
  const wrong = make("p", {className: "wrong", role: "alert"})
  join.onclick = async () => {
    const why = await joinCase(alert, other)
    if (why) return wrong.replaceChildren(why)
    el("ask").close()
  }
  apart.onclick = () =>
    ask({title: say("same_apart"), field: "same_apart", needed: true}, async (apart_why) => {
      const answer = await command("case_open", NEW, {clues, apart_why}, null, true)
      if (answer.ok) showCase(`alert:${alert}`)
      return answer
    })
  const heading = make("h2", {textContent: say("same_title", {id: other})})
  show(heading, make("p", {textContent: why}), wrong, buttonRow(closing("desk_cancel", "tool"), apart, join))
  join.focus()
}

/** Adds an alert to an open case and shows it; returns why it was refused. @type {(alert: string, id: string) => Promise<string>} */
async function joinCase(alert, id) {
  const answer = await command("case_open", id, {clues: [`alert:${alert}`]}, null, true)
  if (!answer.ok) return answer.why
  toast(say("join_done", {id}))
  showCase(id)
  return ""
}

/** The offer on the card of an alert. @param {HTMLElement} hit */
async function join({dataset: {alert = "", case: id = ""}}) {
  const why = await joinCase(alert, id)
  if (why) toast(why, true)
}

/** The button of a move of the case that is shown. @param {string} kind */
const buttonOf = (kind) =>
  /** @type {HTMLElement | null} */ (el("case").querySelector(`:scope > .acts [data-kind="${kind}"]`))

/** Shows the case of the alert under the cursor, if none is shown. */
function followAlert() {
  if (state.case) return showTab("casework")
  const holder = holderOf(currentAlert())
  if (holder) showCase(holder)
}

function assess() {
  followAlert()
  const button = buttonOf("case_assess")
  if (button) makeMove(/** @type {any} */ (button.dataset))
  else toast(say("case_none"))
}

/** @param {HTMLElement} [hit] */
function order(hit) {
  followAlert()
  const id = state.case || holderOf(currentAlert())
  if (!id) return toast(say("case_none"))
  if (!hit && id === state.case && !buttonOf("order_issue")) return toast(say("order_first_assess"))
  const barred = (hit ?? ((id === state.case && buttonOf("order_issue")) || null))?.dataset.barred
  if (barred) toast(barred, true) // the ranking is still worth seeing
  ordering.begin(id)
}

/** @param {HTMLElement} hit */
async function tick(hit) {
  const answer = await command("note", `case:${state.case}`, {text: hit.dataset.text})
  if (answer.ok) hit.setAttribute("disabled", "")
}

/** The page follows the case that an alert was opened into. */
export function caseNews() {
  if (state.case && viewState.case.startsWith("alert:")) want({case: state.case})
}

/** @type {Record<string, (hit: any) => unknown>} */
export const caseActions = {
  "case-open": openCase,
  "case-join": join,
  "case-show": (hit) => showCase(hit.dataset.case),
  "case-move": (hit) => (hit.dataset.barred ? toast(hit.dataset.barred, true) : makeMove(hit.dataset)),
  "case-assess": assess,
  "case-tick": tick,
  "order-open": order,
}
