// Properties of `window` that templates and scripts of the pages set, each in one place.
import type {Box} from "./geometry.js"

export type Lang = "zh" | "en"
export type Both = readonly [zh: string, en: string]
export type Choice = readonly [id: string, zh: string, en: string]

/** Data of every page with words: dashboard/pages/{desk,exercise}_context.py. */
export interface FrameData {
  lang: Lang
  words: Record<string, Both>
  home: Box
  keys: readonly (readonly [keys: string, word: string])[]
  layers: string[]
  note: Record<Lang, string>
}

/** A field of the form of a move, as dashboard/cases/case_forms.py describes it. */
export interface MoveField {
  name: string
  kind:
    | "text"
    | "long"
    | "choice"
    | "several"
    | "objects"
    | "check"
    | "count"
    | "amount"
    | "officers"
    | "when"
    | "fixed"
    | "file"
    | "items"
    | "shown"
  word: string
  choices: Choice[]
  needed: boolean
  only: string
}

export interface CaseData {
  forms: Record<string, MoveField[]>
  at_once: string[]
  elsewhere: Record<string, string>
  tasks: Choice[]
}

export interface DeskData extends FrameData {
  cases: CaseData
  default_lang: Lang
  title: Record<Lang, string>
  palettes: string[]
  rules: Choice[]
  areas: Choice[]
  zone_kinds: Choice[]
  ceilings: Choice[]
  ship_kinds: Choice[]
  kinds: Choice[]
  silence_reasons: string[]
  rescue_reasons: string[]
  undo_reasons: string[]
  watch_reasons: string[]
  end_reasons: string[]
  trails_min: number[]
  pre_roll_s: number
  one_of: string[]
  added: string[]
}

export interface ExerciseData extends FrameData {
  speeds: number[]
  injects: string[]
}

/** Columns of a Bokeh source: one row of JSON, or a list of parts. */
export type Json = {json: string[]}
export type Parts = {name: string[]; html: string[]}
export interface Source<Columns> {
  data: Columns
}

export interface Pulse {
  state: string[]
  title: string[]
  hint: string[]
  layers: string[][]
  addresses: string[][]
  pulse: number[]
}

interface PageScript {
  parts(columns: Parts): void
  state(columns: Json): void
}

declare global {
  interface Window {
    /** Set by the template. */
    wanghaiPage: DeskData & ExerciseData
    wanghaiWords: Record<"stale_mark" | "cut_off" | "cut_off_hint", string>
    wanghaiSheet: [Lang, Record<string, string>]
    /** Set by wall/wall.js, desk/desk.js and exercise/exercise.js; called by Bokeh when a source changes. */
    wanghai: {pulse(columns: Pulse, ack: Source<{pulse: number[]}>): void}
    wanghaiDesk: PageScript
    wanghaiExercise: PageScript
    Bokeh?: {documents?: {get_model_by_name(name: string): Source<unknown> | null}[]}
  }
}
