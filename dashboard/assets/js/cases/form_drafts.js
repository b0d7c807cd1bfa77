// @ts-check
// Drafts of forms: what was typed stays in this window until it is sent or cancelled, so that neither a reload, a new
// log-in nor a slip on Escape loses it. It belongs to the account, the command and its subject.
import {make} from "../lib/dom.js"
import {say} from "../lib/words.js"

const PREFIX = "wanghai.form."

/** @type {(by: string, kind: string, subject: string) => string} */
export const draftKey = (by, kind, subject) => PREFIX + [by, kind, subject].join(" ")

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** What a person fills in, in the order of the form; a file cannot be kept. @param {HTMLFormElement} form */
const controls = (form) =>
  /** @type {Control[]} */ ([...form.querySelectorAll("input, textarea, select")]).filter(({type}) => type !== "file")

/** @param {Control} each */
const isBox = (each) => each instanceof HTMLInputElement && each.type === "checkbox"

/** @param {Control} each */
const read = (each) => (isBox(each) ? /** @type {HTMLInputElement} */ (each).checked : each.value)

/** @type {(each: Control, value: any) => void} */
function write(each, value) {
  if (isBox(each)) /** @type {HTMLInputElement} */ (each).checked = value
  else each.value = value
}

/** @type {(key: string) => unknown[] | null} */
function kept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null")
  } catch {
    return null
  }
}

/** @param {string} key */
export const dropDraft = (key) => sessionStorage.removeItem(key)

/**
 * Keeps what is typed into a form, and puts back what was kept; `again` opens the form anew, without a draft.
 * @param {HTMLFormElement} form @param {string} key @param {() => void} again
 */
export function keepDraft(form, key, again) {
  const [draft, fields] = [kept(key), controls(form)]
  const wasKept = Boolean(draft && draft.length === fields.length)
  if (draft && wasKept) {
    for (const [at, each] of fields.entries()) write(each, draft[at])
    const title = form.querySelector("h2")
    title ? title.after(notice(key, again)) : form.prepend(notice(key, again))
  }
  form.addEventListener("input", () => {
    sessionStorage.setItem(key, JSON.stringify(controls(form).map(read)))
  })
}

/** @type {(key: string, again: () => void) => HTMLElement} */
function notice(key, again) {
  const onclick = () => {
    dropDraft(key)
    again()
  }
  const drop = make("button", {type: "button", className: "tool", textContent: say("form_draft_drop"), onclick})
  return make("p", {className: "draft"}, `${say("form_draft")} `, drop)
}

/** Ctrl+Enter sends a form from any of its fields. @param {HTMLFormElement} form */
export function sendByKey(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    form.requestSubmit()
  })
}
