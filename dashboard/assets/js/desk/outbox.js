// @ts-check
// Commands without an answer. They are kept in this browser, also across a reload, and sent in order when the server
// answers again. The ledger executes a command of one number once, so a command that did arrive has no second effect.
import {el} from "../lib/dom.js"
import {refusal} from "../lib/request.js"
import {toast} from "../lib/toasts.js"
import {say, tongue} from "../lib/words.js"
import {postAs} from "./officer_session.js"

/** @typedef {{name: string, sent: {command_id: string}}} Kept */

const KEY = "wanghai.outbox"
const AGAIN_MS = 3000
const NO_ANSWER = [0, 401, 503] // after a log-in it is sent

/** @returns {Kept[]} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]")
  } catch {
    return []
  }
}

/** @param {Kept[]} all */
function store(all) {
  localStorage.setItem(KEY, JSON.stringify(all))
  outbox.update()
}

/** @param {import("../lib/request.js").Answer} answer */
export const isUnanswered = ({ok, status}) => !ok && NO_ANSWER.includes(status)

/** Sends what is kept, oldest first, until one is not answered. */
async function deliver() {
  let count = 0
  for (let [first] = kept(); first; [first] = kept()) {
    const answer = await postAs(first.name, "/api/commands", first.sent)
    if (isUnanswered(answer)) break
    store(kept().filter(({sent}) => sent.command_id !== first.sent.command_id))
    if (answer.ok) count += 1
    else toast(refusal(answer, tongue()), true)
  }
  if (count) toast(say("desk_kept_sent", {count}))
}

export const outbox = {
  get waits() {
    return kept().length > 0
  },
  /** Keeps a command; false if the browser cannot. @type {(name: string, sent: {command_id: string}) => boolean} */
  keep(name, sent) {
    try {
      store([...kept(), {name, sent}])
      return true
    } catch {
      return false
    }
  },
  /** One page of this browser sends at a time. */
  send: () =>
    navigator.locks ? navigator.locks.request(KEY, {ifAvailable: true}, (lock) => lock && deliver()) : deliver(),
  update() {
    const count = kept().length
    el("unsent").textContent = count ? say("desk_waiting", {count}) : ""
  },
  begin() {
    outbox.update()
    setInterval(() => outbox.waits && outbox.send(), AGAIN_MS)
    addEventListener("online", outbox.send)
    addEventListener("storage", outbox.update)
  },
}
