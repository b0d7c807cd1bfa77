// @ts-check
// Choice of a scenario or a recording: it is started beside this run, and the page goes there.
import {el} from "../lib/dom.js"
import {morph} from "../lib/morph.js"
import {get} from "../lib/request.js"
import {escapeHtml} from "../lib/text.js"
import {utcMoment} from "../lib/times.js"
import {toast} from "../lib/toasts.js"
import {beginWho} from "../lib/who.js"
import {named, say, speak, tongue} from "../lib/words.js"
import {data, post} from "./data.js"

const POLL_MS = 1000
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
const MOST_SEED = 999999999
const STATES = {starting: "ex_starting", running: "ex_up", ended: "ex_over"}
const address = new URLSearchParams(location.search)
let going = address.get("going")

/** @param {object} content */
const send = (content) => post("/api/exercise/runs", content)
/** @param {any} record */
const nameOf = (record) => escapeHtml(named(record, "name"))

/** Whether this browser may open a run: a replay has no accounts, so it serves its own machine only. @param {any} run */
const opens = (run) => run.kind === "scenario" || LOOPBACK.includes(location.hostname)

/** The address of a run's page, with a link back to this one. @param {{port: number}} run */
function pageOf(run) {
  const params = new URLSearchParams({lang: tongue(), home: location.port})
  for (const name of ["palette", "t", "bbox"]) {
    const value = address.get(name)
    if (value) params.set(name, value)
  }
  return `${location.protocol}//${location.hostname}:${run.port}/exercise?${params}`
}

/** @param {any} run */
function runMarkup(run) {
  const word = STATES[/** @type {keyof typeof STATES} */ (run.state)]
  const link = opens(run)
    ? `<a class="tool main" href="${pageOf(run)}">${say("ex_open")}</a>`
    : `<span class="soft">${say("ex_here_only")}</span>`
  const open = run.state === "running" ? link : ""
  const stop =
    run.state === "ended" ? "" : `<button type="button" class="tool" data-stop="${run.id}">${say("ex_stop")}</button>`
  const why = run.why ? say("ex_failed", {why: run.why}) : run.port ? `:${run.port}` : ""
  return `<div class="run ${run.state}" data-key="${run.id}"><strong>${nameOf(run)}</strong>\
<span>${say(word)}</span><span class="soft">${escapeHtml(why)}</span>${open}${stop}</div>`
}

/** @param {any} choice */
function choiceMarkup(choice) {
  const isScenario = choice.kind === "scenario"
  const long = choice.to_s && isScenario ? say("ex_minutes", {count: Math.round(choice.to_s / 60)}) : ""
  const what = isScenario ? escapeHtml(choice.what ?? "") : ""
  return `<button type="button" class="pick" data-key="${choice.id}" data-choice="${choice.id}">\
<strong>${nameOf(choice)}</strong><span class="soft">${what}</span><span>${long}</span></button>`
}

/** @param {string} word */
const softMarkup = (word) => `<p class="soft">${say(word)}</p>`

async function poll() {
  const answer = await get("/api/exercise/choices")
  if (answer) show(answer)
  setTimeout(poll, POLL_MS)
}

/** @param {{choices: any[], runs: any[]}} answer */
function show({choices, runs}) {
  /** @param {string} kind */
  const of = (kind) =>
    choices
      .filter((each) => each.kind === kind)
      .map(choiceMarkup)
      .join("")
  morph(el("runs"), runs.map(runMarkup).join("") || softMarkup("ex_none_running"))
  morph(el("scenarios"), of("scenario"))
  morph(el("recordings"), of("recording") || softMarkup("ex_no_recordings"))
  const mine = runs.find(({id}) => id === going)
  if (mine?.state === "running" && opens(mine)) location.href = pageOf(mine)
  if (mine?.state === "ended") going = null
}

/** @param {object} content */
async function start(content) {
  going = (await send(content))?.id ?? null
  if (going) toast(say("ex_starting"))
}

/** @param {string} choice */
function startChoice(choice) {
  if (choice.startsWith("recording")) {
    const [from, to] = ["from", "to"].map((end) => utcMoment(el(end).value))
    if (Number.isNaN(from) || Number.isNaN(to)) return toast(say("ex_no_time"))
    return start({choice, from, to})
  }
  const seed = Number(el("seed").value || 0)
  return Number.isNaN(seed) ? toast(say("ex_no_seed", {most: MOST_SEED})) : start({choice, seed})
}

/** Opened from an alert of a desk: starts a replay of this watch around that moment, once. */
async function startOwn() {
  const [from, to] = ["from", "to"].map((end) => Number(address.get(end)))
  for (const once of ["own", "from", "to"]) address.delete(once)
  await start({choice: "own", from, to})
  if (going) address.set("going", going)
  history.replaceState(null, "", `?${address}`)
}

document.addEventListener("click", async ({target}) => {
  const button = target instanceof Element && target.closest("[data-choice], [data-stop]")
  if (!(button instanceof HTMLElement)) return
  const {choice, stop} = button.dataset
  if (stop) await send({stop})
  if (choice) startChoice(choice)
})
el("language").addEventListener("click", () => {
  address.set("lang", tongue() === "zh" ? "en" : "zh")
  location.search = address.toString()
})

const palette = address.get("palette")
speak(data.lang)
el("language").textContent = data.lang === "zh" ? "EN" : "中"
el("back").hidden = !address.has("choose")
el("back").href = `/exercise?lang=${data.lang}${palette ? `&palette=${palette}` : ""}`
if (address.has("own")) startOwn()
beginWho()
poll()
