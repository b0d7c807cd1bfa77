// @ts-check
// 原始语句: the received sentences behind an alert, each with its time, its feed and its content.
import {buttonRow, closing, show} from "../lib/dialogs.js"
import {make} from "../lib/dom.js"
import {answerOf, refusal} from "../lib/request.js"
import {seconds} from "../lib/times.js"
import {toast} from "../lib/toasts.js"
import {named, say, tongue} from "../lib/words.js"
import {clock} from "./site_time.js"

const WIDE = "wide"

/** @type {(word: string, values?: Record<string, unknown>) => HTMLParagraphElement} */
const soft = (word, values) => make("p", {className: "soft", textContent: say(word, values)})

/** @param {{refs: string, mmsi: string, title: string}} alert */
export async function evidence({refs, mmsi, title}) {
  const address = `/api/sentences?refs=${encodeURIComponent(refs)}&mmsi=${mmsi}`
  const body = make("div", {className: "sentences", role: "list"}, soft("desk_asking"))
  const buttons = buttonRow(closing("desk_close"))
  const dialog = show(make("h2", {textContent: `${say("desk_sentences")} · ${title}`}), body, buttons)
  dialog.classList.add(WIDE)
  dialog.onclose = () => dialog.classList.remove(WIDE)
  const answer = await answerOf(address)
  if (!body.isConnected) return
  const {sentences, missing = []} = answer.body
  if (!sentences) return body.replaceChildren(soft("desk_no_answer"))
  body.replaceChildren(...sentences.map(line))
  if (!answer.ok) body.prepend(make("p", {className: "wrong", role: "alert", textContent: refusal(answer, tongue())}))
  else if (!sentences.length) return body.append(soft("desk_sentences_none"))
  if (missing.length) body.append(soft("desk_sentences_missing", {count: missing.length}))
  if (answer.ok) buttons.prepend(download(`${address}&format=nmea`))
  buttons.prepend(...copying(sentences.map((/** @type {any} */ each) => each.raw)))
}

/** @param {string} href */
const download = (href) =>
  make("a", {
    className: "tool",
    href,
    download: "sentences.nmea",
    textContent: say("desk_file", {kind: "NMEA"}),
  })

/** Browsers allow only pages of this machine, or over TLS, to write to the clipboard. @param {string[]} lines */
function copying(lines) {
  if (!navigator.clipboard) return []
  const done = () => toast(say("desk_sentences_copied"))
  const onclick = () => navigator.clipboard.writeText(lines.join("\n")).then(done, () => {})
  return [make("button", {type: "button", className: "tool", textContent: say("desk_sentences_copy"), onclick})]
}

/** @param {any} sentence */
const line = (sentence) =>
  make(
    "div",
    {className: "sentence", role: "listitem"},
    make(
      "p",
      {},
      make("b", {className: "number", textContent: clock(seconds(sentence.t))}),
      make("span", {className: "feed", textContent: sentence.feed}),
      make("span", {textContent: named(sentence, "text")}),
    ),
    make("code", {textContent: sentence.raw}),
  )
