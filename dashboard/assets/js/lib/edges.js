// @ts-check
// Marks at the edge of the map: what is active outside it, in which direction, how many and how far.
import {make} from "./dom.js"

/** @typedef {{x: number, y: number, turn_deg: number, colour: string, shape: string, count: string, away: string,
 *   label: string, lon: number, lat: number}} EdgeMark Position in parts of the map's width and height */

/** @param {EdgeMark} mark */
function button({x, y, turn_deg, colour, shape, count, away, label, lon, lat}) {
  const arrow = make("i", {className: "arrow"})
  arrow.style.rotate = `${turn_deg}deg`
  const made = make(
    "button",
    {type: "button", className: `edge ${colour}`, ariaLabel: label, title: label, dataset: {do: "outside", lon, lat}},
    arrow,
    make("b", {textContent: `${shape} ${count}`}),
    make("span", {textContent: away}),
  )
  made.style.left = `${100 * x}%`
  made.style.top = `${100 * y}%`
  return made
}

/** Shows the marks, worst first; one that has the focus keeps it. @param {string} json */
export function showEdges(json) {
  const host = document.getElementById("edges")
  if (!host || host.dataset.shown === json) return
  host.dataset.shown = json
  const at = [...host.children].indexOf(/** @type {Element} */ (document.activeElement))
  host.replaceChildren(...JSON.parse(json || "[]").map(button))
  if (at >= 0) /** @type {HTMLElement | undefined} */ (host.children[at])?.focus()
}

/** On a page whose map does not move, a mark opens the page there. @param {MouseEvent} event */
export function goThere({target}) {
  const hit = target instanceof Element && target.closest("#edges button")
  if (!(hit instanceof HTMLElement)) return
  const query = new URLSearchParams(location.search)
  const [lon, lat] = [Number(hit.dataset.lon), Number(hit.dataset.lat)]
  query.set("bbox", [lon - 0.4, lat - 0.25, lon + 0.4, lat + 0.25].map((deg) => deg.toFixed(3)).join(","))
  location.search = query.toString().replaceAll("%2C", ",")
}
