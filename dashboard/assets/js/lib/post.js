// What is asked of the server on the pages of exercises, and what it refuses, said in the page's language.
import {say, tongue} from "./words.js"

const TOAST_MS = 8000

export function toast(text) {
  const note = document.createElement("div")
  note.textContent = text
  document.getElementById("toasts").append(note)
  setTimeout(() => note.remove(), TOAST_MS)
}

export async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify(body),
    })
    const told = await answer.json()
    if (!answer.ok) toast(say("ex_not_sent", {why: told[`error_${tongue()}`] ?? told.error ?? answer.status}))
    return answer.ok ? told : null
  } catch (problem) {
    toast(say("ex_not_sent", {why: problem.message}))
    return null
  }
}
