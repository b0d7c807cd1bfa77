// The frame of the officer's page: everything in it that reads in a language, the lists of choice, layers, light.
import {make} from "../lib/dialogs.js"
import {data, say, speak} from "../lib/words.js"
import {officer} from "./command.js"
import {sound} from "./sound.js"
import {track} from "./track.js"
import {want, wish} from "./view_state.js"
import {wasHere} from "./was_here.js"
import {zoning} from "./zones.js"

const el = (id) => document.getElementById(id)

export function language() {
  speak(wish.lang === "zh" ? "en" : "zh")
  want({lang: document.documentElement.lang.startsWith("zh") ? "zh" : "en"})
  furnish()
}

export function palette() {
  const names = data.palettes,
    now = el("wall").dataset.palette
  const next = new URLSearchParams(location.search)
  next.set("palette", names[(names.indexOf(now) + 1) % names.length])
  location.search = next.toString().replaceAll("%2C", ",")
}

// Layers of the map: of the first kind one at a time, of the second any.
function layer(name) {
  const on = wish.layers.filter((each) => each !== "-"),
    has = on.includes(name)
  const rest = on.filter((each) => each !== name && !(data.one_of.includes(name) && data.one_of.includes(each)))
  const next = has ? rest : [...rest, name]
  want({layers: next.length ? next : ["-"]})
  layers()
}
function layers() {
  el("layer-list").replaceChildren(
    ...[...data.one_of, ...data.added].map((name) =>
      make("button", {
        type: "button",
        className: "chip-button",
        textContent: say(`layer_${name}`),
        ariaPressed: String(wish.layers.includes(name)),
        onclick: () => layer(name),
      }),
    ),
    make("span", {className: "soft", textContent: say("desk_trails")}),
    ...data.trails_min.map((minutes) =>
      make("button", {
        type: "button",
        className: "chip-button",
        textContent: lasting(minutes),
        ariaPressed: String(wish.trail === String(minutes)),
        onclick: () => {
          want({trail: String(minutes)})
          layers()
        },
      }),
    ),
  )
}
const lasting = (minutes) =>
  minutes < 60 ? say("desk_minutes").replace("{count}", minutes) : say("desk_hours").replace("{count}", minutes / 60)

export function selects() {
  for (const name of ["rule", "area"]) el(name).value = wish[name]
}

// Everything in the page's frame that reads in a language.
export function furnish() {
  const option = (value, words) => new Option(words[wish.lang === "zh" ? 0 : 1], value)
  const all = (key) => new Option(say(key), "")
  el("rule").replaceChildren(all("desk_all_rules"), ...data.rules.map(([id, ...words]) => option(id, words)))
  el("area").replaceChildren(all("desk_all_areas"), ...data.areas.map(([id, ...words]) => option(id, words)))
  el("language").textContent = wish.lang === "zh" ? "EN" : "中文"
  el("palette").textContent = say(`desk_light_${el("wall").dataset.palette}`)
  el("officer").textContent = officer.name
    ? `${officer.name}${officer.desk ? ` · ${officer.desk}` : ""}`
    : say("desk_who")
  el("officer").classList.toggle("needed", !officer.name)
  el("site-note").textContent = data.note[wish.lang]
  el("watch").textContent = say("desk_watch")
  document.title = data.title[wish.lang]
  selects()
  layers()
  sound.show()
  zoning.furnish()
  track.furnish()
  wasHere.furnish()
}
