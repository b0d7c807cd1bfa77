// @ts-check
// The dialog of a move: its fields from the table of forms, the command, and what to do when the case has changed.
import {command, officer} from "../desk/command.js"
import {data} from "../desk/data.js"
import {buttonRow, closing, show} from "../lib/dialogs.js"
import {el, make} from "../lib/dom.js"
import {toast} from "../lib/toasts.js"
import {say} from "../lib/words.js"
import {applies, bodyOf, made} from "./fields.js"
import {draftKey, dropDraft, keepDraft, sendByKey} from "./form_drafts.js"
import {upload} from "./upload.js"

/** @typedef {import("./fields.js").Made} Made */
/** What a button of a move says: its command, and what its form begins with.
 * @typedef {{kind: string, subject: string, version: string, title: string, values: string, choices: string,
 *   heard: string, word?: string}} MoveAsked */

const STALE = 409

/** The version that the page shows of a case or of a part of it. @param {string} subject */
export function versionShown(subject) {
  const shown = [...document.querySelectorAll("#case [data-version]")].map((each) => /** @type {HTMLElement} */ (each))
  const own = shown.find(({dataset}) => dataset.subject === subject || dataset.case === subject)
  return own ? Number(own.dataset.version) : undefined
}

/** @type {(asked: MoveAsked) => Made[]} */
function fieldsOf({kind, values, choices, heard}) {
  const begin = JSON.parse(values || "{}")
  const own = JSON.parse(choices || "{}")
  return data.cases.forms[kind]
    .filter(({name}) => name !== "heard" || heard)
    .map((field) =>
      made(
        {...field, needed: field.needed || field.name === "heard"},
        begin[field.name],
        own[field.name] ?? field.choices,
      ),
    )
}

/** @param {Made[]} fields */
const missing = (fields) =>
  fields.find((each) => each.field.needed && applies(each, fields) && each.value() === undefined)

/** Makes a move: at once if there is nothing to say, else after its form. @param {MoveAsked} asked */
export async function makeMove(asked) {
  const {kind, subject, version, heard, title} = asked
  if (data.cases.at_once.includes(kind) && !heard) {
    const answer = await command(kind, subject, {}, null, false, Number(version))
    if (answer.ok) toast(say("form_done", {move: title}))
    return
  }
  openForm(asked)
}

/** @param {MoveAsked} asked */
function openForm(asked) {
  const fields = fieldsOf(asked)
  const wrong = make("p", {className: "wrong", role: "alert"})
  const news = make("div", {className: "changed", hidden: true})
  const submit = make("button", {type: "submit", className: "tool main", textContent: say("desk_ok")})
  const cancel = closing("desk_cancel", "tool")
  const draft = draftKey(officer.name, asked.kind, asked.subject)
  cancel.addEventListener("click", () => dropDraft(draft))
  const form = make(
    "form",
    {method: "dialog", className: "move"},
    make("h2", {textContent: asked.title}),
    news,
    ...fields.map(({node}) => node),
    wrong,
    buttonRow(cancel, submit),
  )
  const follow = () => {
    for (const each of fields) each.node.hidden = each.field.kind === "fixed" || !applies(each, fields)
  }
  form.addEventListener("input", follow)
  let version = Number(asked.version)
  form.onsubmit = async (event) => {
    event.preventDefault()
    const lacks = missing(fields)
    wrong.textContent = lacks ? `${say("desk_needed")}：${say(lacks.field.word)}` : ""
    if (lacks) return lacks.first.focus()
    submit.disabled = true
    const {file, ...body} = bodyOf(fields)
    const stored = file ? await upload(file) : {}
    const answer = stored.why
      ? {ok: /** @type {const} */ (false), why: stored.why}
      : await command(asked.kind, asked.subject, {...body, ...stored}, form, true, version)
    submit.disabled = false
    if (answer.ok) {
      dropDraft(draft)
      toast(say("form_done", {move: asked.title}))
      if (form.isConnected) el("ask").close()
      return
    }
    wrong.textContent = answer.why
    if ("status" in answer && answer.status === STALE) version = showChanged(news, asked.subject, version)
  }
  keepDraft(form, draft, () => openForm(asked))
  sendByKey(form)
  follow()
  show(form)
  fields.find((each) => !each.node.hidden && each.first !== each.node)?.first.focus()
}

/** Shows the case as it is now above the form, and returns its version. @type {(news: HTMLElement, subject: string, version: number) => number} */
function showChanged(news, subject, version) {
  const state = document.querySelector("#case .case-head")?.cloneNode(true)
  const steps = document.querySelector("#case .steps")?.cloneNode(true)
  const parts = /** @type {Node[]} */ ([state, steps].filter(Boolean))
  news.replaceChildren(make("p", {textContent: say("form_changed")}), ...parts)
  news.hidden = false
  return versionShown(subject) ?? version
}
