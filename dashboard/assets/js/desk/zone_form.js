// @ts-check
// The form of a zone drawn by an officer, beside the map.
import {el, make} from "../lib/dom.js"
import {ours, say} from "../lib/words.js"
import {data} from "./data.js"
import {spans} from "./zone_rules.js"

/** @typedef {import("../lib/page.d.ts").Choice} Choice */

/** An element with a text in two languages; `translateForm` changes the language of all of them.
 * @type {<Kind extends keyof HTMLElementTagNameMap>(kind: Kind, words: string[]) => HTMLElementTagNameMap[Kind]} */
const spoken = (kind, words) => make(kind, {dataset: {zh: words[0], en: words[1]}, textContent: ours(words)})

/** @type {<Kind extends keyof HTMLElementTagNameMap>(kind: Kind, word: string, properties?: object) => HTMLElementTagNameMap[Kind]} */
const worded = (kind, word, properties = {}) => make(kind, {...properties, dataset: {w: word}, textContent: say(word)})

/** @param {string} name */
const problemOf = (name) => make("small", {className: "wrong", dataset: {for: name}})
/** @param {...Node} content */
const pair = (...content) => make("div", {className: "pair"}, ...content)

/** @type {(name: string, word: string, value: unknown, properties?: object) => HTMLLabelElement} */
function input(name, word, value, properties = {}) {
  const made = make("input", {name, value: value ?? "", autocomplete: "off", ...properties})
  return make("label", {className: "field"}, worded("span", word), made, problemOf(name))
}

/** @type {(name: string, word: string, options: Choice[], value?: string) => HTMLLabelElement} */
function choice(name, word, options, value) {
  const made = make(
    "select",
    {name},
    ...options.map(([id, ...words]) => Object.assign(spoken("option", words), {value: id})),
  )
  made.value = value ?? options[0][0]
  return make("label", {className: "field"}, worded("span", word), made, problemOf(name))
}

/** @param {any} rule */
function kindBoxes(rule) {
  const mask = rule.class_mask ?? ["all"]
  return data.ship_kinds.map(([value, ...words]) => {
    const checked = mask.includes("all") || mask.includes(value)
    const box = make("input", {type: "checkbox", name: "class_mask", value, checked})
    return make("label", {className: "check"}, box, spoken("span", words))
  })
}

/**
 * Shows the form of a stored zone, or of a new one.
 * @param {any} feature
 * @param {() => void} cancelled
 */
export function showForm(feature, cancelled) {
  const properties = feature?.properties ?? {}
  const {rule = {}} = properties
  const [first, last, from, to] = spans(rule.windows ?? "always")
  const day = {maxLength: 5}
  const decimal = {inputMode: "decimal"}
  const dwell_min = rule.max_dwell_s ? rule.max_dwell_s / 60 : ""
  const alert = make("input", {type: "checkbox", name: "alert", checked: rule.alert ?? true})
  el("zone").replaceChildren(
    worded("h3", feature ? "desk_zone_edit" : "desk_zone_draw"),
    problemOf("geometry"),
    pair(
      input("name_zh", "desk_zone_name_zh", properties.name_zh, {maxLength: 40}),
      input("name_en", "desk_zone_name_en", properties.name_en, {maxLength: 60}),
    ),
    pair(
      choice("kind", "desk_zone_kind", data.zone_kinds, properties.kind),
      choice("ceiling", "desk_zone_ceiling", data.ceilings, rule.ceiling ?? "red"),
    ),
    pair(
      input("first", "desk_zone_first", first, {...day, placeholder: "05-01"}),
      input("last", "desk_zone_last", last, {...day, placeholder: "09-16"}),
    ),
    pair(
      input("from", "desk_zone_from", from, {...day, placeholder: "22:00"}),
      input("to", "desk_zone_to", to, {...day, placeholder: "04:00"}),
    ),
    pair(
      input("max_speed_kn", "desk_zone_speed", rule.max_speed_kn, decimal),
      input("dwell_min", "desk_zone_dwell", dwell_min, decimal),
    ),
    make("fieldset", {}, worded("legend", "desk_zone_binds"), ...kindBoxes(rule), problemOf("class_mask")),
    make("label", {className: "check"}, alert, worded("span", "desk_zone_alert")),
    make("p", {className: "wrong", role: "alert", dataset: {for: "all"}}),
    make(
      "div",
      {className: "row-end"},
      worded("button", "desk_cancel", {type: "button", className: "tool", onclick: cancelled}),
      worded("button", "desk_zone_store", {type: "submit", className: "tool main"}),
    ),
  )
  el("zone").hidden = false
}

/** The content of the form. @returns {import("./zone_rules.js").ZoneForm} */
export function readForm() {
  const form = new FormData(el("zone"))
  const texts = Object.fromEntries([...form].map(([name, value]) => [name, String(value).trim()]))
  return /** @type {any} */ ({...texts, class_mask: form.getAll("class_mask"), alert: form.has("alert")})
}

/** Shows an error beside its field; "" removes it. @type {(field: string, text: string) => void} */
export function showProblem(field, text) {
  const problem = (/** @type {string} */ name) => el("zone").querySelector(`.wrong[data-for="${name}"]`)
  const place = problem(field) ?? problem("all")
  if (place) place.textContent = text
}

export function clearProblems() {
  for (const each of el("zone").querySelectorAll(".wrong")) each.textContent = ""
}

export function translateForm() {
  for (const each of el("zone").querySelectorAll("[data-zh]"))
    each.textContent = ours([each.dataset.zh, each.dataset.en])
}
