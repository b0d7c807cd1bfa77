// @ts-check
// Actions of buttons and keys on the desk: one table, by the name in `data-do`.
import {caseActions} from "../cases/actions.js"
import {searchActions} from "../cases/search_form.js"
import {camera} from "../lib/camera.js"
import {ask, confirm, help} from "../lib/dialogs.js"
import {el} from "../lib/dom.js"
import {tools} from "../lib/map_tools.js"
import {toast} from "../lib/toasts.js"
import {say} from "../lib/words.js"
import {FLAGS} from "./address.js"
import {command, officer} from "./command.js"
import {data} from "./data.js"
import {evidence} from "./evidence.js"
import {language, palette, updateFrame, updateSelects} from "./frame.js"
import {currentAlert, hold, pointAt, rowOf} from "./queue.js"
import {search} from "./search.js"
import {soundSettings} from "./sound.js"
import {showTab} from "./tabs.js"
import {track} from "./track.js"
import {trails} from "./trails.js"
import {state, viewState, want} from "./view_state.js"
import {wasHere} from "./was_here.js"
import {zoning} from "./zones.js"

const ZOOM = 1.6
const BEFORE_S = 60
const ABOUT_DEG = 0.4
const MARKS = ["acknowledge", "silence", "true", "false", "known", "end"]
/** Marks that need a reason: their title and the reasons that are offered. @type {Record<string, [string, string[]]>} */
const REASONED = {silence: ["desk_silence", data.silence_reasons], end: ["desk_end", data.rescue_reasons]}
const CALM = ["orange", "yellow"]
let goTo = false

/** Brings the chosen vessel into view once its position is known. */
export function followChoice() {
  if (!goTo || !state.place || state.craft !== viewState.craft || state.alert !== viewState.alert) return
  goTo = false
  camera.show(state.place)
}

/** Shows an alert, a vessel, or both. @type {(alert: string, craft: string) => void} */
export function open(alert, craft) {
  pointAt(alert)
  goTo = true
  showTab("craft")
  want({alert, craft})
}

/** Marks an alert, by default the one under the cursor. @type {(kind: string, alert?: string) => Promise<void>} */
export async function mark(kind, alert = currentAlert()) {
  if (!alert) return toast(say("desk_choose_first"))
  hold()
  const name = rowOf(alert)?.querySelector("strong")?.textContent ?? alert
  if (kind in REASONED) {
    const [word, reasons] = REASONED[kind]
    const title = `${say(word)} · ${name}`
    return ask({title, reasons, field: "desk_reason", needed: true}, (reason) =>
      command("mark", alert, {mark: kind, reason}),
    )
  }
  const send = async () => {
    const answer = await command("mark", alert, {mark: kind, reason: ""})
    if (answer.ok && !answer.kept) toast(`${say(`desk_did_${kind}`)} · ${name}`)
  }
  if (kind !== "false" || isCalm(alert)) return send()
  confirm(`${say("desk_false_sure")} · ${name}`, say("desk_false_sure_why"), send)
}

/** Whether an alert on this page is neither red nor distress. @param {string} alert */
function isCalm(alert) {
  const shown = rowOf(alert) ?? document.querySelector(`#card [data-alert="${CSS.escape(alert)}"]`)
  return CALM.some((colour) => shown?.classList.contains(colour))
}

/** Goes to what is outside the map, worst first. @param {{dataset: DOMStringMap}} [hit] */
function outside(hit = el("edges").querySelector("button")) {
  if (hit) camera.show([Number(hit.dataset.lon), Number(hit.dataset.lat)])
}

/** Undoes the newest mark of an alert: of the button's alert, or by key of the alert under the cursor.
 * @param {HTMLElement} [hit] */
async function undo(hit) {
  /** @type {HTMLElement[]} */
  const buttons = [...document.querySelectorAll('[data-do="undo"]')].map((each) => /** @type {any} */ (each))
  const asked = hit ?? buttons.find(({dataset}) => dataset.alert === currentAlert())
  if (!asked) return toast(say(currentAlert() ? "desk_undo_none" : "desk_choose_first"))
  hold()
  const {alert = "", undoes, by, officer: who, what} = asked.dataset
  /** @param {string} reason */
  const send = (reason) => command("undo_mark", alert, {undoes: Number(undoes), reason})
  if (by !== officer.name) {
    const title = `${say("desk_undo")} · ${who} ${what}`
    return ask({title, reasons: data.undo_reasons, field: "desk_reason", needed: true}, send)
  }
  const answer = await send("")
  if (answer.ok && !answer.kept) toast(`${say("desk_undone")} · ${what}`)
}

