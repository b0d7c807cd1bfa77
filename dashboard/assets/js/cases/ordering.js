// @ts-check
// The window of orders: the craft in the order of the server's ranking, their ways on the map, the text of the order.
// Keys: 1-5 choose, Enter sends, Escape closes.
import {command} from "../desk/command.js"
import {state} from "../desk/view_state.js"
import {buttonRow} from "../lib/dialogs.js"
import {el, make} from "../lib/dom.js"
import {isTyping} from "../lib/keyboard.js"
import {get} from "../lib/request.js"
import {localMinute} from "../lib/times.js"
import {toast} from "../lib/toasts.js"
import {named, say, tongue} from "../lib/words.js"
import {drawCandidate} from "./candidate.js"
import {makeMove, versionShown} from "./move_form.js"
import {dropDrafts, labelled, orderForms} from "./order_forms.js"
import {callOf, plannedFor, seaLine} from "./order_more.js"
import {showWays} from "./order_ways.js"

/** @typedef {import("./candidate.js").Candidate} Candidate */

const BY_KEY = 5
const SHOWN = 8
const STALE = 409
const RENEW_MS = 15000

/** @type {any} the answer of /api/dispatch */
let offer = null
let caseId = ""
let chosen = 0
let version = 0
/** @type {ReturnType<typeof setInterval> | undefined} */
let renewing

/** @returns {Candidate | undefined} */
const candidate = () => offer?.candidates[chosen]
/** @param {string} name */
const part = (name) => /** @type {any} */ (el("ordering").querySelector(`[name="${name}"]`))

/** Asks the server for the ranking; what was chosen stays chosen. */
async function load() {
  const asked = caseId
  const id = candidate()?.id
  const answer = await get(`/api/dispatch?case=${encodeURIComponent(asked)}`)
  if (asked !== caseId) return
  if (!answer) return offer || say_("order_failed")
  const first = !offer
  offer = answer
  if (first) version = versionShown(caseId) ?? answer.version
  const at = answer.candidates.findIndex((/** @type {Candidate} */ each) => each.id === id)
  chosen = Math.max(0, at)
  if (first) build()
  list()
}

/** @param {string} word */
const say_ = (word) => el("ordering").replaceChildren(heading(), make("p", {className: "soft", textContent: say(word)}))

const heading = () =>
  make(
    "div",
    {className: "head"},
    make("h2", {textContent: `${say("order_title")} · ${caseId}`}),
    make("button", {
      type: "button",
      className: "tool close",
      textContent: "✕",
      ariaLabel: say("desk_close"),
      onclick: () => ordering.close(),
    }),
  )

function needs() {
  const {officers, boats, hours_h: hours} = offer.needs
  return say("order_needs", {officers, boats, hours})
}

function ordered() {
  const orders = offer.ordered
    .map((/** @type {any} */ each) => `${each.id} ${named(each, "craft")}`)
    .join(say("list_mark"))
  return orders ? make("p", {className: "known", textContent: say("order_known", {orders})}) : null
}

function build() {
  const [fields, words] = orderForms(offer, caseId, anew)
  el("ordering").replaceChildren(
    heading(),
    ...[ordered()].filter((each) => each !== null),
    make("ol", {className: "candidates"}),
    make("p", {className: "soft needs", textContent: needs()}),
    seaLine(offer.sea),
    fields,
    words,
    make("div", {className: "asked"}),
    make("p", {className: "wrong", role: "alert"}),
    buttonRow(
      make("button", {
        type: "button",
        className: "tool vhf",
        textContent: say("order_vhf"),
        hidden: !callOf(caseId),
        onclick: callOnly,
      }),
      make("button", {
        type: "button",
        className: "tool",
        textContent: say("desk_cancel"),
        onclick: () => {
          dropDrafts(caseId)
          ordering.close()
        },
      }),
      make(
        "button",
        {type: "button", className: "tool main", name: "send", onclick: send},
        say("order_send"),
        make("kbd", {textContent: "Enter"}),
      ),
    ),
  )
}

/** Begins again without the drafts. */
function anew() {
  const id = caseId
  dropDrafts(id)
  ordering.begin(id)
}

/** A call by VHF instead of a craft. */
function callOnly() {
  const asked = callOf(caseId)
  ordering.close()
  if (asked) makeMove(asked)
}

function list() {
  const list = el("ordering").querySelector(".candidates")
  if (!list) return
  const all = offer.candidates
  if (!all.length) return list.replaceChildren(make("li", {className: "soft", textContent: say("order_none")}))
  const shown = all.slice(0, Math.max(SHOWN, chosen + 1))
  list.replaceChildren(
    ...shown.map((/** @type {Candidate} */ each, /** @type {number} */ at) =>
      drawCandidate(each, at, at === chosen, choose),
    ),
    ...(all.length > shown.length
      ? [make("li", {className: "soft", textContent: say("order_page", {count: all.length - shown.length})})]
      : []),
  )
  follow()
}

