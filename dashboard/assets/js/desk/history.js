// @ts-check
// Common to all answers from history: until when history is kept, and download links.
import {make} from "../lib/dom.js"
import {seconds} from "../lib/times.js"
import {say} from "../lib/words.js"
import {short} from "./site_time.js"
import {state} from "./view_state.js"

const LATE_S = 600

/** A note if no history is kept, or until when it reaches; else "". @type {(answer: any, to_s: number) => string} */
export function coverageNote(answer, to_s) {
  if (!answer.kept_until) return say("desk_history_none")
  const until_s = seconds(answer.kept_until)
  return Math.min(to_s, state.t_s) - until_s > LATE_S ? say("desk_history_until", {at: short(until_s)}) : ""
}

/** Adds links to files. @type {(host: Element, name: string, addresses: Record<string, string>) => void} */
export function offerFiles(host, name, addresses) {
  const links = Object.entries(addresses).map(([kind, href]) =>
    make("a", {
      className: "tool",
      href,
      download: `${name}.${kind.toLowerCase()}`,
      textContent: kind,
      ariaLabel: say("desk_file", {kind}),
    }),
  )
  host.replaceChildren(...links)
}

/** A file name with its subject and its start. @type {(subject: string, from: string) => string} */
export const fileName = (subject, from) => `${subject}-${from.slice(0, 16).replaceAll(":", "")}`

/** Joins notes to one line; empty ones are left out. @param {...string} notes */
export const joined = (...notes) => notes.filter(Boolean).join(" · ")
