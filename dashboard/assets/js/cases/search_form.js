// @ts-check
// The plan of a search: what the drift and the pattern are computed from, with a preview on the map; and ticks of legs.
import {command} from "../desk/command.js"
import {state} from "../desk/view_state.js"
import {buttonRow, closing, show} from "../lib/dialogs.js"
import {el, make} from "../lib/dom.js"
import {toast} from "../lib/toasts.js"
import {form, searchOf, section, showSearch, showWhole} from "./search_map.js"

/** @typedef {{name: string, label: string, value: any, unit?: string, step?: string, choices?: [string, string][],
 *   low?: number, high?: number, limit?: string}} SearchField */

/** @param {SearchField} field */
function input({name, value, step, choices}) {
  if (!choices) return make("input", {name, type: "number", step, value: value === null ? "" : String(value)})
  const options = choices.map(([key, text]) => make("option", {value: key, textContent: text, selected: key === value}))
  return make("select", {name}, ...options)
}

/** @param {SearchField} field */
const row = (field) => make("label", {}, `${field.label}${field.unit ? ` (${field.unit})` : ""}`, input(field))

function plan() {
  const {fields, words} = form()
  const id = section()?.dataset.search ?? ""
  const wrong = make("p", {className: "wrong", role: "alert"})
  const found = make("p", {className: "soft"})
  const save = make("button", {type: "submit", className: "tool main", textContent: words.save})
  const look = make("button", {type: "button", className: "tool", textContent: words.preview})
  const text = make("input", {name: "remarks", type: "text", maxLength: 500})
  const sheet = make(
    "form",
    {method: "dialog", className: "move sar-form"},
    make("h2", {textContent: `${words.plan_title} ${id}`}),
    make("div", {className: "sar-fields"}, ...fields.map(row)),
    make("label", {}, words.text, text),
    found,
    wrong,
    buttonRow(closing("desk_cancel", "tool"), look, save),
  )
  const typed = () =>
    Object.fromEntries(
      [...sheet.querySelectorAll(".sar-fields :is(input, select)")]
        .map((each) => [/** @type {any} */ (each).name, /** @type {any} */ (each).value])
        .filter(([, value]) => value !== ""),
    )
  /** @param {SearchField} field */
  const isOff = ({name, low, high}) => {
    const {value, validity} = /** @type {any} */ (sheet.querySelector(`[name=${name}]`))
    const isWithin = Number(value) >= Number(low) && Number(value) <= Number(high)
    return low !== undefined && (validity.badInput || (value !== "" && !isWithin))
  }
  const computed = async () => {
    const off = fields.find(isOff)
    wrong.textContent = off?.limit ?? ""
    if (off) return null
    const search = await searchOf(id, {...typed(), draft: "1"})
    wrong.textContent = search?.plan.legs_nm ? "" : words.no_answer
    if (search) showSearch(search)
    found.textContent = search?.plan.legs_nm ? summary(search.plan) : ""
    return search?.plan.legs_nm ? search.plan : null
  }
  look.onclick = computed
  sheet.onsubmit = async (event) => {
    event.preventDefault()
    const made = await computed()
    if (!made) return
    const answer = await command("sar_plan", id, {plan: made, text: text.value}, sheet, true)
    if (!answer.ok) return wrong.replaceChildren(answer.why ?? "")
    toast(words.saved)
    if (sheet.isConnected) el("ask").close()
  }
  show(sheet)
}

/** @param {any} plan */
const summary = ({pattern_used, spacing_nm, pod, legs_nm}) =>
  `${pattern_used} · S ${spacing_nm.toFixed(2)} NM · ${legs_nm.length} × · POD ${Math.round(pod * 100)} %`

/** @param {HTMLElement} hit */
async function tick(hit) {
  const {leg, number, done} = hit.dataset
  await command("sar_leg", state.case, {search: Number(number), leg: Number(leg), done: done === "1"})
}

/** @type {Record<string, (hit: any) => unknown>} */
export const searchActions = {"sar-plan": plan, "sar-leg": tick, "sar-show": showWhole}
