// @ts-check
// Words of the page's frame in both languages, loaded with the page; `speak` puts them in their places.
import {fill} from "./text.js"

/** @type {import("./page.d.ts").FrameData} */
const data = window.wanghaiPage
let lang = data.lang

/** @type {(key: string, values?: Record<string, unknown>) => string} */
export const say = (key, values = {}) => fill(data.words[key]?.[lang === "zh" ? 0 : 1] ?? key, values)

/** The language of the page. @returns {import("./page.d.ts").Lang} */
export const tongue = () => lang

/** The word of a pair in the page's language. @type {(zh_en: readonly string[]) => string} */
export const ours = (zh_en) => zh_en[lang === "zh" ? 0 : 1]

/** The value of `name_zh` or `name_en` of a record, in the page's language. @type {(record: any, name: string) => string} */
export const named = (record, name) => record[`${name}_${lang}`]

/** @param {import("./page.d.ts").Lang} wanted */
export function speak(wanted) {
  lang = wanted
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en"
  /** @type {(name: string) => NodeListOf<any>} */
  const marked = (name) => document.querySelectorAll(`[data-${name}]`)
  for (const each of marked("w")) each.textContent = say(each.dataset.w)
  for (const each of marked("placeholder")) each.placeholder = say(each.dataset.placeholder)
  for (const each of marked("label")) {
    each.setAttribute("aria-label", say(each.dataset.label))
    if (each.tagName === "BUTTON") each.title = say(each.dataset.label)
  }
}
