// The way of the chosen craft over the last minutes or hours, from the history, drawn over the map and kept up to date.
import {toast} from "./desk_dialogs.js"
import {state} from "./desk_wish.js"
import {say} from "./desk_words.js"
import {tools} from "./tools.js"

const el = (id) => document.getElementById(id)
const AGAIN_MS = 15000
let trailed = ""

// `loud` when an officer has just asked: what is not there is said once, not every few seconds.
export async function trail(loud = false) {
  const minutes = Number(el("trail").value), craft = trailed = state.craft
  if (!minutes || !craft) return tools.trail([])
  const [from, to] = [state.t_s - minutes * 60, state.t_s].map((t_s) => new Date(t_s * 1000).toISOString().slice(0, 19) + "Z")
  const address = `/api/tracks/${craft}/trail?from=${from}&to=${to}&format=geojson`
  const answer = await fetch(address).catch(() => null)
  const found = answer?.ok ? lines(await answer.json()) : []
  if (craft !== state.craft) return
  tools.trail(found)
  if (loud && !found.length) toast(say("desk_no_trail"))
}

function lines(found) {
  const features = found.type === "FeatureCollection" ? found.features : [found]
  const shapes = features.map((each) => each.geometry).filter(Boolean)
  return shapes.flatMap(({type, coordinates}) => type === "LineString" ? [coordinates] : type === "MultiLineString" ? coordinates : [])
}

setInterval(() => { if (Number(el("trail").value) && state.craft) trail() }, AGAIN_MS)
export const followed = () => { if (state.craft !== trailed) trail() }
