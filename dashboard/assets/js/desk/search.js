// @ts-check
// The search field. Enter and ↓ choose the first result of the query as it stands now, even if its results have not
// arrived yet: those listed until then belong to an earlier query.
import {el} from "../lib/dom.js"
import {viewState, want} from "./view_state.js"

let open = false
/** @type {((hit: HTMLElement) => void) | null} the action for the first hit, as soon as it arrives */
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
  /** Called after every update of the page. */
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
