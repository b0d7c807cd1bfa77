// Words of the page's frame in both languages, given with the page; `speak` puts them in place.
export const data = window.wanghaiDeskData
let lang = data.lang

export const say = (key, values = {}) => {
  const text = data.words[key]?.[lang === "zh" ? 0 : 1] ?? key
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}
export const tongue = () => lang

export function speak(wanted) {
  lang = wanted
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en"
  for (const each of document.querySelectorAll("[data-w]")) each.textContent = say(each.dataset.w)
  for (const each of document.querySelectorAll("[data-placeholder]")) each.placeholder = say(each.dataset.placeholder)
  for (const each of document.querySelectorAll("[data-label]")) {
    each.setAttribute("aria-label", say(each.dataset.label))
    if (each.tagName === "BUTTON") each.title = say(each.dataset.label)
  }
}
