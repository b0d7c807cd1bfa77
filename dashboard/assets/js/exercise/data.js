// @ts-check
// What the template gives the pages of exercises: words, keys, speeds (dashboard/pages/exercise_context.py).
import {refusal, post as send} from "../lib/request.js"
import {toast} from "../lib/toasts.js"
import {say, tongue} from "../lib/words.js"

/** @type {import("../lib/page.d.ts").ExerciseData} */
export const data = window.wanghaiPage

const WAIT_MS = 60000

/** Sends something; a refusal is shown and answers null. @type {(path: string, content: unknown) => Promise<any>} */
export async function post(path, content) {
  const answer = await send(path, content, WAIT_MS)
  if (answer.ok) return answer.body
  const why = refusal(answer, tongue()) || answer.problem || answer.status
  toast(say("ex_not_sent", {why}))
  return null
}
