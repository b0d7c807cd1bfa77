// A period of time to be asked about: one that ends now, or from and to in the site's local time.

import {state} from "../desk/view_state.js"
import {make} from "./dialogs.js"
import {say} from "./words.js"

const ENDING_NOW = [
  [1, "desk_last_1h"],
  [6, "desk_last_6h"],
  [24, "desk_last_24h"],
  [168, "desk_last_7d"],
]
const HOUR_S = 3600,
  DAY_S = 86400,
  FAR_S = 43200,
  MOST_S = 366 * DAY_S

const text = (t_s) => new Date((t_s + state.offset_h * HOUR_S) * 1000).toISOString().slice(0, 16).replace("T", " ")
export const utc = (t_s) => `${new Date(t_s * 1000).toISOString().slice(0, 19)}Z`
export const seconds = (iso) => Date.parse(iso) / 1000
// As short as it can be told: the hour, with the day when that is not today's watch.
export const short = (t_s) => text(t_s).slice(Math.abs(state.t_s - t_s) > FAR_S ? 5 : 11)
// The same to the second.
export function clock(t_s) {
  const local = new Date((t_s + state.offset_h * HOUR_S) * 1000).toISOString()
  return (Math.abs(state.t_s - t_s) > FAR_S ? `${local.slice(5, 10)} ` : "") + local.slice(11, 19)
}
export function between(from, to) {
  const [first, last] = [short(from), short(to)]
  return `${first}–${first.slice(0, -5) === last.slice(0, -5) ? last.slice(-5) : last}`
}
export function lasting(whole_s) {
  const [d, h, m] = [DAY_S, HOUR_S, 60].map((unit) => Math.floor(whole_s / unit))
  return d ? say("span_d", {d, h: h % 24}) : h ? say("span_h", {h, m: m % 60}) : say("span_min", {m: Math.max(1, m)})
}

// "2026-11-28 05:30"; without its year or day it is the last such moment there was. NaN for what is no moment.
export function moment(said) {
  const now = text(state.t_s),
    told = said.trim().replace(/\s+/, " ")
  const missing = {5: 11, 11: 5, 16: 0}[told.length]
  const at = (whole) => {
    const t_s = Date.parse(`${whole.replace(" ", "T")}:00Z`) / 1000 - state.offset_h * HOUR_S
    return Number.isFinite(t_s) && text(t_s) === whole ? t_s : NaN
  }
  if (missing === undefined) return NaN
  const found = at(now.slice(0, missing) + told)
  if (!missing || !(found > state.t_s)) return found
  return missing === 11 ? found - DAY_S : at(`${Number(now.slice(0, 4)) - 1}-${told}`)
}

// The form of it, put into `host`; `asked` is called when an officer has chosen.
export function period(host, asked) {
  let hours = 1
  const chip = ([count, word]) =>
    make("button", {
      type: "button",
      className: "chip-button",
      dataset: {w: word, hours: count},
      textContent: say(word),
      onclick: () => {
        hours = count
        show()
        asked()
      },
    })
  const field = (word) => {
    const input = make("input", {
      autocomplete: "off",
      spellcheck: false,
      maxLength: 16,
      placeholder: "MM-DD HH:MM",
      oninput: () => {
        hours = 0
        show()
      },
    })
    return [
      make("label", {className: "field"}, make("span", {dataset: {w: word}, textContent: say(word)}), input),
      input,
    ]
  }
  const chips = make("div", {className: "chips"}, ...ENDING_NOW.map(chip))
  const [first, from] = field("desk_period_from"),
    [last, to] = field("desk_period_to")
  const wrong = make("p", {className: "wrong", role: "alert"})
  const button = make("button", {
    type: "submit",
    className: "tool",
    dataset: {w: "desk_period_ask"},
    textContent: say("desk_period_ask"),
  })
  const form = make(
    "form",
    {className: "period", noValidate: true},
    chips,
    make("div", {className: "span"}, first, last, button),
    wrong,
  )
  form.onsubmit = (event) => {
    event.preventDefault()
    asked()
  }
  host.replaceChildren(form)

  function show() {
    for (const each of chips.children) each.setAttribute("aria-pressed", String(Number(each.dataset.hours) === hours))
    wrong.textContent = ""
  }
  show()
  return {
    get hours() {
      return hours
    },
    // From and to, or null, and then it is said what is wrong.
    span() {
      if (hours) [from.value, to.value] = [state.t_s - hours * HOUR_S, state.t_s].map(text)
      const span = hours ? [state.t_s - hours * HOUR_S, state.t_s] : [moment(from.value), moment(to.value)]
      const word = !span.every(Number.isFinite)
        ? "desk_wrong_moment"
        : span[0] >= span[1]
          ? "desk_wrong_order"
          : span[1] - span[0] > MOST_S
            ? "desk_wrong_year"
            : ""
      wrong.textContent = word && say(word)
      return word ? null : span
    },
    set(like) {
      hours = like.hours
      ;[from.value, to.value] = like.said
      show()
    },
    get said() {
      return [from.value, to.value]
    },
    // As an address keeps it: hours that end now, or from and to.
    get word() {
      return hours ? String(hours) : [from.value, to.value].map((each) => each.replace(" ", "T")).join(",")
    },
    read(word) {
      const [first, last] = word.split(",").map((each) => each.replace("T", " "))
      hours = ENDING_NOW.find(([count]) => String(count) === word)?.[0] ?? (last ? 0 : hours)
      if (!hours) [from.value, to.value] = [first, last]
      show()
    },
  }
}
