// @ts-check
// Form for a period of time: one that ends now, or from and to in the site's local time.
import {make} from "./dom.js"
import {choiceFrom, ENDING_NOW, spanOf, wordOf} from "./span_choice.js"
import {localMinute} from "./times.js"
import {say} from "./words.js"

/** @typedef {import("./times.js").SiteClock} SiteClock */
/** @typedef {import("./span_choice.js").Choice} Choice */

/**
 * Adds the form to `host`.
 * @param {Element} host
 * @param {() => void} chosen is called when the choice has changed
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
    /** From and to in UTC seconds; null if they are invalid, and the form shows why. */
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
