// Commands: what an officer wants written down. Sent over HTTP and answered at once; a refusal is said in one sentence.
// Who sits here is kept in this browser: name and desk, asked once, changed when the watch changes.
import {ask, toast} from "../lib/dialogs.js"
import {say, tongue} from "../lib/words.js"

const KEY = "wanghai.officer",
  WAIT_MS = 8000

export const officer = {
  name: "",
  desk: "",
  load() {
    try {
      Object.assign(officer, {name: "", desk: ""}, JSON.parse(localStorage.getItem(KEY) ?? "{}"))
    } catch {
      officer.name = ""
    }
  },
  ask: () =>
    new Promise((done) =>
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
          Object.assign(officer, {name, desk})
          localStorage.setItem(KEY, JSON.stringify({name, desk}))
          dispatchEvent(new Event("storage")) // as other pages of this browser are told, so is this one
          done(true)
          return {ok: true}
        },
        () => done(false),
      ),
    ),
}
officer.load()

const fresh = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("")

// `form` keeps the number of a command that got no answer, so that sending it again does it once; `quiet` leaves it to
// the caller to say why it was refused.
export async function command(kind, subject, body, form = null, quiet = false) {
  if (!officer.name && !(await officer.ask())) return {ok: false, why: say("desk_who_title")}
  const content = JSON.stringify([kind, subject, body])
  const id = form?.dataset.content === content ? form.dataset.command : fresh()
  if (form) Object.assign(form.dataset, {content, command: id})
  const sent = {command_id: id, kind, subject, actor: officer.name, desk: officer.desk, body}
  let why = say("desk_not_sent"),
    told = {}
  try {
    const answer = await fetch("/api/commands", {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify(sent),
      signal: AbortSignal.timeout(WAIT_MS),
    })
    told = await answer.json().catch(() => ({}))
    if (answer.ok) {
      if (form) delete form.dataset.content
      return {ok: true, ...told}
    }
    why = told[`error_${tongue()}`] ?? told.error ?? why
  } catch {
    /* no answer: said below */
  }
  if (!quiet) toast(why, true)
  return {ok: false, why, told}
}
