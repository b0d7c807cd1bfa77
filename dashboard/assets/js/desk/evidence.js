// 原始报文: what an alert rests on, as it was received: each sentence with its time, its feed and what it says.
import {make, show, toast} from "../lib/dialogs.js"
import {clock} from "../lib/period.js"
import {say, tongue} from "../lib/words.js"
import {get} from "./track.js"

const WIDE = "wide"

export async function evidence({refs, mmsi, title}) {
  const address = `/api/sentences?refs=${encodeURIComponent(refs)}&mmsi=${mmsi}`
  const body = make(
    "div",
    {className: "sentences", role: "list"},
    make("p", {className: "soft", textContent: say("desk_asking")}),
  )
  const dialog = show(make("h2", {textContent: `${say("desk_sentences")} · ${title}`}), body, ends())
  dialog.classList.add(WIDE)
  dialog.onclose = () => dialog.classList.remove(WIDE)
  const told = await get(address)
  if (!body.isConnected) return
  if (!told) return void body.firstChild.replaceChildren(say("desk_no_answer"))
  const {sentences, missing} = told
  body.replaceChildren(...sentences.map(line))
  if (!sentences.length) return body.append(make("p", {className: "soft", textContent: say("desk_sentences_none")}))
  if (missing.length)
    body.append(make("p", {className: "soft", textContent: say("desk_sentences_missing", {count: missing.length})}))
  dialog.querySelector(".row-end").prepend(
    make("a", {
      className: "tool",
      href: `${address}&format=nmea`,
      download: "sentences.nmea",
      textContent: say("desk_file", {kind: "NMEA"}),
    }),
    ...copying(sentences.map((each) => each.raw).join("\n")),
  )
}

// Browsers let only pages of this machine, or of a sealed line, write where one copies from.
function copying(text) {
  if (!navigator.clipboard) return []
  return [
    make("button", {
      type: "button",
      className: "tool",
      textContent: say("desk_sentences_copy"),
      onclick: () =>
        navigator.clipboard.writeText(text).then(
          () => toast(say("desk_sentences_copied")),
          () => {},
        ),
    }),
  ]
}

const line = (each) =>
  make(
    "div",
    {className: "sentence", role: "listitem"},
    make(
      "p",
      {},
      make("b", {className: "number", textContent: clock(Date.parse(each.t) / 1000)}),
      make("span", {className: "feed", textContent: each.feed}),
      make("span", {textContent: tongue() === "zh" ? each.text_zh : each.text_en}),
    ),
    make("code", {textContent: each.raw}),
  )

const ends = () =>
  make(
    "div",
    {className: "row-end"},
    make("button", {
      type: "button",
      className: "tool main",
      textContent: say("desk_close"),
      onclick: () => document.getElementById("ask").close(),
    }),
  )
