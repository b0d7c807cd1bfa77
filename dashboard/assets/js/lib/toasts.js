// @ts-check
// Short messages that disappear by themselves.
import {el, make} from "./dom.js"

const SHOWN_MS = 4500
const REFUSAL_SHOWN_MS = 12000
const MOST = 4

/** @type {(text: string, refusal?: boolean) => void} */
export function toast(text, refusal = false) {
  const made = make("div", {className: refusal ? "toast bad" : "toast", textContent: text})
  el("toasts").append(made)
  while (el("toasts").children.length > MOST) el("toasts").firstChild.remove()
  setTimeout(() => made.remove(), refusal ? REFUSAL_SHOWN_MS : SHOWN_MS)
}
