// @ts-check
// Tones for a new red and for distress, synthesised here without files. Level and mute are stored for this desk.
import {buttonRow, closing, show} from "../lib/dialogs.js"
import {el, make} from "../lib/dom.js"
import {say} from "../lib/words.js"
import {Calls} from "./calls.js"

const KEY = "wanghai.sound"
const SOUNDED = "wanghai.heard"
/** Hertz, start and length in seconds. @type {Record<"red" | "distress", number[][]>} */
const TONES = {
  red: [
    [880, 0, 0.16],
    [660, 0.2, 0.16],
    [880, 0.4, 0.16],
    [660, 0.6, 0.24],
  ],
  distress: Array.from({length: 8}, (_, at) => [at % 2 ? 1300 : 2200, at * 0.25, 0.24]),
}
/** @type {AudioContext | null} */
let context = null
const calls = new Calls(JSON.parse(sessionStorage.getItem(SOUNDED) ?? "[]"))

export const sound = {
  level: 60,
  muted: false,
  /** @param {{level?: number, muted?: boolean}} values */
  set(values) {
    Object.assign(sound, values)
    localStorage.setItem(KEY, JSON.stringify({level: sound.level, muted: sound.muted}))
    sound.update()
  },
  /** The button shows the level, mute, or that the browser still blocks sound. */
  update() {
    const button = el("sound")
    const blocked = !sound.muted && context?.state !== "running"
    button.textContent = blocked ? say("desk_sound_blocked") : sound.muted ? say("desk_muted") : `♪ ${sound.level}`
    button.classList.toggle("needed", blocked || sound.muted)
    button.setAttribute("aria-label", say("desk_sound"))
  },
  /** @type {(kind: keyof typeof TONES, trial?: boolean) => void} */
  play(kind, trial = false) {
    el("sound").dataset.played = `${kind} ${Date.now()}`
    if (context?.state !== "running" || (sound.muted && !trial)) return
    for (const [hertz, start_s, length_s] of TONES[kind]) tone(context, hertz, context.currentTime + start_s, length_s)
  },
  /** Plays the tone that is due for the calling alerts. @param {import("./view_state.js").Calling[]} calling
   * @returns {string[]} the ids of those that did not call before */
  call(calling) {
    const {tone, changed, added} = calls.update(calling, performance.now())
    if (changed) sessionStorage.setItem(SOUNDED, JSON.stringify([...calls.sounded]))
    if (tone) sound.play(tone)
    return added
  },
}

/** @type {(context: AudioContext, hertz: number, start_s: number, length_s: number) => void} */
function tone(context, hertz, start_s, length_s) {
  const source = context.createOscillator()
  const {gain} = connected(context, source)
  const loud = (sound.level / 100) ** 2 * 0.5
  source.type = "triangle"
  source.frequency.value = hertz
  gain.setValueAtTime(0, start_s)
  gain.linearRampToValueAtTime(loud, start_s + 0.02)
  gain.setValueAtTime(loud, start_s + length_s - 0.03)
  gain.linearRampToValueAtTime(0, start_s + length_s)
  source.start(start_s)
  source.stop(start_s + length_s)
}

/** @type {(context: AudioContext, source: OscillatorNode) => GainNode} */
function connected(context, source) {
  const gain = context.createGain()
  source.connect(gain).connect(context.destination)
  return gain
}

/** Opens the dialog with level, mute and trial tones. */
export function soundSettings() {
  const level = make("input", {type: "range", min: 0, max: 100, value: sound.level})
  level.oninput = () => sound.set({level: Number(level.value)})
  const mute = make("input", {type: "checkbox", checked: sound.muted})
  mute.onchange = () => sound.set({muted: mute.checked})
  /** @type {(kind: keyof typeof TONES) => HTMLButtonElement} */
  const trial = (kind) =>
    make("button", {
      type: "button",
      className: "tool",
      textContent: say(`short_${kind}`),
      onclick: () => sound.play(kind, true),
    })
  show(
    make("h2", {textContent: say("desk_sound")}),
    make("label", {className: "field"}, make("span", {textContent: say("desk_level")}), level),
    make("label", {className: "check"}, mute, make("span", {textContent: say("desk_mute")})),
    make("p", {className: "soft", textContent: say("desk_sound_hint")}),
    buttonRow(trial("red"), trial("distress"), closing("desk_close")),
  )
}

/** Browsers allow sound only after the first input on a page. */
async function allow() {
  context ??= new AudioContext()
  if (context.state !== "running") await context.resume().catch(() => {})
  sound.update()
}
try {
  Object.assign(sound, JSON.parse(localStorage.getItem(KEY) ?? "{}"))
} catch {
  sound.muted = false
}
for (const input of ["pointerdown", "keydown"])
  addEventListener(input, () => {
    if (context?.state !== "running") allow()
  })
