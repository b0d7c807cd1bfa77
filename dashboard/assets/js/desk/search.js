// The search field. Enter and ↓ mean the first of what answers the words as they stand now, also when that answer is
// still on its way: what is listed until then answered other words.
import {want, wish} from "./view_state.js"

const el = (id) => document.getElementById(id)
let open = false,
  meant = null

export const search = {
  begin() {
    el("query").addEventListener("input", () => {
      meant = null
      open = true
      want({query: el("query").value})
    })
    el("query").addEventListener("focus", () => {
      open = true
      this.told()
    })
    document.addEventListener("click", (event) => {
      if (!event.target.closest?.("#search")) this.hide()
    })
  },
  // After every update of the page.
  told() {
    const words = wish.query.trim(),
      answer = el("results").firstElementChild
    el("results").hidden = !(open && words)
    if (!meant || answer?.dataset.query !== words) return
    const [hit, then] = [answer.querySelector("button"), meant]
    meant = null
    if (hit) then(hit)
  },
  first(then) {
    meant = then
    this.told()
  },
  hide() {
    open = false
    this.told()
  },
  close() {
    meant = null
    el("query").value = ""
    el("query").blur()
    want({query: ""})
    this.hide()
  },
}
