// @ts-check
// Short functions for elements, used by every page.

const SVG = "http://www.w3.org/2000/svg"
const FULL_HD_FONT_PX = 16

/**
 * The element with this id. Throws if it is missing, because the template must contain it.
 * @param {string} id
 * @returns {any} the element, of any type
 */
export function el(id) {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no element #${id}`)
  return found
}

/**
 * A new element with properties, data attributes under `dataset`, and children; null children are left out.
 * @template {keyof HTMLElementTagNameMap} Kind
 * @param {Kind} kind
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[Kind]}
 */
export function make(kind, properties = {}, ...children) {
  const {dataset, ...plain} = properties
  const made = Object.assign(document.createElement(kind), plain)
  Object.assign(made.dataset, dataset)
  made.append(...children.filter((each) => each !== null))
  return made
}

/**
 * A new SVG element.
 * @param {string} kind
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
export function svg(kind, attributes, text = "") {
  const made = document.createElementNS(SVG, kind)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value))
  made.textContent = text
  return made
}

/** The page's unit of length in pixels; it grows with the screen. */
export const remPx = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** The same as a factor: 1 at 1920 × 1080, 2 at 3840 × 2160. */
export const screenScale = () => remPx() / FULL_HD_FONT_PX

/**
 * The position of a pointer, in pixels from the upper left corner of an element.
 * @param {MouseEvent} event
 * @param {Element} element
 * @returns {import("./geometry.js").Point}
 */
export function pointIn(event, element) {
  const {left, top} = element.getBoundingClientRect()
  return [event.clientX - left, event.clientY - top]
}
