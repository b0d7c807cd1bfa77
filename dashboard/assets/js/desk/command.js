// @ts-check
// Commands of an officer to the ledger, sent over HTTP and answered at once; a refusal has one sentence as its reason.
// Name and desk of the officer are kept in this browser; they are asked once and changed when the watch changes.
import {ask} from "../lib/dialogs.js"
import {randomHex} from "../lib/numbers.js"
import {refusal} from "../lib/request.js"
import {toast} from "../lib/toasts.js"
import {logInAddress, who} from "../lib/who.js"
import {say, tongue} from "../lib/words.js"
import {keepOfficer, officerKept} from "./officer.js"
import {postAs} from "./officer_session.js"
import {isUnanswered, outbox} from "./outbox.js"

/** `kept`: no answer came, and the command is sent later.
 * @typedef {{ok: true, seq?: number, kept?: boolean} | {ok: false, why: string, status?: number, answer?: any}} Outcome */

const COMMAND_ID_BYTES = 16
const KEPT_KINDS = ["mark", "undo_mark", "note", "watch", "unwatch"] // others depend on what the officer sees now

export const officer = {
  ...officerKept(),
  load() {
    Object.assign(officer, officerKept())
    if (who?.accounts) officer.name = who.person?.name_zh ?? ""
  },
  /** Asks who has the watch. @returns {Promise<boolean>} false if it was cancelled */
  ask: () =>
    new Promise((done) => {
      if (who?.accounts) {
        location.assign(logInAddress())
        return done(false)
      }
      ask(
        {
          title: say("desk_who_title"),
          field: "desk_officer_name",
          value: officer.name,
          second: "desk_desk_name",
          secondValue: officer.desk,
          needed: true,
        },
        (name, desk) => {
          keepOfficer({name, desk})
          officer.load()
          dispatchEvent(new Event("storage")) // the browser sends one to its other pages; this one needs it too
          done(true)
          return {ok: true}
        },
        () => done(false),
      )
    }),
}

/**
 * `form` keeps the number of a command without an answer, so that sending it again has no second effect; with `quiet`
 * the caller shows why it was refused.
 * @param {string} kind
 * @param {string} subject
 * @param {object} body
 * @param {HTMLElement | null} [form]
 * @param {boolean} [quiet]
 * @param {number} [version] of the noun that the officer saw
 * @returns {Promise<Outcome>}
 */
export async function command(kind, subject, body, form = null, quiet = false, version = undefined) {
  if (!officer.name && !(await officer.ask())) return {ok: false, why: say("desk_who_title")}
  const content = JSON.stringify([kind, subject, body, version])
  const id = (form?.dataset.content === content && form.dataset.command) || randomHex(COMMAND_ID_BYTES)
  if (form) Object.assign(form.dataset, {content, command: id})
  const sent = {command_id: id, kind, subject, desk: officer.desk, body, ...(version === undefined ? {} : {version})}
  const isKept = KEPT_KINDS.includes(kind)
  if (isKept && outbox.waits) return later(sent)
  const answer = await postAs(officer.name, "/api/commands", sent)
  if (isKept && isUnanswered(answer)) return later(sent)
  if (answer.ok) {
    if (form) delete form.dataset.content
    return {ok: true, ...answer.body}
  }
  const why = refusal(answer, tongue()) || say("desk_not_sent")
  if (!quiet) toast(why, true)
  return {ok: false, why, status: answer.status, answer: answer.body}
}

/** Keeps a command until the server answers. @type {(sent: {command_id: string}) => Outcome} */
function later(sent) {
  if (!outbox.keep(officer.name, sent)) return {ok: false, why: say("desk_not_sent")}
  toast(say("desk_kept"))
  outbox.send()
  return {ok: true, kept: true}
}
