// @ts-check
// Signing the hand-over: the command goes to the ledger, which adds the open alerts and the head of its chain.
import {el} from "../lib/dom.js"
import {randomHex} from "../lib/numbers.js"
import {refusal} from "../lib/request.js"
import {beginWho, onWho, who} from "../lib/who.js"
import {keepOfficer, officerKept} from "./officer.js"
import {postAs} from "./officer_session.js"

const [lang, words] = window.wanghaiSheet
const command_id = randomHex(16)

/** @param {SubmitEvent} event */
async function sign(event) {
  event.preventDefault()
  const form = new FormData(el("sign"))
  const to = String(form.get("to")).trim()
  const {name, desk} = officer()
  const wrong = el("sign").querySelector(".wrong")
  wrong.textContent = to && name ? "" : words.desk_needed
  if (wrong.textContent) return
  const subject = `${new Date().toISOString().slice(0, 16)}Z`
  const body = {to, text: String(form.get("text"))}
  const answer = await postAs(name, "/api/commands", {command_id, kind: "hand_over", subject, desk, body})
  if (!answer.ok) return wrong.replaceChildren(refusal(answer, lang) || words.desk_not_sent)
  if (!who?.accounts) keepOfficer({name: to, desk})
  wrong.className = "done"
  wrong.textContent = `✓ ${words.sheet_signed} · ${answer.body.seq}`
  el("sign").querySelector("[type=submit]").disabled = true
}

const officer = () => (who?.accounts ? {...officerKept(), name: who.person?.name_zh ?? ""} : officerKept())

onWho(() => {
  el("officer").textContent = officer().name
})
beginWho()
el("print").addEventListener("click", () => print())
el("sign").addEventListener("submit", sign)
