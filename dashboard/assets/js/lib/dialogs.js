// What is asked in a small window: a reason, a name, settings of sound; the table of keys; and short messages.
import {data, say} from "./words.js"

const el = (id) => document.getElementById(id)
const TOAST_MS = 4500,
  REFUSAL_MS = 12000

export function make(kind, properties = {}, ...children) {
  const {dataset, ...rest} = properties
  const made = Object.assign(document.createElement(kind), rest)
  Object.assign(made.dataset, dataset)
  made.append(...children.filter((each) => each !== null))
  return made
}

export function toast(text, bad = false) {
  const made = make("div", {className: bad ? "toast bad" : "toast", textContent: text})
  el("toasts").append(made)
  while (el("toasts").children.length > 4) el("toasts").firstChild.remove()
  setTimeout(() => made.remove(), bad ? REFUSAL_MS : TOAST_MS)
}

export function show(...content) {
  const dialog = el("ask")
  dialog.replaceChildren(...content)
  dialog.onclose = null
  if (!dialog.open) dialog.showModal()
  return dialog
}

const cancel = () =>
  make("button", {type: "button", className: "tool", textContent: say("desk_cancel"), onclick: () => el("ask").close()})

function field(label, value, most = 200) {
  const input = make("input", {value: value ?? "", maxLength: most, autocomplete: "off"})
  return [make("label", {className: "field"}, make("span", {textContent: say(label)}), input), input]
}

// One window for everything that needs a word: chips fill the field; refused, it stays open with the text in it.
export function ask(
  {title, reasons = [], field: label, value, second, secondValue, needed = false},
  then,
  cancelled = () => {},
) {
  const [first, input] = field(label, value),
    [more, other] = second ? field(second, secondValue, 40) : [null, null]
  const wrong = make("p", {className: "wrong", role: "alert"})
  const chips = make(
    "div",
    {className: "chips"},
    ...reasons.map((each) =>
      make("button", {
        type: "button",
        className: "chip-button",
        textContent: say(each),
        onclick: () => {
          input.value = say(each)
          input.focus()
        },
      }),
    ),
  )
  const form = make(
    "form",
    {method: "dialog"},
    make("h2", {textContent: title}),
    chips,
    first,
    more,
    wrong,
    make(
      "div",
      {className: "row-end"},
      cancel(),
      make("button", {type: "submit", className: "tool main", textContent: say("desk_ok")}),
    ),
  )
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
  const dialog = show(form)
  dialog.onclose = () => {
    if (!done) cancelled()
  }
  input.focus()
  input.select()
}

export function help() {
  const lines = data.keys.map(([keys, word]) =>
    make(
      "tr",
      {},
      make("td", {}, ...keys.split(" ").map((key) => make("kbd", {textContent: key}))),
      make("td", {textContent: say(word)}),
    ),
  )
  show(
    make("h2", {textContent: say("desk_help")}),
    make("table", {}, make("tbody", {}, ...lines)),
    make(
      "div",
      {className: "row-end"},
      make("button", {
        type: "button",
        className: "tool main",
        textContent: say("desk_close"),
        onclick: () => el("ask").close(),
      }),
    ),
  )
}

export function settings(sound) {
  const level = make("input", {
    type: "range",
    min: 0,
    max: 100,
    value: sound.level,
    oninput: () => sound.set({level: Number(level.value)}),
  })
  const mute = make("input", {type: "checkbox", checked: sound.muted, onchange: () => sound.set({muted: mute.checked})})
  const trial = (kind, word) =>
    make("button", {type: "button", className: "tool", textContent: say(word), onclick: () => sound.play(kind, true)})
  show(
    make("h2", {textContent: say("desk_sound")}),
    make("label", {className: "field"}, make("span", {textContent: say("desk_level")}), level),
    make("label", {className: "check"}, mute, make("span", {textContent: say("desk_mute")})),
    make("p", {className: "soft", textContent: say("desk_sound_hint")}),
    make(
      "div",
      {className: "row-end"},
      trial("red", "short_red"),
      trial("distress", "short_distress"),
      make("button", {
        type: "button",
        className: "tool main",
        textContent: say("desk_close"),
        onclick: () => el("ask").close(),
      }),
    ),
  )
}
