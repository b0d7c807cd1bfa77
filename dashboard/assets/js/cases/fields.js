// @ts-check
// The fields of a form: one element for each kind, and the value that the body of a command gets from it.
import {state} from "../desk/view_state.js"
import {make} from "../lib/dom.js"
import {localMinute} from "../lib/times.js"
import {ours, say} from "../lib/words.js"

/** @typedef {import("../lib/page.d.ts").MoveField} MoveField */
/** @typedef {import("../lib/page.d.ts").Choice} Choice */
/** A field on the page: its element, and its value; undefined if nothing was filled in.
 * @typedef {{field: MoveField, node: HTMLElement, value: () => unknown, first: HTMLElement}} Made */

const MOST_CHARS = 500
const OFFICERS = 4
const FINDINGS = ["not_checked", "found", "not_found"]

/** @type {(word: string, ...content: Node[]) => HTMLLabelElement} */
const labelled = (word, ...content) =>
  make("label", {className: "field"}, make("span", {textContent: say(word)}), ...content)

/** @type {(choice: Choice) => string} */
const wordOf = ([, ...words]) => ours(words)

/** @param {MoveField} field @param {any} value @returns {Made} */
function text(field, value) {
  const long = field.kind === "long"
  const properties = {value: value ?? "", maxLength: MOST_CHARS, autocomplete: "off"}
  const input = long ? make("textarea", {...properties, rows: 2}) : make("input", properties)
  const node = labelled(field.word, input)
  node.classList.add("wide")
  return {field, node, first: input, value: () => input.value.trim() || undefined}
}

/** @param {MoveField} field @param {any} value @returns {Made} */
function number(field, value) {
  const input = make("input", {value: value ?? "", inputMode: "decimal", autocomplete: "off", maxLength: 12})
  const read = () => (input.value.trim() === "" ? undefined : Number(input.value.replaceAll(",", "")))
  return {field, node: labelled(field.word, input), first: input, value: read}
}

/** @param {MoveField} field @param {any} value @param {Choice[]} choices @returns {Made} */
function choice(field, value, choices) {
  const options = choices.map((each) => new Option(wordOf(each), each[0], false, each[0] === value))
  const isSure = field.needed && (value !== undefined || choices.length < 2) // else a person chooses, not the order
  const blank = isSure ? [] : [new Option(field.needed ? say("form_choose") : "—", "")]
  const select = make("select", {}, ...blank, ...options)
  if (value !== undefined) select.value = value
  return {field, node: labelled(field.word, select), first: select, value: () => select.value || undefined}
}

/** @param {MoveField} field @param {any} value @param {Choice[]} choices @returns {Made} */
function several(field, value, choices) {
  const boxes = choices.map((each) => {
    const box = make("input", {type: "checkbox", value: each[0], checked: (value ?? []).includes(each[0])})
    return [box, make("label", {className: "check"}, box, make("span", {textContent: wordOf(each)}))]
  })
  const none = boxes.length ? [] : [make("p", {className: "soft", textContent: say("form_none")})]
  const heading = make("legend", {textContent: say(field.word)})
  const node = make("fieldset", {}, heading, ...none, ...boxes.map(([, label]) => label))
  const inputs = boxes.map(([box]) => /** @type {HTMLInputElement} */ (box))
  const read = () => inputs.filter(({checked}) => checked).map((each) => each.value)
  return {field, node, first: inputs[0] ?? node, value: () => (read().length ? read() : undefined)}
}

/** @param {MoveField} field @param {any} value @returns {Made} */
function check(field, value) {
  const box = make("input", {type: "checkbox", checked: Boolean(value)})
  const node = make("label", {className: "check"}, box, make("span", {textContent: say(field.word)}))
  return {field, node, first: box, value: () => box.checked}
}

/** Officers: a name and a certificate on each line. @param {MoveField} field @returns {Made} */
function officers(field) {
  /** @type {(word: string) => HTMLInputElement} */
  const input = (word) => make("input", {placeholder: say(word), maxLength: 64, autocomplete: "off"})
  const lines = Array.from({length: OFFICERS}, () => [input("form_officer_name"), input("form_officer_cert")])
  const rows = lines.map((pair) => make("div", {className: "pair"}, ...pair))
  const node = make("fieldset", {className: "officers"}, make("legend", {textContent: say(field.word)}), ...rows)
  const read = () =>
    lines.map(([name, cert]) => ({name: name.value.trim(), cert_no: cert.value.trim()})).filter(({name}) => name)
  return {field, node, first: lines[0][0], value: () => (read().length ? read() : undefined)}
}

