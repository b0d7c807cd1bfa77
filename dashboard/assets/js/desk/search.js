// @ts-check
// The search field. Enter and ↓ mean the first of what answers the words as they stand now, also when that answer is
// still on its way: what is listed until then answered other words.
import {el} from "../lib/dom.js"
import {viewState, want} from "./view_state.js"

let open = false
/** @type {((hit: HTMLElement) => void) | null} what to do with the first hit, as soon as it is there */
let pending = null

export const search = {
  begin() {
    el("query").addEventListener("input", () => {
      pending = null
      open = true
      want({query: el("query").value})
    })
    el("query").addEventListener("focus", () => {
      open = true
      search.update()
    })
    document.addEventListener("click", ({target}) => {
      if (!(target instanceof Element && target.closest("#search"))) search.hide()
    })
  },
  /** After every update of the page. */
  update() {
    const words = viewState.query.trim()
    const answer = el("results").firstElementChild
    el("results").hidden = !(open && words)
    if (!pending || answer?.dataset.query !== words) return
    const [hit, then] = [answer.querySelector("button"), pending]
    pending = null
    if (hit) then(hit)
  },
  /** @param {(hit: HTMLElement) => void} then */
  first(then) {
    pending = then
    search.update()
  },
  hide() {
    open = false
    search.update()
  },
  close() {
    pending = null
    el("query").value = ""
    el("query").blur()
    want({query: ""})
    search.hide()
  },
}
