// @ts-check
// The officer's page: it sends the view state to the server, and shows the parts and the state that it receives.
import {caseNews} from "../cases/actions.js"
import {searchNews} from "../cases/search_map.js"
import {camera} from "../lib/camera.js"
import {el} from "../lib/dom.js"
import {tools} from "../lib/map_tools.js"
import {morph} from "../lib/morph.js"
import {stopwatch, timeLeft} from "../lib/times.js"
import {onWho} from "../lib/who.js"
import {say, speak} from "../lib/words.js"
import {actions, followChoice, open} from "./actions.js"
import {officer} from "./command.js"
import {data} from "./data.js"
import {updateFrame} from "./frame.js"
import {listen} from "./keys.js"
import {note} from "./note.js"
import {outbox} from "./outbox.js"
import {announce, beginQueue, clearNews, pointAt} from "./queue.js"
import {search} from "./search.js"
import {clock, short} from "./site_time.js"
import {sound} from "./sound.js"
import {showTab} from "./tabs.js"
import {track} from "./track.js"
import {address, attach, state, viewState, want} from "./view_state.js"
import {wasHere} from "./was_here.js"

const RETRY_MS = 30
let picks = 0

/** Parts arrive as markup; only differences are applied, so that focus, scroll and a click in progress survive.
 * @param {import("../lib/page.d.ts").Parts} columns */
function takeParts({name, html}) {
  for (const [at, part] of name.entries()) morph(el(part), html[at])
  writeTimes()
  pointAt()
  const first = el("card").querySelector(".first")
  el("watch").textContent = say(first?.dataset.watched === "true" ? "desk_unwatch" : "desk_watch")
  note.follow()
  el("craft").dataset.empty = String(!first)
  search.update()
}

/** @param {import("../lib/page.d.ts").Json} columns */
function takeState({json}) {
  const isFirst = !state.t_s
  Object.assign(state, JSON.parse(json[0]))
  camera.painted(state.view)
  if (state.picked === picks && viewState.pick) want({pick: null, craft: state.craft, alert: state.alert})
  writeTimes()
  tools.select(state.place)
  followChoice()
  const added = sound.call(state.calling)
  if (added.length && !isFirst) announce(added)
  clearNews()
  caseNews()
  searchNews()
  el("wall").dataset.ledger = state.alive ? "up" : "down"
  track.follow()
}

/** @type {(moments: DOMStringMap) => string} */
function timeText({since, due, within, at, form}) {
  if (within) return timeToAck(Number(within) - state.t_s)
  if (since) return stopwatch(state.t_s - Number(since))
  if (due) return timeLeft(Number(due) - state.t_s, say("lists_days"))
  return at ? (form === "short" ? short : clock)(Number(at)) : ""
}

/** The time within which an alert must be acknowledged. @param {number} left_s */
const timeToAck = (left_s) => `${say(left_s >= 0 ? "ack_within" : "ack_overdue")} ${stopwatch(Math.abs(left_s))}`

function writeTimes() {
  for (const each of document.querySelectorAll("time")) {
    const text = timeText(each.dataset)
    if (each.textContent !== text) each.textContent = text
  }
}

/** Bokeh builds its document after this script runs. */
function connect() {
  const source = window.Bokeh?.documents?.[0]?.get_model_by_name("view_state")
  if (!source) return setTimeout(connect, RETRY_MS)
  camera.begin(el("map"), address.get("bbox"), data.home, (view) => want({view}))
  attach(/** @type {any} */ (source))
}

speak(viewState.lang)
updateFrame()
tools.begin(([x_m, y_m]) => want({pick: [x_m, y_m, ++picks]}))
track.begin((craft) => {
  if (craft) open("", craft)
  else want({craft: "", alert: ""})
})
wasHere.begin()
search.begin()
beginQueue()
listen()
document.addEventListener("click", ({target}) => {
  const hit = target instanceof Element && target.closest("[data-do]")
  if (hit instanceof HTMLElement) actions[hit.dataset.do ?? ""]?.(hit)
})
note.begin()
outbox.begin()
for (const name of ["rule", "area"]) el(name).addEventListener("change", () => want({[name]: el(name).value}))
function updateOfficer() {
  officer.load()
  updateFrame()
  want({actor: officer.name})
}
addEventListener("storage", updateOfficer)
onWho(updateOfficer)
if (viewState.case) showTab("casework") // the address named a case, as links of the lists do
window.wanghaiDesk = {parts: takeParts, state: takeState}
if (viewState.case) showTab("casework")
connect()