/** A file; its value is what the server answered when it was stored (move_form.js). @param {MoveField} field @returns {Made} */
function file(field) {
  const input = make("input", {type: "file", accept: "image/*,video/mp4,audio/mp4,application/pdf"})
  const node = labelled(field.word, input)
  node.classList.add("wide")
  return {field, node, first: input, value: () => input.files?.[0]}
}

/** Several whose values are JSON. @param {MoveField} field @param {any} value @param {Choice[]} choices @returns {Made} */
function objects(field, value, choices) {
  const base = several(field, value, choices)
  return {...base, value: () => /** @type {string[] | undefined} */ (base.value())?.map((each) => JSON.parse(each))}
}

/** A moment in the site's time, such as 2026-05-03 14:30. @param {MoveField} field @param {any} value @returns {Made} */
function when(field, value) {
  const shown = value === undefined ? "" : localMinute(Number(value), state.offset_h)
  const input = make("input", {value: shown, placeholder: "2026-05-03 14:30", maxLength: 16, autocomplete: "off"})
  const read = () => {
    const [, day, minute] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/.exec(input.value.trim()) ?? []
    const t_s = Date.parse(`${day}T${minute}:00Z`) / 1000 - state.offset_h * 3600
    return Number.isFinite(t_s) ? t_s : undefined
  }
  const kept = () => (value !== undefined && input.value === shown ? Number(value) : read())
  return {field, node: labelled(field.word, input), first: input, value: kept}
}

/** Each item of the case: what was found and, where it was, what became of it.
 * @param {MoveField} field @param {any} _value @param {Choice[]} codes @returns {Made} */
function items(field, _value, codes) {
  const lines = codes.map((code) => {
    const found = make("select", {}, ...FINDINGS.map((each) => new Option(say(`form_finding_${each}`), each)))
    const became = make("select", {}, new Option("—", "")) // hidden by the style sheet unless it was found
    for (const each of field.choices) became.append(new Option(wordOf(each), each[0]))
    const node = make("div", {className: "item"}, make("span", {textContent: wordOf(code)}), found, became)
    return {code: code[0], found, became, node}
  })
  const none = codes.length ? [] : [make("p", {className: "soft", textContent: say("form_items_none")})]
  const heading = make("legend", {textContent: say(field.word)})
  const node = make("fieldset", {className: "items"}, heading, ...none, ...lines.map((each) => each.node))
  const outcome = (/** @type {typeof lines[number]} */ {found, became}) => (found.value === "found" ? became.value : "")
  const read = () => lines.map((each) => ({code: each.code, finding: each.found.value, outcome: outcome(each)}))
  return {field, node, first: lines[0]?.found ?? node, value: () => (lines.length ? read() : undefined)}
}

/** Lines to read. @param {MoveField} field @param {any} value @returns {Made} */
function shown(field, value) {
  const lines = (value ?? []).map((/** @type {string} */ each) => make("p", {textContent: each}))
  const node = make("fieldset", {className: "shown"}, make("legend", {textContent: say(field.word)}), ...lines)
  return {field, node, first: node, value: () => undefined}
}

/** Not shown, and sent as it is. @param {MoveField} field @param {any} value @returns {Made} */
function fixed(field, value) {
  const node = make("span", {hidden: true})
  return {field, node, first: node, value: () => value ?? undefined}
}

/** @type {Record<string, (field: MoveField, value: any, choices: Choice[]) => Made>} */
const KINDS = {
  text,
  file,
  long: text,
  choice,
  several,
  objects,
  check,
  count: number,
  amount: number,
  officers,
  when,
  fixed,
  items,
  shown,
}

/** @type {(field: MoveField, value: any, choices: Choice[]) => Made} */
export const made = (field, value, choices) => KINDS[field.kind](field, value, choices)

/** Whether a field applies, as the others are filled in. @param {Made} each @param {Made[]} all */
export function applies(each, all) {
  const [, name, sign, wanted] = /^([^!=]*)(!?=?)(.*)$/.exec(each.field.only) ?? []
  const other = all.find(({field}) => field.name === name)
  if (!other) return true
  if (!applies(other, all)) return false
  if (!sign) return Boolean(other.value())
  return (other.value() === wanted) === (sign === "=")
}

/** The body of a command; a dot in a name is an object in it. @param {Made[]} fields */
export function bodyOf(fields) {
  /** @type {Record<string, any>} */
  const body = {}
  for (const each of fields.filter((one) => applies(one, fields))) {
    const value = each.value()
    const [outer, inner] = each.field.name.split(".")
    if (value === undefined || outer.startsWith("_")) continue
    if (outer.endsWith("[]")) {
      const list = outer.slice(0, -2)
      body[list] = [{...body[list]?.[0], [inner]: value}]
    } else if (inner) body[outer] = {...body[outer], [inner]: value}
    else body[outer] = value
  }
  return body
}
