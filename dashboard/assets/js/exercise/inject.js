// Injecting: a kind is chosen, then a place on the map. What lives here: that hand. What does not: what comes of it.

import {post, toast} from "../lib/post.js"
import {data, say} from "../lib/words.js"
import {onTap} from "./exercise.js"

const el = (id) => document.getElementById(id)
let kind = ""

function hold(wanted) {
  kind = wanted
  el("hint").textContent = kind ? say("ex_inject_hint", {what: say(`ex_inject_${kind}`)}) : ""
  if (kind) el("wall").dataset.injecting = kind
  else delete el("wall").dataset.injecting
  el("inject-box").open = false
}

onTap((place) => {
  if (!kind) return false
  const [what, [lon, lat]] = [kind, place]
  hold("")
  post("/api/exercise/inject", {kind: what, lon, lat}).then(
    (told) => told && toast(say("ex_inject_done", {what: say(`ex_inject_${what}`)})),
  )
  return true
})
el("inject-list").replaceChildren(
  ...data.injects.map((each) => {
    const button = document.createElement("button")
    Object.assign(button, {
      type: "button",
      className: "tool",
      textContent: say(`ex_inject_${each}`),
      onclick: () => hold(each),
    })
    return button
  }),
)
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hold("")
})
