// 航迹: the way of a craft over a period, its stops, whom it met, the zones it was in, and all of that as files.
// A craft is asked for by its MMSI where it has one: numbers of tracks begin anew with every run. Somebody of the past
// who is no longer in the picture has a way all the same.
import {make, toast} from "../lib/dialogs.js"
import {morph} from "../lib/morph.js"
import {between, lasting, period, seconds, short, utc} from "../lib/period.js"
import {say, tongue} from "../lib/words.js"
import {ways} from "./trails.js"
import {state, want, wish} from "./view_state.js"

const el = (id) => document.getElementById(id)
const AGAIN_MS = 30000,
  FOLLOWED_H = 6,
  WAIT_MS = 60000,
  MOST_LINES = 300,
  LATE_S = 600
const HEADS = {stops: "desk_track_stops", encounters: "desk_track_encounters", zones: "desk_track_zones"}
let when = null,
  open = false,
  subject = null,
  asked = 0,
  told = null,
  chosen = () => {}

// What the server answers; null when it does not.
export async function get(address) {
  const answer = await fetch(address, {cache: "no-store", signal: AbortSignal.timeout(WAIT_MS)}).catch(() => null)
  return answer?.ok ? answer.json().catch(() => null) : null
}

// What must be known of an answer before it is believed: is history kept at all, and until when?
export function kept(answer, to) {
  if (!answer.kept_until) return say("desk_history_none")
  const until = seconds(answer.kept_until)
  return Math.min(to, state.t_s) - until > LATE_S ? say("desk_history_until", {at: short(until)}) : ""
}

export function files(host, named, addresses) {
  host.replaceChildren(
    ...Object.entries(addresses).map(([kind, href]) =>
      make("a", {
        className: "tool",
        href,
        download: `${named}.${kind.toLowerCase()}`,
        textContent: kind,
        ariaLabel: say("desk_file", {kind}),
      }),
    ),
  )
}

function say_of(text, busy = false) {
  el("track-told").textContent = text
  el("track").setAttribute("aria-busy", String(busy))
}

async function ask(loud) {
  const span = subject && when.span()
  if (!span) return
  const mine = ++asked,
    {key} = subject,
    [from, to] = span.map(utc)
  const address = (what, more = "") => `/api/tracks/${key}/${what}?from=${from}&to=${to}${more}`
  const [line, csv] = ["geojson", "csv"].map((format) => address("trail", `&format=${format}`))
  if (loud) say_of(say("desk_asking"), true)
  const found = await get(line)
  if (mine !== asked) return
  if (!found) return say_of(say("desk_no_answer"))
  ways.show(legs(found), loud)
  const rest = await Promise.all(Object.keys(HEADS).map((what) => get(address(what))))
  if (mine !== asked) return
  const count = found.features.reduce((sum, each) => sum + each.properties.times.length, 0)
  told = count
    ? {stops: rest[0]?.stops ?? [], encounters: rest[1]?.encounters ?? [], zones: rest[2]?.zones ?? []}
    : null
  ways.stops((told?.stops ?? []).map((each) => [each.lon, each.lat]))
  const cut = found.cut || rest.some((each) => each?.cut) ? say("desk_track_cut", {count}) : ""
  const missing = rest.every(Boolean) ? "" : say("desk_no_answer")
  say_of([count ? "" : say("desk_track_nothing"), missing, cut, kept(found, span[1])].filter(Boolean).join(" · "))
  files(el("track-files"), `${key}-${from.slice(0, 16).replaceAll(":", "")}`, count ? {GeoJSON: line, CSV: csv} : {})
  el("track-fit").hidden = !count
  lists()
}

const legs = (found) =>
  found.features.map(({geometry, properties}) => ({
    at: geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates,
    t_s: properties.times.map(seconds),
  }))

// The lists: a click on a line shows the place, one on a name goes to that craft.
const named = (each) => (tongue() === "zh" ? each.name_zh : each.name_en)
const spot = ({lat, lon}) => `${lat.toFixed(4)}, ${lon.toFixed(4)}`
const from_to = (each) => [each.from ?? each.from_s, each.to ?? each.to_s].map(seconds)
const show = (at, text, ...content) =>
  make(
    "button",
    {type: "button", className: "show", dataset: {do: "way-show", lon: at[0], lat: at[1], text}},
    ...content,
  )
const cell = (kind, textContent) => make("span", {className: kind, textContent})

