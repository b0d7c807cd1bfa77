// @ts-check
// Who is logged in, on the bar of every page: name, unit and role, with the way to log in or out.
import {get} from "./request.js"

const POLL_MS = 30000

/** @typedef {{account: string, name_zh: string, name_en: string, unit_zh: string, unit_en: string, roles: string[]}} Me
 * @typedef {{accounts: boolean, exercise: boolean, guest: boolean, person: Me | null, words: any}} Who */

/** @type {Who | null} */
export let who = null
/** @type {(() => void)[]} */
const listeners = []

/** Calls `changed` whenever somebody else is logged in, and now if that is known already. @param {() => void} changed */
export function onWho(changed) {
  listeners.push(changed)
  if (who) changed()
}

/** @param {Who} now @param {string} lang */
export function whoText(now, lang) {
  const words = (/** @type {string} */ key) => now.words[key][lang === "en" ? 1 : 0]
  if (!now.accounts) return words("who_none")
  if (!now.person) return words(now.guest ? "who_guest" : "who_nobody")
  const {roles, ...person} = now.person
  const parts = lang === "en" ? [person.name_en, person.unit_en] : [person.name_zh, person.unit_zh]
  return [...parts, roles.map((role) => words(`role_${role}`)).join("、")].filter(Boolean).join(" · ")
}

/** The address of the log-in, which leads back here. */
export const logInAddress = () =>
  `/login?lang=${language()}&next=${encodeURIComponent(location.pathname + location.search)}`

const language = () => (document.documentElement.lang.startsWith("en") ? "en" : "zh")

function show() {
  const node = document.getElementById("who")
  if (!node || !who) return
  const text = whoText(who, language())
  if (node.textContent !== text) node.textContent = text
  node.setAttribute("href", who.person || !who.accounts ? `/login?lang=${language()}` : logInAddress())
  node.classList.toggle("plain", !who.person)
}

async function look() {
  const before = JSON.stringify(who?.person)
  who = (await get("/api/me")) ?? who
  show()
  if (who && before !== JSON.stringify(who.person)) for (const changed of listeners) changed()
}

/** Shows it now and from time to time. */
export async function beginWho() {
  new MutationObserver(show).observe(document.documentElement, {attributeFilter: ["lang"]})
  await look()
  setInterval(look, POLL_MS)
}
