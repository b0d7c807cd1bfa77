// @ts-check
// Injects: a kind is chosen, then a place on the map. The director process carries it out (dashboard/api).
import {el, make} from "../lib/dom.js"
import {toast} from "../lib/toasts.js"
import {say} from "../lib/words.js"
import {data, post} from "./data.js"

let kind = ""

/** @param {string} wanted */
function choose(wanted) {
  kind = wanted
  el("hint").textContent = kind ? say("ex_inject_hint", {what: say(`ex_inject_${kind}`)}) : ""
  if (kind) el("wall").dataset.injecting = kind
  else delete el("wall").dataset.injecting
  el("inject-box").open = false
}

/** Injects the chosen kind where the map was tapped. @param {import("../lib/geometry.js").Place} place */
export async function injectAt([lon, lat]) {
  if (!kind) return
  const chosen = kind
  choose("")
  if (await post("/api/exercise/inject", {kind: chosen, lon, lat}))
    toast(say("ex_inject_done", {what: say(`ex_inject_${chosen}`)}))
}

export function beginInjecting() {
  const buttons = data.injects.map((each) =>
    make("button", {
      type: "button",
      className: "tool",
      textContent: say(`ex_inject_${each}`),
      onclick: () => choose(each),
    }),
  )
  el("inject-list").replaceChildren(...buttons)
  document.addEventListener("keydown", ({key}) => {
    if (key === "Escape") choose("")
  })
}
