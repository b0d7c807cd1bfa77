// @ts-check
// The fields of an order and its text, with the drafts of both: the text follows the craft until an officer changes it.
import {officer} from "../desk/command.js"
import {data} from "../desk/data.js"
import {make} from "../lib/dom.js"
import {ours, say} from "../lib/words.js"
import {draftKey, dropDraft, keepDraft} from "./form_drafts.js"

/** @type {(word: string, node: HTMLElement) => HTMLElement} */
export const labelled = (word, node) =>
  make("label", {className: "field"}, make("span", {textContent: say(word)}), node)

/** @param {string} caseId */
const draftKeys = (caseId) => ["order_issue", "order_text"].map((kind) => draftKey(officer.name, kind, caseId))

/** @param {string} caseId */
export const dropDrafts = (caseId) => draftKeys(caseId).forEach(dropDraft)

/** @type {(className: string, ...parts: HTMLElement[]) => HTMLFormElement} */
const form = (className, ...parts) =>
  make("form", {className, onsubmit: (/** @type {Event} */ event) => event.preventDefault()}, ...parts)

/**
 * Two forms, the fields and the text, with what was typed before; `anew` opens the window without it.
 * @type {(offer: any, caseId: string, anew: () => void) => HTMLFormElement[]}
 */
export function orderForms(offer, caseId, anew) {
  const forms = [fields(offer, caseId), form("", labelled("order_text", text()))]
  for (const [at, key] of draftKeys(caseId).entries()) keepDraft(forms[at], key, anew)
  return forms
}

const text = () => make("textarea", {name: "text", rows: 4, maxLength: 2000})

/** @type {(offer: any, caseId: string) => HTMLFormElement} */
function fields(offer, caseId) {
  const tasks = data.cases.tasks.map(([id, ...words]) => new Option(ours(words), id, false, id === offer.task))
  const roles = [new Option(say("order_lead"), "lead"), new Option(say("order_with"), "")]
  const lead = make("select", {name: "lead"}, ...roles)
  // The first order of a case leads; others go with it.
  lead.value = offer.ordered.some((/** @type {any} */ each) => each.case === caseId) ? "" : "lead"
  return form(
    "fields",
    labelled("order_task", make("select", {name: "task"}, ...tasks)),
    labelled("order_lead", lead),
    labelled(
      "order_check_in",
      make("input", {name: "check", value: offer.check_in_min ?? "", inputMode: "numeric", maxLength: 4}),
    ),
    labelled("order_for", make("input", {name: "for", placeholder: "14:30", maxLength: 16, autocomplete: "off"})),
  )
}
