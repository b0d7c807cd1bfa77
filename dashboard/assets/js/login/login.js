// @ts-check
// The log-in page. It goes back to the page that needed the log-in (`next`), and on its own when the session is known.
import {el} from "../lib/dom.js"
import {get, post, refusal} from "../lib/request.js"

const POLL_MS = 3000
const HOME = {cases: "/desk", other: "/wall"}
const LOOKERS = ["viewer", "integrator", "director", "admin"] // roles without cases
const data = /** @type {any} */ (window).wanghaiPage
// The answer of the provider has a code in its address, which works once: a reload shows the log-in.
if (location.pathname !== "/login")
  history.replaceState(null, "", `/login?${new URLSearchParams({lang: data.lang, next: data.next})}`)
const address = new URLSearchParams(location.search)
const cameFrom = new URLSearchParams(data.next.split("?")[1] ?? "")
let lang = address.has("lang") ? data.lang : (cameFrom.get("lang") ?? data.lang)
/** @type {any} */
let me = null
/** @type {any} */
let provider = null

/** @type {(key: string, values?: Record<string, string>) => string} */
const say = (key, values = {}) =>
  Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, value),
    data.words[key][lang === "zh" ? 0 : 1],
  )
const next = () => data.next // the server leads to its own pages only
/** @param {any} person */
const rolesOf = (person) => person.roles.map((/** @type {string} */ role) => say(`role_${role}`)).join(" · ")
/** @param {string[]} roles */
const isLooker = (roles) => roles.every((role) => LOOKERS.includes(role))

/** @param {string} text */
function notice(text) {
  el("notice").textContent = text
  el("notice").hidden = !text
}

function demoList() {
  el("demo-list").replaceChildren(
    ...data.demo.map((/** @type {any} */ each) => {
      const button = document.createElement("button")
      const [name, unit, role] = ["span", "small", "i"].map((tag) => document.createElement(tag))
      name.textContent = lang === "zh" ? each.name_zh : each.name_en || each.name_zh
      unit.textContent = data.units[each.unit]?.[lang === "zh" ? 0 : 1] ?? say("log_in_site")
      role.textContent = rolesOf(each)
      button.type = "button"
      button.dataset.account = each.account
      button.append(name, unit, role)
      button.addEventListener("click", () => logIn({account: each.account}))
      return button
    }),
  )
}

function show() {
  const person = me?.person
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en"
  document.title = `${say("log_in")} · ${data.title[lang]}`
  el("title").textContent = data.title[lang]
  el("language").textContent = lang === "zh" ? "EN" : "中文"
  for (const node of document.querySelectorAll("[data-w]"))
    node.textContent = say(/** @type {HTMLElement} */ (node).dataset.w ?? "")
  el("log-in").hidden = !me?.accounts || Boolean(person)
  el("log-in-title").textContent = say(data.provider ? "log_in_or" : "log_in")
  el("demo").hidden = !data.demo.length || Boolean(person)
  el("me").hidden = !person
  el("change").hidden = Boolean(me?.exercise)
  el("others").hidden = Boolean(me?.accounts)
  demoList()
  showProvider(!me?.accounts || Boolean(person))
  if (person) {
    el("my-name").textContent = person[`name_${lang}`]
    el("my-roles").textContent = [person[`unit_${lang}`] || say("log_in_site"), rolesOf(person)].join(" · ")
    el("to-desk").hidden = isLooker(person.roles)
  }
  if (!me) notice(say("log_in_waiting"))
  else if (!me.accounts) notice(say(data.replay ? "log_in_replay" : me.local ? "log_in_none" : "log_in_elsewhere"))
  else if (person && next()) notice(say("log_in_no_right", {page: next().split("?")[0]}))
  else notice(data.why?.[lang] ?? "")
}

/** @param {boolean} hidden */
function showProvider(hidden) {
  el("provider").hidden = hidden || !data.provider
  if (!data.provider) return
  const name = data.provider[lang === "zh" ? 0 : 1]
  const link = /** @type {HTMLAnchorElement} */ (el("to-provider"))
  link.textContent = say("log_in_at", {name})
  link.href = `/oidc/start?${new URLSearchParams({lang, next: next(), ...(data.why && {again: "1"})})}`
  const dead = provider?.answers === false
  el("provider-dead").hidden = !dead
  if (dead) {
    const wrong = provider.reason === "oidc_silent" ? say("log_in_dead", {name}) : provider[`error_${lang}`]
    el("provider-dead").textContent = wrong
  }
}

/** @param {object} given */
async function logIn(given) {
  const wrong = el("log-in").querySelector(".wrong")
  wrong.textContent = ""
  const answer = await post("/api/login", given)
  if (answer.ok) return location.assign(next() || (isLooker(answer.body.roles) ? HOME.other : HOME.cases))
  if (answer.body.reason === "log_in_code") {
    el("code-row").hidden = false
    el("code-row").querySelector("input").focus()
  }
  wrong.textContent = refusal(answer, lang) || say("log_in_not_sent")
}

/** @param {SubmitEvent} event */
async function change(event) {
  event.preventDefault()
  const form = /** @type {HTMLFormElement} */ (event.target)
  const {old, again, ...given} = Object.fromEntries(new FormData(form))
  const line = el("change").querySelector(".wrong, .done")
  line.className = "wrong"
  line.textContent = again === given.new ? "" : say("log_in_differ")
  if (line.textContent) return
  const answer = await post("/api/password", {old, new: given.new})
  line.className = answer.ok ? "done" : "wrong"
  line.textContent = answer.ok ? say("log_in_changed") : refusal(answer, lang) || say("log_in_not_sent")
  if (answer.ok) form.reset()
}

/** Waits for the ledger, and goes on when this browser has a session again. */
async function look() {
  const had = me?.person
  me = await get("/api/me")
  show()
  if (data.provider && !me?.person) provider = await get("/api/oidc")
  if (data.provider) show()
  const came = me?.person && !had && next() && document.referrer === "" && performance.now() > POLL_MS
  if (came) location.assign(next())
  if (!me?.person) setTimeout(look, POLL_MS)
}

el("log-in").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
  event.preventDefault()
  logIn(Object.fromEntries(new FormData(el("log-in"))))
})
el("change").addEventListener("submit", change)
el("log-out").addEventListener("click", async () => {
  const answer = await post("/api/logout", {})
  location.assign(answer.body.leave || "/login")
})
el("language").addEventListener("click", () => {
  lang = lang === "zh" ? "en" : "zh"
  show()
})
el("palette").addEventListener("click", () => {
  const all = (document.body.dataset.palettes ?? "").split(" ")
  address.set("palette", all[(all.indexOf(document.body.dataset.palette ?? "") + 1) % all.length])
  address.set("lang", lang)
  location.search = address.toString()
})
look()
