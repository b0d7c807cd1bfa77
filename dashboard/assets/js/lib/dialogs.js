// @ts-check
// Dialogs: a question for a reason or a name, and the table of keys.
import {el, make} from "./dom.js"
import {say} from "./words.js"

/** @typedef {object} Question
 * @property {string} title
 * @property {string[]} [reasons] texts that fill the field when clicked
 * @property {string} field key of the field's label
 * @property {string} [value]
 * @property {string} [second] key of the label of another field
 * @property {string} [secondValue]
 * @property {boolean} [needed]
 */
/** @typedef {{ok: boolean, why?: string}} Outcome */

const MOST_CHARS = 200
const SECOND_MOST_CHARS = 40

/** @type {(...content: (Node | string)[]) => HTMLDialogElement} */
export function show(...content) {
  const dialog = el("ask")
  dialog.replaceChildren(...content)
  dialog.onclose = null
  if (!dialog.open) dialog.showModal()
  return dialog
}

/** A button that closes the dialog. @type {(word: string, className?: string) => HTMLButtonElement} */
export const closing = (word, className = "tool main") =>
  make("button", {type: "button", className, textContent: say(word), onclick: () => el("ask").close()})

/** @type {(...buttons: Node[]) => HTMLElement} */
export const buttonRow = (...buttons) => make("div", {className: "row-end"}, ...buttons)

/** @type {(word: string, value: string | undefined, maxLength: number) => [HTMLLabelElement, HTMLInputElement]} */
function field(word, value, maxLength) {
  const input = make("input", {value: value ?? "", maxLength, autocomplete: "off"})
  return [make("label", {className: "field"}, make("span", {textContent: say(word)}), input), input]
}

/** @type {(word: string, input: HTMLInputElement) => HTMLButtonElement} */
const reasonChip = (word, input) =>
  make("button", {
    type: "button",
    className: "chip-button",
    textContent: say(word),
    onclick: () => {
      input.value = say(word)
      input.focus()
    },
  })

/**
 * A dialog that asks for a text. If the answer is refused, it stays open with the text.
 * @param {Question} question
 * @param {(text: string, second: string) => Outcome | Promise<Outcome>} then
 * @param {() => void} [cancelled]
 */
export function ask(
  {title, reasons = [], field: word, value, second, secondValue, needed = false},
  then,
  cancelled = () => {},
) {
  const [first, input] = field(word, value, MOST_CHARS)
  const [more, other] = second ? field(second, secondValue, SECOND_MOST_CHARS) : [null, null]
  const wrong = make("p", {className: "wrong", role: "alert"})
  const chips = make("div", {className: "chips"}, ...reasons.map((each) => reasonChip(each, input)))
  const submit = make("button", {type: "submit", className: "tool main", textContent: say("desk_ok")})
  const heading = make("h2", {textContent: title})
  const buttons = buttonRow(closing("desk_cancel", "tool"), submit)
  const form = make("form", {method: "dialog"}, heading, chips, first, more, wrong, buttons)
  let done = false
  form.onsubmit = async (event) => {
    event.preventDefault()
    const text = input.value.trim()
    wrong.textContent = needed && !text ? say("desk_needed") : ""
    if (wrong.textContent) return input.focus()
    const answer = await then(text, other?.value.trim() ?? "")
    if (!answer.ok) return wrong.replaceChildren(answer.why ?? "")
    done = true
    if (form.isConnected) el("ask").close()
  }
  show(form).onclose = () => {
    if (!done) cancelled()
  }
  input.focus()
  input.select()
}

/** Asks whether to go on; Enter says yes, Escape no. @type {(title: string, text: string, then: () => unknown) => void} */
export function confirm(title, text, then) {
  const yes = make("button", {
    type: "button",
    className: "tool main",
    textContent: say("desk_ok"),
    onclick: () => {
      el("ask").close()
      then()
    },
  })
  show(make("h2", {textContent: title}), make("p", {textContent: text}), buttonRow(closing("desk_cancel", "tool"), yes))
  yes.focus()
}

/** The table of keys. @type {(keys: readonly (readonly [string, string])[], title: string, close: string) => void} */
export function help(keys, title, close) {
  const lines = keys.map(([names, word]) => {
    const caps = names.split(" ").map((key) => make("kbd", {textContent: key}))
    return make("tr", {}, make("td", {}, ...caps), make("td", {textContent: say(word)}))
  })
  show(
    make("h2", {textContent: say(title)}),
    make("table", {className: "keys"}, make("tbody", {}, ...lines)),
    buttonRow(closing(close)),
  )
}