function watch() {
  const {mmsi, name, watched} = el("card").querySelector(".first")?.dataset ?? {}
  if (!mmsi) return toast(say("desk_choose_first"))
  const off = watched === "true"
  const title = `${say(off ? "desk_unwatch" : "desk_watch")} · ${name}`
  ask({title, reasons: off ? [] : data.watch_reasons, field: "desk_reason", needed: true}, (reason) =>
    command(off ? "unwatch" : "watch", mmsi, off ? {reason} : {reason, name}),
  )
}

/** Runs `then` for an alert: by pointer the one under it, by key the chosen one, which is first on the card.
 * @type {(then: (alert: any) => void, what: string) => (hit?: HTMLElement) => void} */
const ofAlert = (then, what) => (hit) => {
  const asked = hit ?? el("card").querySelector(`[data-do="${what}"]`)
  if (asked) then(asked.dataset)
  else if (!el("card").querySelector("[data-alert]")) toast(say("desk_choose_first"))
}

/** Opens a replay in a page of its own, beside the watch, from before the alert on.
 * @param {{since: string}} alert */
function replay({since}) {
  const [from, t] = [data.pre_roll_s, BEFORE_S].map((before_s) => String(Number(since) - before_s))
  const {lang} = viewState
  const to = String(Math.floor(state.t_s))
  const params = new URLSearchParams({choose: "1", own: "1", from, to, t, lang, palette: el("wall").dataset.palette})
  if (state.place) {
    const [lon, lat] = state.place
    const bbox = [lon - ABOUT_DEG, lat - ABOUT_DEG / 2, lon + ABOUT_DEG, lat + ABOUT_DEG / 2]
    params.set("bbox", bbox.map((each) => each.toFixed(3)).join(","))
  }
  window.open(`/exercise?${params}`, "_blank")
}

/** @param {any} chosen a flag, or a list and one of its values */
function filter({filter, value}) {
  const name = /** @type {"unseen" | "kinds"} */ (filter)
  if (/** @type {readonly string[]} */ (FLAGS).includes(filter))
    return want({[name]: !viewState[name], actor: officer.name})
  const values = /** @type {string[]} */ (viewState[name])
  want({[name]: values.includes(value) ? values.filter((each) => each !== value) : [...values, value]})
}

/** @type {Record<string, (hit: any) => unknown>} */
export const actions = {
  ...caseActions,
  ...searchActions,
  open: ({dataset}) => open(dataset.alert, dataset.craft),
  find({dataset}) {
    if (dataset.craft) open("", dataset.craft)
    camera.show([Number(dataset.lon), Number(dataset.lat)], true)
    search.close()
  },
  filter: ({dataset}) => filter(dataset),
  "clear-filters"() {
    want({kinds: [], colours: [], rule: "", area: "", unseen: false, mine: false})
    updateSelects()
  },
  tab: ({dataset}) => showTab(dataset.tab),
  close() {
    track.close()
    want({craft: "", alert: ""})
  },
  track: () => track.toggle(),
  "track-fit": () => trails.fit(),
  "way-show": ({dataset}) => track.point(dataset),
  "way-craft": ({dataset}) => track.open(dataset),
  "was-here-open"({dataset}) {
    showTab("craft")
    wasHere.open(dataset)
  },
  "was-here"() {
    showTab("was-here")
    wasHere.draw()
  },
  "was-here-view": () => wasHere.view(),
  "was-here-clear": () => wasHere.leave(),
  "zoom-in": () => camera.zoom(1 / ZOOM),
  "zoom-out": () => camera.zoom(ZOOM),
  home: () => camera.home(),
  "zoom-to": () => (state.place ? camera.show(state.place, true) : toast(say("desk_choose_first"))),
  outside,
  measure: () => tools.toggle("measure"),
  "zone-new"() {
    showTab("zoning")
    zoning.draw()
  },
  "zone-show": ({dataset}) => zoning.show(dataset.zone),
  "zone-edit": ({dataset}) => zoning.edit(dataset.zone),
  "zone-end": ({dataset}) => zoning.end(dataset.zone),
  evidence: ofAlert(evidence, "evidence"),
  replay: ofAlert(replay, "replay"),
  watch,
  language,
  palette,
  undo,
  help: () => help(data.keys, "desk_help", "desk_close"),
  sound: soundSettings,
  async officer() {
    await officer.ask()
    want({actor: officer.name})
    updateFrame()
  },
  lists: () => window.open(`/cases?lang=${viewState.lang}`, "_blank"),
  "hand-over": () => window.open(`/desk/handover?lang=${viewState.lang}`, "_blank"),
  ...Object.fromEntries(
    MARKS.map((kind) => [
      kind,
      (/** @type {HTMLElement} */ hit) =>
        mark(kind, /** @type {HTMLElement} */ (hit.closest("[data-alert]")).dataset.alert),
    ]),
  ),
}
