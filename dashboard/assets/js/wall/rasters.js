// @ts-check
// The images of the map's layers, and the tiles of the user's own chart.
import {el} from "../lib/dom.js"

/** @typedef {{shown: string, wanted: string, busy: boolean}} Layer */

const RETRY_MS = 1000
/** @type {Record<string, Layer>} */
const layers = {}

/** Requests one image of a layer at a time; the newest address wins, those in between are skipped.
 * @type {(name: string, address: string) => void} */
export function showLayer(name, address) {
  if (!document.getElementById(name)) return
  layers[name] ??= {shown: "", wanted: "", busy: false}
  layers[name].wanted = address
  if (!layers[name].busy) load(name, layers[name])
}

/** @type {(name: string, layer: Layer) => Promise<void>} */
async function load(name, layer) {
  while (layer.wanted !== layer.shown) {
    const address = layer.wanted
    layer.busy = true
    try {
      el(name).replaceChildren(...(address ? [await decoded(address)] : []))
      layer.shown = address
    } catch {
      await new Promise((again) => setTimeout(again, RETRY_MS))
    }
  }
  layer.busy = false
}

/** @param {string} address */
async function decoded(address) {
  const image = new Image()
  image.src = address
  await image.decode()
  return image
}

/** Called when the view has changed: rasters of the old one would not match the vessels. */
export function clearLayers() {
  for (const [name, layer] of Object.entries(layers)) {
    document.getElementById(name)?.replaceChildren()
    layer.shown = ""
  }
}

/** "address left top size" in pixels, separated by ";". Tiles stay in place while the view does. @param {string} text */
export function showTiles(text) {
  const host = el("base")
  if (text === host.dataset.shown) return
  host.dataset.shown = text
  host.replaceChildren(...text.split(";").filter(Boolean).map(tile))
}

/** @param {string} text */
function tile(text) {
  const [address, left, top, size] = text.split(" ")
  const side = Number(size) + 0.5 // to avoid gaps between tiles
  const image = new Image()
  image.alt = ""
  image.onerror = () => image.remove()
  image.style.cssText = `inset:auto;left:${left}px;top:${top}px;width:${side}px;height:${side}px`
  image.src = address
  return image
}
