// @ts-check
// The frame of the officer's page: texts in the chosen language, lists of choices, layers, palette.
import {el, make} from "../lib/dom.js"
import {who} from "../lib/who.js"
import {ours, say, speak, tongue} from "../lib/words.js"
import {toggleLayer} from "./address.js"
import {officer} from "./command.js"
import {data} from "./data.js"
import {note} from "./note.js"
import {outbox} from "./outbox.js"
import {sound} from "./sound.js"
import {track} from "./track.js"
import {viewState, want} from "./view_state.js"
import {wasHere} from "./was_here.js"
import {zoning} from "./zones.js"

export function language() {
  speak(viewState.lang === "zh" ? "en" : "zh")
  want({lang: tongue()})
  updateFrame()
}

export function palette() {
  const {palettes} = data
  const next = new URLSearchParams(location.search)
  next.set("palette", palettes[(palettes.indexOf(el("wall").dataset.palette) + 1) % palettes.length])
  location.search = next.toString().replaceAll("%2C", ",")
}

/** @type {(textContent: string, pressed: boolean, onclick: () => void) => HTMLButtonElement} */
const chip = (textContent, pressed, onclick) =>
  make("button", {type: "button", className: "chip-button", textContent, ariaPressed: String(pressed), onclick})

/** @param {Partial<import("./view_state.js").ViewState>} changes */
function wantLayers(changes) {
  want(changes)
  showLayers()
}

function showLayers() {
  const {layers, trail} = viewState
  el("layer-list").replaceChildren(
    ...[...data.one_of, ...data.added].map((name) =>
      chip(say(`layer_${name}`), layers.includes(name), () =>
        wantLayers({layers: toggleLayer(viewState.layers, name, data.one_of)}),
      ),
    ),
    make("span", {className: "soft", textContent: say("desk_trails")}),
    ...data.trails_min.map((minutes) =>
      chip(trailLength(minutes), trail === String(minutes), () => wantLayers({trail: String(minutes)})),
    ),
  )
}

/** @param {number} minutes */
const trailLength = (minutes) =>
  minutes < 60 ? say("desk_minutes", {count: minutes}) : say("desk_hours", {count: minutes / 60})

export function updateSelects() {
  for (const name of /** @type {const} */ (["rule", "area"])) el(name).value = viewState[name]
}

/** Sets all texts of the page's frame in the chosen language. */
export function updateFrame() {
  /** @param {import("../lib/page.d.ts").Choice[]} choices */
  const options = (choices) => choices.map(([id, ...words]) => new Option(ours(words), id))
  el("rule").replaceChildren(new Option(say("desk_all_rules"), ""), ...options(data.rules))
  el("area").replaceChildren(new Option(say("desk_all_areas"), ""), ...options(data.areas))
  el("language").textContent = viewState.lang === "zh" ? "EN" : "中文"
  el("palette").textContent = say(`desk_light_${el("wall").dataset.palette}`)
  el("officer").textContent = [officer.name, officer.desk].filter(Boolean).join(" · ") || say("desk_who")
  el("officer").classList.toggle("needed", !officer.name)
  el("officer").hidden = Boolean(who?.accounts) // `who` beside it shows the account
  el("site-note").textContent = data.note[viewState.lang]
  el("watch").textContent = say("desk_watch")
  document.title = data.title[viewState.lang]
  updateSelects()
  showLayers()
  for (const part of [sound, zoning, track, wasHere, note, outbox]) part.update()
}
