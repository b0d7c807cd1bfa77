// Tones for a new red and for distress, made here: no file, no host. Level and mute are this desk's own.
// Heard once; a red again when it is escalated, distress again and again until acknowledged or silenced by an officer.
import {say} from "../lib/words.js"

const KEY = "wanghai.sound",
  HEARD = "wanghai.heard",
  AGAIN_MS = 12000
const TONES = {
  // hertz, start and length in seconds
  red: [
    [880, 0, 0.16],
    [660, 0.2, 0.16],
    [880, 0.4, 0.16],
    [660, 0.6, 0.24],
  ],
  distress: Array.from({length: 8}, (_, at) => [at % 2 ? 1300 : 2200, at * 0.25, 0.24]),
}
let context = null,
  lastDistress = 0
const heard = new Map(JSON.parse(sessionStorage.getItem(HEARD) ?? "[]"))

export const sound = {
  level: 60,
  muted: false,
  set(values) {
    Object.assign(sound, values)
    localStorage.setItem(KEY, JSON.stringify({level: sound.level, muted: sound.muted}))
    sound.show()
  },
  // The button says what will be heard: level, mute, or that the browser still keeps it quiet.
  show() {
    const button = document.getElementById("sound"),
      blocked = !sound.muted && context?.state !== "running"
    button.textContent = blocked ? say("desk_sound_blocked") : sound.muted ? say("desk_muted") : `♪ ${sound.level}`
    button.classList.toggle("needed", blocked || sound.muted)
    button.setAttribute("aria-label", say("desk_sound"))
  },
  play(kind, trial = false) {
    document.getElementById("sound").dataset.played = `${kind} ${Date.now()}`
    if (context?.state !== "running" || (sound.muted && !trial)) return
    for (const [hertz, start, length] of TONES[kind]) tone(hertz, context.currentTime + start, length)
  },
  // `calling` are the red and distress alerts that nobody has acknowledged. Returns those not called before.
  hear(calling) {
    const fresh = calling.filter(([id, , escalated]) => !(heard.get(id) >= escalated))
    const brandNew = calling.filter(([id]) => !heard.has(id)).map(([id]) => id)
    const now = performance.now(),
      distress = calling.some(([, colour]) => colour === "distress")
    const mayday = distress && (now - lastDistress > AGAIN_MS || fresh.some(([, colour]) => colour === "distress"))
    const up = new Set(calling.map(([id]) => id))
    for (const [id, , escalated] of fresh) heard.set(id, escalated)
    for (const id of [...heard.keys()].slice(0, Math.max(0, heard.size - 2000))) if (!up.has(id)) heard.delete(id)
    if (fresh.length) sessionStorage.setItem(HEARD, JSON.stringify([...heard]))
    if (mayday) lastDistress = now
    if (mayday) sound.play("distress")
    else if (fresh.length) sound.play("red")
    return brandNew
  },
}

function tone(hertz, start, length) {
  const source = context.createOscillator(),
    gain = context.createGain(),
    loud = (sound.level / 100) ** 2 * 0.5
  source.type = "triangle"
  source.frequency.value = hertz
  gain.gain.setValueAtTime(0, start)
  gain.gain.linearRampToValueAtTime(loud, start + 0.02)
  gain.gain.setValueAtTime(loud, start + length - 0.03)
  gain.gain.linearRampToValueAtTime(0, start + length)
  source.connect(gain).connect(context.destination)
  source.start(start)
  source.stop(start + length)
}

// A browser lets a page sound only after a hand was laid on it.
async function allow() {
  context ??= new AudioContext()
  if (context.state !== "running") await context.resume().catch(() => {})
  sound.show()
}
try {
  Object.assign(sound, JSON.parse(localStorage.getItem(KEY) ?? "{}"))
} catch {
  sound.muted = false
}
for (const hand of ["pointerdown", "keydown"])
  addEventListener(hand, () => {
    if (context?.state !== "running") allow()
  })
