// @ts-check
// Data of the exercise pages from the template: words, keys, speeds (dashboard/pages/exercise_context.py).
import {refusal, post as send} from "../lib/request.js"
import {toast} from "../lib/toasts.js"
import {say, tongue} from "../lib/words.js"

/** @type {import("../lib/page.d.ts").ExerciseData} */
export const data = window.wanghaiPage

const WAIT_MS = 60000

/** Posts content; a refusal is shown and returns null. @type {(path: string, content: unknown) => Promise<any>} */
export async function post(path, content) {
  const answer = await send(path, content, WAIT_MS)
  if (answer.ok) return answer.body
  const why = refusal(answer, tongue()) || answer.problem || answer.status
  toast(say("ex_not_sent", {why}))
  return null
}
