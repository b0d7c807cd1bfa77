// @ts-check
// A period of time to be asked about: one that ends now, or from and to in the site's local time.
import {make} from "./dom.js"
import {DAY_S, HOUR_S, localMinute, pastMoment} from "./times.js"
import {say} from "./words.js"

/** @typedef {import("./times.js").SiteClock} SiteClock */
/** @typedef {{hours: number, typed: string[]}} Choice hours that end now, or 0 and what was typed as from and to */

/** @type {[hours: number, word: string][]} */
const ENDING_NOW = [
  [1, "desk_last_1h"],
  [6, "desk_last_6h"],
  [24, "desk_last_24h"],
  [168, "desk_last_7d"],
]
const LONGEST_S = 366 * DAY_S

/**
 * From and to in UTC seconds, or the key of the words that say what is wrong.
 * @param {Choice} choice
 * @param {SiteClock} clock
 * @returns {{span: [number, number], wrong: ""} | {span: null, wrong: string}}
 */
export function spanOf({hours, typed}, clock) {
  if (hours) return {span: [clock.now_s - hours * HOUR_S, clock.now_s], wrong: ""}
  const [from_s, to_s] = typed.map((each) => pastMoment(each, clock))
  if (!Number.isFinite(from_s) || !Number.isFinite(to_s)) return {span: null, wrong: "desk_wrong_moment"}
  if (from_s >= to_s) return {span: null, wrong: "desk_wrong_order"}
  return to_s - from_s > LONGEST_S ? {span: null, wrong: "desk_wrong_year"} : {span: [from_s, to_s], wrong: ""}
}

/** As an address keeps it. @type {(choice: Choice) => string} */
export const wordOf = ({hours, typed}) =>
  hours ? String(hours) : typed.map((each) => each.replace(" ", "T")).join(",")

/** And back; null if it is neither. @type {(word: string) => Choice | null} */
export function choiceFrom(word) {
  const known = ENDING_NOW.find(([hours]) => String(hours) === word)
  if (known) return {hours: known[0], typed: ["", ""]}
  const [from, to] = word.split(",").map((each) => each.replace("T", " "))
  return to ? {hours: 0, typed: [from, to]} : null
}

/**
 * The form of it, put into `host`.
 * @param {Element} host
 * @param {() => void} chosen is called when an officer has chosen
 * @param {() => SiteClock} clock
 */
export function period(host, chosen, clock) {
  let hours = 1
  const chips = make("div", {className: "chips"}, ...ENDING_NOW.map(chip))
  const [first, from] = field("desk_period_from")
  const [last, to] = field("desk_period_to")
  const wrong = make("p", {className: "wrong", role: "alert"})
  const word = "desk_period_ask"
  const button = make("button", {type: "submit", className: "tool", dataset: {w: word}, textContent: say(word)})
  const row = make("div", {className: "span"}, first, last, button)
  const form = make("form", {className: "period", noValidate: true}, chips, row, wrong)
  form.onsubmit = (event) => {
    event.preventDefault()
    chosen()
  }
  host.replaceChildren(form)

  /** @param {[number, string]} choice */
  function chip([count, word]) {
    const pressed = () => {
      choose(count)
      chosen()
    }
    const dataset = {w: word, hours: count}
    return make("button", {
      type: "button",
      className: "chip-button",
      dataset,
      textContent: say(word),
      onclick: pressed,
    })
  }

  /** @type {(word: string) => [HTMLLabelElement, HTMLInputElement]} */
  function field(word) {
    const input = make("input", {autocomplete: "off", spellcheck: false, maxLength: 16, placeholder: "MM-DD HH:MM"})
    input.oninput = () => choose(0)
    return [
      make("label", {className: "field"}, make("span", {dataset: {w: word}, textContent: say(word)}), input),
      input,
    ]
  }

  /** @param {number} wanted */
  function choose(wanted) {
    hours = wanted
    for (const each of /** @type {any} */ (chips.children))
      each.setAttribute("aria-pressed", String(Number(each.dataset.hours) === hours))
    wrong.textContent = ""
  }

  /** @param {string[]} typed */
  function type([first, last]) {
    from.value = first
    to.value = last
  }

  const choice = () => ({hours, typed: [from.value, to.value]})
  choose(hours)
  return {
    get hours() {
      return hours
    },
    get typed() {
      return choice().typed
    },
    get word() {
      return wordOf(choice())
    },
    /** From and to in UTC seconds; null if they are wrong, and then the form says why. */
    span() {
      const found = spanOf(choice(), clock())
      if (hours && found.span) type(found.span.map((t_s) => localMinute(t_s, clock().offset_h)))
      wrong.textContent = found.wrong && say(found.wrong)
      return found.span
    },
    /** @param {Choice} like */
    set(like) {
      type(like.typed)
      choose(like.hours)
    },
    /** @param {string} word */
    read(word) {
      const found = choiceFrom(word)
      if (!found) return
      if (!found.hours) type(found.typed)
      choose(found.hours)
    },
  }
}
