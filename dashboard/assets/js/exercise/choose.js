// Choosing a scenario or a recording: it is started beside this run, and the page leads there.
import {morph} from "../lib/morph.js"
import {post as send, toast} from "../lib/post.js"
import {data, say, speak, tongue} from "../lib/words.js"

const el = (id) => document.getElementById(id),
  asked = new URLSearchParams(location.search)
const post = (body) => send("/api/exercise/runs", body),
  POLL_MS = 1000,
  MOST_SEED = 999999999
let going = asked.get("going")

const text = (value) => {
  const node = document.createElement("i")
  node.textContent = value
  return node.innerHTML
}
const named = (each) => text(each[`name_${tongue()}`])

// Its page knows the way back here.
function address(run) {
  const wanted = new URLSearchParams({lang: tongue(), home: location.port})
  for (const kept of ["palette", "t", "bbox"]) if (asked.get(kept)) wanted.set(kept, asked.get(kept))
  return `http://${location.hostname}:${run.port}/exercise?${wanted}`
}

function row(run) {
  const words = {starting: "ex_starting", running: "ex_up", ended: "ex_over"}
  const open = run.state === "running" ? `<a class="tool main" href="${address(run)}">${say("ex_open")}</a>` : ""
  const stop =
    run.state === "ended" ? "" : `<button type="button" class="tool" data-stop="${run.id}">${say("ex_stop")}</button>`
  const why = run.why ? say("ex_failed", {why: run.why}) : run.port ? `:${run.port}` : ""
  return `<div class="run ${run.state}" data-key="${run.id}"><strong>${named(run)}</strong><span>${say(words[run.state])}</span><span class="soft">${text(why)}</span>${open}${stop}</div>`
}

function choice(each) {
  const long = each.to_s && each.kind === "scenario" ? say("ex_minutes", {count: Math.round(each.to_s / 60)}) : ""
  return `<button type="button" class="pick" data-key="${each.id}" data-choice="${each.id}"><strong>${named(each)}</strong><span class="soft">${text(each.kind === "scenario" ? each.what : "")}</span><span>${long}</span></button>`
}

async function poll() {
  try {
    const told = await (await fetch("/api/exercise/choices", {cache: "no-store"})).json()
    const of = (kind) =>
      told.choices
        .filter((each) => each.kind === kind)
        .map(choice)
        .join("")
    morph(el("runs"), told.runs.map(row).join("") || `<p class="soft">${say("ex_none_running")}</p>`)
    morph(el("scenarios"), of("scenario"))
    morph(el("recordings"), of("recording") || `<p class="soft">${say("ex_no_recordings")}</p>`)
    const mine = told.runs.find((each) => each.id === going)
    if (mine?.state === "running") location.href = address(mine)
    if (mine?.state === "ended") going = null
  } catch {
    /* asked again below */
  }
  setTimeout(poll, POLL_MS)
}

// UTC seconds; null when nothing was written, NaN when it is no time.
const utc = (id) => {
  const value = el(id).value.trim()
  return value ? Date.parse(/Z|[+-]\d\d:?\d\d$/.test(value) ? value : `${value}Z`) / 1000 : null
}

document.addEventListener("click", async (event) => {
  const {choice: chosen, stop} = event.target.closest("[data-choice], [data-stop]")?.dataset ?? {}
  if (stop) await post({stop})
  if (!chosen) return
  const span = chosen.startsWith("recording")
    ? {from: utc("from"), to: utc("to")}
    : {seed: Number(el("seed").value || 0)}
  if (Number.isNaN(span.seed)) return toast(say("ex_no_seed", {most: MOST_SEED}))
  if (Number.isNaN(span.from) || Number.isNaN(span.to)) return toast(say("ex_no_time"))
  going = (await post({choice: chosen, ...span}))?.id ?? null
  if (going) toast(say("ex_starting"))
})
el("language").addEventListener("click", () => {
  asked.set("lang", tongue() === "zh" ? "en" : "zh")
  location.search = asked
})
// From an alert of a desk: the record of this very watch, around that moment. Asked for once, however often one looks.
async function own() {
  const [from, to] = ["from", "to"].map((end) => Number(asked.get(end)))
  for (const once of ["own", "from", "to"]) asked.delete(once)
  going = (await post({choice: "own", from, to}))?.id ?? null
  if (going) asked.set("going", going)
  history.replaceState(null, "", `?${asked}`)
  if (going) toast(say("ex_starting"))
}

speak(data.lang)
el("language").textContent = data.lang === "zh" ? "EN" : "中"
el("back").hidden = !asked.has("choose")
el("back").href = `/exercise?lang=${data.lang}${asked.get("palette") ? `&palette=${asked.get("palette")}` : ""}`
if (asked.has("own")) own()
poll()
