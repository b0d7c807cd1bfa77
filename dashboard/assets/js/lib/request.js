// @ts-check
// Requests to the server: JSON in both directions, and the reason of a refusal in the page's language.

/** @typedef {{ok: boolean, status: number, body: any, problem: string}} Answer
 * Status 0 with a `problem` means that no answer came; the body is {} if it was not JSON. */

const WAIT_MS = 60000
const SEND_WAIT_MS = 8000

/** @type {(address: string, options: RequestInit, wait_ms: number) => Promise<Answer>} */
async function ask(address, options, wait_ms) {
  try {
    const answer = await fetch(address, {...options, signal: AbortSignal.timeout(wait_ms)})
    const body = await answer.json().catch(() => null)
    return {ok: answer.ok && body !== null, status: answer.status, body: body ?? {}, problem: ""}
  } catch (problem) {
    return {ok: false, status: 0, body: {}, problem: problem instanceof Error ? problem.message : String(problem)}
  }
}

/** The server's whole answer, also a refusal with what it could give. @type {(address: string) => Promise<Answer>} */
export const answerOf = (address) => ask(address, {cache: "no-store"}, WAIT_MS)

/** The body of the server's answer; null without one. @type {(address: string) => Promise<any>} */
export async function get(address) {
  const {ok, body} = await answerOf(address)
  return ok ? body : null
}

/** @type {(address: string, content: unknown, wait_ms?: number) => Promise<Answer>} */
export const post = (address, content, wait_ms = SEND_WAIT_MS) =>
  ask(address, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(content)}, wait_ms)

/** The server's reason for a refusal; "" if there is none. @type {(answer: Answer, lang: string) => string} */
export const refusal = ({body}, lang) => body[`error_${lang}`] ?? body.error ?? ""
