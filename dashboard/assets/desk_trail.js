// The way of the chosen craft over the last minutes or hours, from the history, drawn over the map and kept up to date.
import {toast} from "./desk_dialogs.js"
import {state} from "./desk_wish.js"
import {say} from "./desk_words.js"
import {tools} from "./tools.js"

const el = (id) => document.getElementById(id)
const AGAIN_MS = 15000
let trailed = ""

export async function trail() {
  const minutes = Number(el("trail").value), craft = trailed = state.craft
  if (!minutes || !craft) return tools.trail([])
  const span = [state.t_s - minutes * 60, state.t_s].map((t_s) => new Date(t_s * 1000).toISOString().slice(0, 19) + "Z")
  try {
    const answer = await fetch(`/api/tracks/${craft}/trail?from=${span[0]}&to=${span[1]}&format=geojson`)
    const found = answer.ok ? await answer.json() : null
    if (craft !== state.craft) return
    tools.trail(lines(found))
    if (!answer.ok) toast(say("desk_no_trail"))
  } catch {
    tools.trail([])
  }
}
function lines(found) {
  const features = found?.type === "FeatureCollection" ? found.features : found ? [found] : []
  const shapes = features.map((each) => each.geometry).filter(Boolean)
  const points = shapes.filter((each) => each.type === "Point").map((each) => each.coordinates)
  const drawn = shapes.flatMap((each) => each.type === "LineString" ? [each.coordinates] : each.type === "MultiLineString" ? each.coordinates : [])
  return drawn.length ? drawn : points.length ? [points] : []
}
setInterval(() => { if (Number(el("trail")?.value) && state.craft) trail() }, AGAIN_MS)
export const followed = () => { if (state.craft !== trailed) trail() }
