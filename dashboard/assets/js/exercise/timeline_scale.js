// @ts-check
// Arithmetic of the timeline: span, tick step, rows of the truth, heights of the bars. Pure.

/** Counts by colour: yellow, orange, red, distress. @typedef {[number, number, number, number]} Counts */
/** @typedef {[begin_s: number, up: Counts, raised: Counts]} Minute */
/** @typedef {[from_s: number, to_s: number, stand: string, found_s: number | null]} TrueSpan */
/** @typedef {object} Run
 * @property {number} begin_s
 * @property {number | null} from_s
 * @property {number | null} reached_s how far the run ahead has come
 * @property {number | null} [to_s] the end of the scenario
 * @property {boolean} ended
 * @property {string} [pace]
 * @property {string} [choice]
 * @property {number} [seed]
 * @property {Minute[]} minutes
 * @property {TrueSpan[]} truth
 */

const LEAST_S = 600
const STEPS_S = [60, 300, 600, 900, 1800, 3600, 7200, 14400, 21600]
const LONGEST_STEP_S = 43200
const LEAST_COUNT = 4
export const TRUTH_ROWS = 4

/** From and to, at least ten minutes. @type {(run: Run | null, at_s: number) => [number, number]} */
export function spanOf(run, at_s) {
  const from_s = run?.begin_s ?? run?.from_s ?? at_s
  return [from_s, Math.max(run?.reached_s ?? 0, run?.to_s ?? 0, at_s, from_s + LEAST_S)]
}

/** The step between ticks for which all labels fit. @type {(span_s: number, labels: number) => number} */
export const tickStep = (span_s, labels) => STEPS_S.find((each) => span_s / each <= labels) ?? LONGEST_STEP_S

/** @type {(from_s: number, to_s: number, step_s: number) => number[]} */
export function ticksOf(from_s, to_s, step_s) {
  const first = Math.ceil(from_s / step_s)
  const last = Math.floor(to_s / step_s)
  return Array.from({length: Math.max(0, last - first + 1)}, (_, at) => (first + at) * step_s)
}

/** @param {number[]} counts */
const total = (counts) => counts.reduce((sum, each) => sum + each, 0)

/** How many alerts the highest bar holds. @param {Minute[]} minutes */
export const mostIn = (minutes) =>
  Math.max(LEAST_COUNT, ...minutes.map(([, up, raised]) => Math.max(total(up), total(raised))))

/** Spans in rows, in order of time, without overlap as long as there are rows. @type {(truth: TrueSpan[]) => {span: TrueSpan, row: number}[]} */
export function rowsOf(truth) {
  /** @type {number[]} */
  const ends_s = []
  return [...truth]
    .sort(([one], [other]) => one - other)
    .map((span) => {
      const free = ends_s.findIndex((end_s) => end_s < span[0])
      const row = free >= 0 ? free : Math.min(ends_s.length, TRUTH_ROWS - 1)
      ends_s[row] = span[1]
      return {span, row}
    })
}
