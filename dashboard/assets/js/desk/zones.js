// @ts-check
// Zones drawn by officers: corners on the map, the form beside it, and the command that stores them with their author.
// The ledger checks them; its errors are shown beside the fields. Times are the site's local times.
import {camera} from "../lib/camera.js"
import {ask} from "../lib/dialogs.js"
import {el} from "../lib/dom.js"
import {boxAround} from "../lib/geometry.js"
import {points, tools} from "../lib/map_tools.js"
import {get} from "../lib/request.js"
import {toast} from "../lib/toasts.js"
import {say} from "../lib/words.js"
import {command, officer} from "./command.js"
import {data} from "./data.js"
import {clearProblems, readForm, showForm, showProblem, translateForm} from "./zone_form.js"
import {cornersOf, mistakes, zoneFeature} from "./zone_rules.js"

const SHOWN_MS = 6000
const AROUND = {share: 0.5, least_deg: 0.02}
const FIELDS = ["name_zh", "name_en", "kind", "ceiling", "max_speed_kn", "class_mask", "geometry"]
let drawing = "" // the id of the zone in the form
let version = 0 // number of the ledger event it was read from; 0 for a new zone

/** @param {SubmitEvent} event */
async function store(event) {
  event.preventDefault()
  const form = readForm()
  clearProblems()
  const wrong = mistakes(form, points.zone.length)
  for (const [field, word] of wrong) showProblem(field, say(word))
  if (wrong.length) return
  if (!officer.name && !(await officer.ask())) return
  tools.finish()
  const origin = {id: drawing, source: officer.name || "-", date: new Date().toISOString().slice(0, 10)}
  const feature = zoneFeature(form, points.zone, origin, data.ship_kinds.length)
  const body = {feature, ...(version ? {version} : {})}
  const outcome = await command("zone", drawing, body, el("zone"), true)
  if (!outcome.ok) return showRefusal(outcome)
  toast(say("desk_zone_stored"))
  zoning.leave()
}

/** @param {{why: string, answer?: any}} outcome */
const showRefusal = ({why, answer}) =>
  showProblem(answer?.field ?? FIELDS.find((name) => why.includes(name)) ?? "all", why)

/** The event that stored a zone; if there is none, null and a message. @type {(id: string) => Promise<any>} */
async function stored(id) {
  const event = (await get("/api/book"))?.zones[id] ?? null
  if (!event) toast(say("desk_not_sent"), true)
  return event
}

/** @param {import("../lib/geometry.js").Place[]} ring */
const bringIntoView = (ring) => camera.box(boxAround(ring, AROUND))

export const zoning = {
  draw() {
    version = 0
    drawing = `drawn-${Date.now().toString(36)}`
    const changed = () => showProblem("geometry", points.zone.length < 3 ? say("desk_hint_zone") : "")
    tools.ring([], false, changed)
    tools.use("zone")
    showForm(null, zoning.leave)
  },
  /** @param {string} id */
  async edit(id) {
    const event = await stored(id)
    if (!event) return
    drawing = id
    version = event.seq
    tools.ring(cornersOf(event.body.feature), true)
    tools.use("zone")
    showForm(event.body.feature, zoning.leave)
    bringIntoView(points.zone)
  },
  /** @param {string} id */
  async show(id) {
    const event = await stored(id)
    if (!event) return
    const ring = cornersOf(event.body.feature)
    tools.outline([ring])
    bringIntoView(ring)
    setTimeout(() => tools.outline([]), SHOWN_MS)
  },
  /** @param {string} id */
  async end(id) {
    const event = await stored(id)
    if (!event) return
    const question = {title: say("desk_zone_end"), reasons: data.end_reasons, field: "desk_reason", needed: true}
    ask(question, (reason) => command("zone_end", id, {reason, version: event.seq}))
  },
  leave() {
    drawing = ""
    el("zone").hidden = true
    tools.ring([], false)
    tools.use("")
  },
  update() {
    el("zone").onsubmit = store
    translateForm()
  },
}
