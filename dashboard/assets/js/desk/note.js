// @ts-check
// The note: it belongs to the vessel or alert that it was begun for, whatever is chosen meanwhile. Drafts are kept in
// this browser, one for each subject, and survive a reload.
import {el} from "../lib/dom.js"
import {toast} from "../lib/toasts.js"
import {say} from "../lib/words.js"
import {command} from "./command.js"

const PREFIX = "wanghai.draft."
let [subject, name] = ["", ""]

/** @param {string} about */
const stored = (about) => localStorage.getItem(PREFIX + about) ?? ""

/** @type {(about: string, text: string) => void} */
function store(about, text) {
  if (text.trim()) localStorage.setItem(PREFIX + about, text)
  else localStorage.removeItem(PREFIX + about)
}

function label() {
  el("note-for").textContent = subject ? say("desk_note_for", {name}) : ""
}

export const note = {
  update: label,
  begin() {
    el("note-text").addEventListener("input", () => subject && store(subject, el("note-text").value))
    addEventListener("storage", ({key}) => {
      if (subject && key === PREFIX + subject && document.activeElement !== el("note-text"))
        el("note-text").value = stored(subject)
    })
    el("note").addEventListener("submit", note.submit)
  },
  /** Shows the draft of what the card shows. Without a card, a text that was begun keeps its subject. */
  follow() {
    const {subject: shown = "", name: shownName = ""} = el("card").querySelector(".first")?.dataset ?? {}
    const field = el("note-text")
    if (shown === subject || (!shown && field.value.trim())) return
    if (subject && field.value.trim()) toast(say("desk_draft_kept", {name}))
    const unbound = subject ? "" : field.value
    ;[subject, name] = [shown, shownName]
    field.value = (shown && stored(shown)) || unbound
    label()
  },
  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault()
    const [about, text] = [subject, el("note-text").value.trim()]
    if (!text) return
    if (!about) return toast(say("desk_choose_first"))
    const answer = await command("note", about, {text}, el("note"))
    if (!answer.ok) return
    if (stored(about).trim() === text) store(about, "")
    if (subject === about && el("note-text").value.trim() === text) el("note-text").value = ""
  },
}
