// @ts-check
// The buttons of the lists: a command at once, or after the form that the page's data has for it.
import {applies, bodyOf, made} from "../cases/fields.js"
import {draftKey, dropDraft, keepDraft, sendByKey} from "../cases/form_drafts.js"
import {officerKept} from "../desk/officer.js"
import {postAs} from "../desk/officer_session.js"
import {ask, buttonRow, closing, show} from "../lib/dialogs.js"
import {el, make} from "../lib/dom.js"
import {randomHex} from "../lib/numbers.js"
import {refusal} from "../lib/request.js"
import {toast} from "../lib/toasts.js"
import {who} from "../lib/who.js"
import {say, tongue} from "../lib/words.js"

const data = /** @type {any} */ (window).wanghaiPage
const COMMAND_ID_BYTES = 16
const STALE = 409
const CASE_ID = /\b[A-Z0-9]+-\d{8}-\d{4,}\b/

/** @typedef {(changed?: boolean) => unknown} Refresh */

/** The officer's name: of the log-in, or as typed on the desk. @returns {Promise<string>} */
function officer() {
  const name = who?.accounts ? (who.person?.name_zh ?? "") : officerKept().name
  if (name || who?.accounts) return Promise.resolve(name)
  return new Promise((done) =>
    ask(
      {title: say("desk_who_title"), field: "desk_officer_name", needed: true},
      (text) => {
        localStorage.setItem("wanghai.officer", JSON.stringify({name: text, desk: ""}))
        setTimeout(() => done(text))
        return {ok: true}
      },
      () => done(""),
    ),
  )
}

/** @param {DOMStringMap} asked @param {object} body @param {string} id */
async function command(asked, body, id) {
  const name = await officer()
  const {do: kind, subject, version} = asked
  const seen = kind === "case_open" ? {} : {version: Number(version)}
  const answer = await postAs(name, "/api/commands", {command_id: id, kind, subject, desk: "", body, ...seen})
  const why = answer.ok ? "" : refusal(answer, tongue()) || say("desk_not_sent")
  return {ok: answer.ok, stale: answer.status === STALE, why}
}

/** @param {HTMLElement} button @param {Refresh} refresh */
export async function carryOut(button, refresh) {
  const asked = button.dataset
  if (data.forms[asked.form ?? ""]) return form(asked, refresh)
  button.setAttribute("disabled", "")
  const answer = await command(asked, JSON.parse(asked.values || "{}"), randomHex(COMMAND_ID_BYTES))
  button.removeAttribute("disabled")
  const held = asked.do === "case_open" && answer.stale && CASE_ID.exec(answer.why)
  toast(answer.ok ? `✓ ${button.textContent}` : answer.why, !answer.ok)
  if (held) toast(`→ ${held[0]}`)
  await refresh()
}

/** @param {DOMStringMap} asked @param {Refresh} refresh */
function form(asked, refresh) {
  const [begin, own] = [JSON.parse(asked.values || "{}"), JSON.parse(asked.choices || "{}")]
  const fields = data.forms[asked.form ?? ""].map((/** @type {any} */ field) =>
    made(field, begin[field.name], own[field.name] ?? field.choices),
  )
  const wrong = make("p", {className: "wrong", role: "alert"})
  const submit = make("button", {type: "submit", className: "tool main", textContent: say("desk_ok")})
  const nodes = fields.map((/** @type {any} */ each) => each.node)
  const cancel = closing("desk_cancel", "tool")
  const draft = draftKey(who?.person?.account ?? "", asked.do ?? "", asked.subject ?? "")
  cancel.addEventListener("click", () => dropDraft(draft))
  const end = buttonRow(cancel, submit)
  const shown = make("form", {method: "dialog"}, make("h2", {textContent: asked.title}), ...nodes, wrong, end)
  const follow = () => {
    for (const each of fields) each.node.hidden = each.field.kind === "fixed" || !applies(each, fields)
  }
  shown.addEventListener("input", follow)
  follow()
  const id = randomHex(COMMAND_ID_BYTES)
  shown.onsubmit = async (event) => {
    event.preventDefault()
    const lacks = fields.find(
      (/** @type {any} */ each) => each.field.needed && applies(each, fields) && each.value() === undefined,
    )
    wrong.textContent = lacks ? `${say("desk_needed")}：${say(lacks.field.word)}` : ""
    if (lacks) return lacks.first.focus()
    submit.disabled = true
    const answer = await command(asked, bodyOf(fields), id)
    submit.disabled = false
    await refresh()
    if (!answer.ok) return wrong.replaceChildren(answer.why)
    dropDraft(draft)
    el("ask").close()
    toast(`✓ ${asked.title}`)
  }
  keepDraft(shown, draft, () => form(asked, refresh))
  sendByKey(shown)
  show(shown)
  nodes[0]?.querySelector("input, select, textarea")?.focus()
}