/** @param {number} at */
function choose(at) {
  if (!offer?.candidates[at]) return
  chosen = at
  list()
}

/** The text, what is asked, and the map follow the choice; a text that was changed stays. */
function follow() {
  const each = candidate()
  const text = part("text")
  if (!each || !text) return
  if (text.value === (text.dataset.draft ?? "")) {
    text.value = each.text[tongue()]
    text.dataset.draft = text.value
  }
  asks(each)
  const ways = offer.candidates
    .slice(0, BY_KEY)
    .map((/** @type {Candidate} */ one, /** @type {number} */ at) => way(one, at === chosen))
  showWays([...ways.filter((/** @type {any} */ one) => !one.chosen), way(each, true)])
}

/** @type {(each: Candidate, isChosen: boolean) => import("./order_ways.js").Way} */
const way = (each, isChosen) => ({
  line: each.line,
  meet: each.meet ? [each.meet.lon, each.meet.lat] : null,
  name: `${named(each, "name")} ${each.minutes === null ? "" : `${Math.round(each.minutes)}′`}`,
  chosen: isChosen,
})

/** A grey craft needs a reason, an engaged one the consent to leave its order. @param {Candidate} each */
function asks(each) {
  const asked = el("ordering").querySelector(".asked")
  const [held, why] = [part("preempt")?.checked, part("override")?.value]
  const reasons = each.reasons.filter((one) => one !== "engaged")
  const box = make("input", {type: "checkbox", name: "preempt", checked: Boolean(held)})
  const word = each.order ? `${say("order_preempt")} ${each.order.id}` : ""
  asked?.replaceChildren(
    ...(each.order ? [make("label", {className: "check"}, box, make("span", {textContent: word}))] : []),
    ...(reasons.length
      ? [labelled("order_override", make("input", {name: "override", maxLength: 300, value: why ?? ""}))]
      : []),
  )
}

/** What the officer saw of a craft, as the order keeps it. @param {Candidate} each */
function seen({line: _line, text: _text, ...rest}) {
  return rest
}

/** @param {Candidate} each */
function body(each) {
  const text = part("text").value.trim()
  const changed = text !== part("text").dataset.draft
  const lang = tongue()
  const words = changed ? {zh: text, en: lang === "en" ? text : ""} : each.text
  const check = Number(part("check").value)
  const for_s = plannedFor(part("for"))
  const later_s = for_s === null ? 0 : for_s - state.t_s
  return {
    to: each.unit,
    craft: each.id,
    lead: part("lead").value === "lead",
    task: part("task").value,
    text: words,
    needs: offer.needs,
    ...(each.meet ? {meet: {...each.meet, t: each.meet.t + later_s}} : {}),
    ...(for_s === null ? {} : {for_s}),
    shown: offer.candidates.slice(0, BY_KEY).map(seen),
    evidence_must: offer.evidence_must,
    ...(check > 0 ? {check_in_min: check} : {}),
    ...(part("preempt")?.checked && each.order ? {preempt: each.order.id} : {}),
    ...(part("override")?.value.trim() ? {override_why: part("override").value.trim()} : {}),
  }
}

async function send() {
  const each = candidate()
  const button = part("send")
  const wrong = el("ordering").querySelector(".wrong")
  if (!each || button.disabled) return
  const for_s = plannedFor(part("for"))
  if (Number.isNaN(for_s)) return wrong?.replaceChildren(say("order_for_wrong"))
  button.disabled = true
  const answer = await command("order_issue", caseId, body(each), el("ordering"), true, version)
  button.disabled = false
  if (answer.ok) {
    const craft = named(each, "name")
    const at = for_s === null ? "" : localMinute(for_s, state.offset_h)
    dropDrafts(caseId)
    toast(at ? say("order_plan_sent", {craft, at}) : say("order_sent", {craft}))
    return ordering.close()
  }
  wrong?.replaceChildren(answer.why)
  if (answer.status === STALE) {
    version = versionShown(caseId) ?? version
    load()
  }
}

export const ordering = {
  get open() {
    return !el("ordering").hidden
  },
  /** @param {string} id of the case */
  begin(id) {
    ordering.close()
    caseId = id
    el("ordering").hidden = false
    say_("order_computing")
    renewing = setInterval(load, RENEW_MS)
    return load()
  },
  close() {
    clearInterval(renewing)
    offer = null
    chosen = 0
    caseId = ""
    el("ordering").hidden = true
    el("ordering").replaceChildren()
    showWays([])
  },
  /** Whether a key was for this window. @type {(target: HTMLElement, key: string) => boolean} */
  onKey(target, key) {
    const inside = el("ordering").contains(target)
    if (key === "Enter" && !(inside && target.matches("textarea, button, select"))) return Boolean(send()) || true
    if (isTyping(target) || !/^[1-9]$/.test(key)) return false
    choose(Number(key) - 1)
    return true
  },
}
