// Zones drawn by officers: corners on the map, the form beside it, and the command that stores them with their author.
// The ledger checks them; what it says is wrong is shown beside the field. Times are the site's local times.

import {camera} from "../lib/camera.js"
import {ask, make, toast} from "../lib/dialogs.js"
import {points, tools} from "../lib/map_tools.js"
import {data, say, tongue} from "../lib/words.js"
import {command, officer} from "./command.js"

const el = (id) => document.getElementById(id)
const YEAR = 2000,
  DAY_MS = 86400000,
  SHOWN_MS = 6000,
  MOST_KN = 60,
  MOST_MIN = 43200 // a leap year, so that 29 February is a day
let drawing = null,
  version = 0 // of the zone in the form: its id, and the event it was read from

const two = (number) => String(number).padStart(2, "0")
const dayOf = (time) => {
  const at = new Date(time)
  return `${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
}
const timeOf = (day) => {
  const [month, date] = day.split("-").map(Number)
  return Date.UTC(YEAR, month - 1, date)
}

// Days from–to and hours from–to as windows "MM-DD HH:MM"; the end is outside. No days: the whole year.
export function windows(first, last, from, to) {
  if (!first && !from) return "always"
  const start = first ? timeOf(first) : Date.UTC(YEAR, 0, 1),
    end = last ? timeOf(last) : first ? timeOf(first) : Date.UTC(YEAR, 11, 31)
  if (!from) return [{from: `${dayOf(start)} 00:00`, to: `${dayOf(end + DAY_MS)} 00:00`}]
  const days = (end - start) / DAY_MS + 1,
    count = days > 0 ? days : days + 366
  return Array.from({length: count}, (_, at) => {
    const day = start + at * DAY_MS
    return {from: `${dayOf(day)} ${from}`, to: `${dayOf(to > from ? day : day + DAY_MS)} ${to}`}
  })
}

// And back, for the form.
export function spans(told) {
  if (told === "always") return ["", "", "", ""]
  const first = told[0],
    last = told[told.length - 1],
    hours = first.from.slice(6) !== "00:00" || told.length > 1
  if (hours) return [first.from.slice(0, 5), last.from.slice(0, 5), first.from.slice(6), first.to.slice(6)]
  return [first.from.slice(0, 5), dayOf(timeOf(first.to.slice(0, 5)) - DAY_MS), "", ""]
}

// Something that says one of two words; `furnish` changes the language of all of them.
const spoken = (kind, words) =>
  make(kind, {dataset: {zh: words[0], en: words[1]}, textContent: words[tongue() === "zh" ? 0 : 1]})
const labelled = (kind, word, properties = {}) =>
  make(kind, {...properties, dataset: {w: word}, textContent: say(word)})

function input(name, label, value, properties = {}) {
  const made = make("input", {name, value: value ?? "", autocomplete: "off", ...properties})
  return make(
    "label",
    {className: "field"},
    make("span", {dataset: {w: label}, textContent: say(label)}),
    made,
    make("small", {className: "wrong", dataset: {for: name}}),
  )
}
function choice(name, label, options, value) {
  const made = make(
    "select",
    {name},
    ...options.map(([id, ...words]) => Object.assign(spoken("option", words), {value: id})),
  )
  made.value = value ?? options[0][0]
  return make(
    "label",
    {className: "field"},
    make("span", {dataset: {w: label}, textContent: say(label)}),
    made,
    make("small", {className: "wrong", dataset: {for: name}}),
  )
}

function fill(feature) {
  const told = feature?.properties ?? {},
    rule = told.rule ?? {},
    [first, last, from, to] = spans(rule.windows ?? "always")
  const bound = new Set(
    (rule.class_mask ?? ["all"]).includes("all") ? data.ship_kinds.map(([id]) => id) : rule.class_mask,
  )
  const kinds = data.ship_kinds.map(([id, ...words]) =>
    make(
      "label",
      {className: "check"},
      make("input", {type: "checkbox", name: "class_mask", value: id, checked: bound.has(id)}),
      spoken("span", words),
    ),
  )
  const alert = make("input", {type: "checkbox", name: "alert", checked: rule.alert ?? true})
  el("zone").replaceChildren(
    labelled("h3", feature ? "desk_zone_edit" : "desk_zone_draw"),
    make("small", {className: "wrong", dataset: {for: "geometry"}}),
    make(
      "div",
      {className: "pair"},
      input("name_zh", "desk_zone_name_zh", told.name_zh, {maxLength: 40}),
      input("name_en", "desk_zone_name_en", told.name_en, {maxLength: 60}),
    ),
    make(
      "div",
      {className: "pair"},
      choice("kind", "desk_zone_kind", data.zone_kinds, told.kind),
      choice("ceiling", "desk_zone_ceiling", data.ceilings, rule.ceiling ?? "red"),
    ),
    make(
      "div",
      {className: "pair"},
      input("first", "desk_zone_first", first, {placeholder: "05-01", maxLength: 5}),
      input("last", "desk_zone_last", last, {placeholder: "09-16", maxLength: 5}),
    ),
    make(
      "div",
      {className: "pair"},
      input("from", "desk_zone_from", from, {placeholder: "22:00", maxLength: 5}),
      input("to", "desk_zone_to", to, {placeholder: "04:00", maxLength: 5}),
    ),
    make(
      "div",
      {className: "pair"},
      input("max_speed_kn", "desk_zone_speed", rule.max_speed_kn, {inputMode: "decimal"}),
      input("dwell_min", "desk_zone_dwell", rule.max_dwell_s ? rule.max_dwell_s / 60 : "", {inputMode: "decimal"}),
    ),
    make(
      "fieldset",
      {},
      labelled("legend", "desk_zone_binds"),
      ...kinds,
      make("small", {className: "wrong", dataset: {for: "class_mask"}}),
    ),
    make("label", {className: "check"}, alert, labelled("span", "desk_zone_alert")),
    make("p", {className: "wrong", role: "alert", dataset: {for: "all"}}),
    make(
      "div",
      {className: "row-end"},
      labelled("button", "desk_cancel", {type: "button", className: "tool", onclick: () => zoning.leave()}),
      labelled("button", "desk_zone_store", {type: "submit", className: "tool main"}),
    ),
  )
  el("zone").hidden = false
}

function wrong(name, text) {
  const place =
    el("zone").querySelector(`.wrong[data-for="${name}"]`) ?? el("zone").querySelector('.wrong[data-for="all"]')
  place.textContent = text
  return !text
}

// What can be seen here is said here; the rest is for the ledger.
function checked(told) {
  for (const each of el("zone").querySelectorAll(".wrong")) each.textContent = ""
  const day = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    hour = /^([01]\d|2[0-3]):[0-5]\d$/,
    number = /^\d+(\.\d+)?$/
  const rules = [
    ["geometry", points.zone.length > 2, "desk_wrong_corners"],
    ["name_zh", told.name_zh, "desk_needed"],
    ["name_en", told.name_en, "desk_needed"],
    ["first", !told.first || day.test(told.first), "desk_wrong_day"],
    ["last", !told.last || day.test(told.last), "desk_wrong_day"],
    ["last", !told.last || told.first, "desk_wrong_pair"],
    ["to", !told.from === !told.to, "desk_wrong_pair"],
    ["from", !told.from || hour.test(told.from), "desk_wrong_hour"],
    ["to", !told.to || (hour.test(told.to) && told.to !== told.from), "desk_wrong_hour"],
    [
      "max_speed_kn",
      !told.max_speed_kn || (number.test(told.max_speed_kn) && told.max_speed_kn <= MOST_KN),
      "desk_wrong_speed",
    ],
    ["dwell_min", !told.dwell_min || (number.test(told.dwell_min) && told.dwell_min <= MOST_MIN), "desk_wrong_dwell"],
    ["class_mask", told.class_mask.length, "desk_needed"],
  ]
  const broken = rules.filter(([, good]) => !good)
  for (const [name, , word] of broken) wrong(name, say(word))
  return !broken.length
}

function feature(told, id) {
  const everyone = told.class_mask.length === data.ship_kinds.length
  const rule = {
    class_mask: everyone ? ["all"] : told.class_mask,
    windows: windows(told.first, told.last, told.from, told.to),
    ceiling: told.ceiling,
    alert: told.alert,
    ...(told.max_speed_kn ? {max_speed_kn: Number(told.max_speed_kn)} : {}),
    ...(told.dwell_min ? {max_dwell_s: Number(told.dwell_min) * 60} : {}),
  }
  const ring = [...points.zone, points.zone[0]].map((each) => each.map((deg) => Number(deg.toFixed(6))))
  const properties = {
    id,
    kind: told.kind,
    name_zh: told.name_zh,
    name_en: told.name_en,
    rule,
    source: officer.name || "-",
    date: new Date().toISOString().slice(0, 10),
    illustrative: false,
  }
  return {type: "Feature", properties, geometry: {type: "Polygon", coordinates: [ring]}}
}

async function store(event) {
  event.preventDefault()
  const form = new FormData(el("zone"))
  const told = {
    ...Object.fromEntries([...form].map(([name, value]) => [name, String(value).trim()])),
    class_mask: form.getAll("class_mask"),
    alert: form.has("alert"),
  }
  if (!checked(told)) return
  if (!officer.name && !(await officer.ask())) return
  tools.finish()
  const answer = await command(
    "zone",
    drawing,
    {feature: feature(told, drawing), ...(version ? {version} : {})},
    el("zone"),
    true,
  )
  if (answer.ok) {
    toast(say("desk_zone_stored"))
    return zoning.leave()
  }
  const named = ["name_zh", "name_en", "kind", "ceiling", "max_speed_kn", "class_mask", "geometry"].find((name) =>
    answer.why.includes(name),
  )
  wrong(answer.told?.field ?? named ?? "all", answer.why)
}

async function stored(id) {
  const answer = await fetch("/api/book", {cache: "no-store"}).catch(() => null)
  const event = answer?.ok ? (await answer.json()).zones[id] : null
  if (!event) toast(say("desk_not_sent"), true)
  return event
}
const corners = (found) => found.geometry.coordinates.flat(found.geometry.type === "Polygon" ? 0 : 1)[0].slice(0, -1)
function look(ring) {
  const lon = ring.map((each) => each[0]),
    lat = ring.map((each) => each[1])
  const [w, e, s, n] = [Math.min(...lon), Math.max(...lon), Math.min(...lat), Math.max(...lat)]
  camera.box([w - (e - w) * 0.5 - 0.02, s - (n - s) * 0.5 - 0.02, e + (e - w) * 0.5 + 0.02, n + (n - s) * 0.5 + 0.02])
}

export const zoning = {
  draw() {
    version = 0
    drawing = `drawn-${Date.now().toString(36)}`
    tools.ring([], false, () => wrong("geometry", points.zone.length < 3 ? say("desk_hint_zone") : ""))
    tools.use("zone")
    fill(null)
  },
  async edit(id) {
    const event = await stored(id)
    if (!event) return
    drawing = id
    version = event.seq
    tools.ring(corners(event.body.feature), true)
    tools.use("zone")
    fill(event.body.feature)
    look(points.zone)
  },
  async show(id) {
    const event = await stored(id)
    if (!event) return
    tools.outline([corners(event.body.feature)])
    look(corners(event.body.feature))
    setTimeout(() => tools.outline([]), SHOWN_MS)
  },
  async end(id) {
    const event = await stored(id)
    if (event)
      ask({title: say("desk_zone_end"), reasons: data.end_reasons, field: "desk_reason", needed: true}, (reason) =>
        command("zone_end", id, {reason, version: event.seq}),
      )
  },
  leave() {
    drawing = null
    el("zone").hidden = true
    tools.ring([], false)
    tools.use("")
  },
  furnish() {
    el("zone").onsubmit = store
    for (const each of el("zone").querySelectorAll("[data-zh]")) each.textContent = each.dataset[tongue()]
  },
}
