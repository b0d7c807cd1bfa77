// @ts-check
// A file of evidence: its hash is computed here, the bytes go to the server, which checks it.
import {refusal} from "../lib/request.js"
import {say, tongue} from "../lib/words.js"

const WAIT_MS = 120000

/** @param {ArrayBuffer} content */
async function sha256(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content))
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** Stores a file; what evidence_add says about it, or why it was refused. @type {(file: File) => Promise<any>} */
export async function upload(file) {
  try {
    const content = await file.arrayBuffer()
    const address = `/api/uploads/${await sha256(content)}`
    const answer = await fetch(address, {method: "PUT", body: content, signal: AbortSignal.timeout(WAIT_MS)})
    const body = await answer.json()
    if (answer.ok) return {...body, taken_s: Math.floor(file.lastModified / 1000)}
    return {why: refusal({ok: false, status: answer.status, body, problem: ""}, tongue())}
  } catch {
    return {why: say("desk_not_sent")}
  }
}