const LINES = {
  stops: (each, at) => {
    const [from, to] = from_to(each),
      where = (tongue() === "zh" ? each.area_zh : each.area_en) ?? spot(each)
    return [
      show(
        [each.lon, each.lat],
        between(from, to),
        cell("number", at + 1),
        cell("when", between(from, to)),
        cell("long", lasting(to - from)),
        cell("where", where),
      ),
    ]
  },
  encounters: (each) => {
    const [from, to] = from_to(each),
      name = each.name || (each.mmsi ? String(each.mmsi) : each.track_id)
    const near = say("desk_nearest", {m: Math.round(each.least_m)})
    return [
      show(
        [each.lon_deg, each.lat_deg],
        `${name} ${near}`,
        cell("when", between(from, to)),
        cell("long", lasting(to - from)),
        cell("where", near),
      ),
      make("button", {
        type: "button",
        className: "tool",
        dataset: {do: "way-craft", key: each.mmsi || each.track_id, name},
        textContent: name,
      }),
    ]
  },
  zones: (each) => {
    const [from, to] = from_to(each)
    return [
      show(
        [each.lon, each.lat],
        named(each),
        cell("when", between(from, to)),
        cell("long", lasting(to - from)),
        cell("where", named(each)),
      ),
    ]
  },
}

function list(kind) {
  const all = told[kind],
    more = all.length - MOST_LINES
  const lines = all.slice(0, MOST_LINES).map((each, at) => make("li", {className: "way-row"}, ...LINES[kind](each, at)))
  const rest = more > 0 ? make("li", {className: "soft", textContent: say("desk_more", {count: more})}) : null
  return make(
    "section",
    {},
    make("h4", {textContent: say(HEADS[kind])}, cell("count", all.length)),
    all.length ? make("ul", {}, ...lines, rest) : make("p", {className: "soft", textContent: say("desk_track_none")}),
  )
}

function lists() {
  const made = make("div", {}, ...(told ? Object.keys(HEADS).map(list) : []))
  morph(el("track-lists"), made.innerHTML)
}

function wipe() {
  asked++
  told = null
  ways.clear()
  el("track-files").replaceChildren()
  el("track-fit").hidden = true
  say_of("")
  lists()
}

const head = () => {
  el("track-name").textContent = subject
    ? [subject.name, subject.gone && say("desk_track_gone")].filter(Boolean).join(" · ")
    : ""
}

// The address says which way is shown, so that it can be kept and sent on.
function keep() {
  const way = open ? when.word : ""
  if (way !== wish.way) want({way})
}

function turn(next) {
  const other = next?.key !== subject?.key
  subject = next
  el("track").hidden = !open || !subject
  el("track-button").setAttribute("aria-expanded", String(open))
  head()
  if (other || !open) wipe()
  if (open && subject && (other || !told)) ask(true)
  keep()
}

export const track = {
  begin(go) {
    chosen = go
    when = period(el("track-period"), () => {
      ask(true)
      keep()
    })
    open = Boolean(wish.way)
    if (open) when.read(wish.way)
    ways.begin(el("ways"))
    setInterval(() => {
      if (open && subject && when.hours && when.hours <= FOLLOWED_H) ask(false)
    }, AGAIN_MS)
  },
  toggle() {
    if (!open && !subject) return toast(say("desk_choose_first"))
    open = !open
    turn(subject)
  },
  close() {
    if (open) track.toggle()
    if (subject?.gone) turn(null)
  },
  // Whoever the card shows. One that has just left the picture is still who it was; one of the past stays until then.
  follow() {
    if (state.craft !== wish.craft) return
    if (!state.craft) return void (subject && !subject.gone && turn(null))
    const {mmsi, name} = el("card").querySelector(".first")?.dataset ?? {}
    if (subject?.craft === state.craft && (!mmsi || mmsi === subject.key)) return
    turn({craft: state.craft, key: mmsi || state.craft, name: name || state.craft})
  },
  // The way of somebody known by MMSI or track; its card too, when it is in the picture.
  async open({key, name}, like = null) {
    const now = await get(`/api/tracks/${key}`),
      id = now?.features[0]?.id ?? ""
    open = true
    told = null
    if (like) when.set(like)
    chosen(id)
    if (!id) turn({key, name, gone: true})
    else if (subject?.craft === id) turn(subject)
  },
  look: ({lon, lat, text}) => ways.look([Number(lon), Number(lat)], text),
  furnish() {
    head()
    if (open && subject) ask(false)
  },
}
