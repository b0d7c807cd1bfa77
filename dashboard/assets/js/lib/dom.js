// @ts-check
// Short names for what every page does with its elements.

const SVG = "http://www.w3.org/2000/svg"
const FULL_HD_FONT_PX = 16

/**
 * The element with this id. The template holds it, so a missing one is a mistake of ours and throws.
 * @param {string} id
 * @returns {any} whatever element it is
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

/** The page's unit of length in pixels: everything on it grows with the screen. */
export const remPx = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** The same as a factor: 1 at 1920 × 1080, 2 at 3840 × 2160. */
export const screenScale = () => remPx() / FULL_HD_FONT_PX

/**
 * Where a pointer is, in pixels from the upper left corner of an element.
 * @param {MouseEvent} event
 * @param {Element} element
 * @returns {import("./geometry.js").Point}
 */
export function pointIn(event, element) {
  const {left, top} = element.getBoundingClientRect()
  return [event.clientX - left, event.clientY - top]
}
