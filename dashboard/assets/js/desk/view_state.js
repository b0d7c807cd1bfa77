// What the officer's page asks of the server, and the same in its address, so that a view can be kept and sent on.
// What lives here: the wish and the state that answers it. What does not: what either looks like.
import {camera} from "../lib/camera.js"
import {data} from "../lib/words.js"
import {officer} from "./command.js"

export const address = new URLSearchParams(location.search)
const LISTS = ["kinds", "colours"],
  TEXTS = ["craft", "alert", "rule", "area", "way"],
  WISH_MS = 30
export const FLAGS = ["unseen", "mine"]
let source = null,
  sending = null

export const wish = {
  lang: data.lang,
  view: "",
  query: "",
  held: false,
  pick: null,
  actor: officer.name,
  layers: data.layers,
  trail: address.get("trail") ?? "",
  ...Object.fromEntries(LISTS.map((name) => [name, (address.get(name) ?? "").split(",").filter(Boolean)])),
  ...Object.fromEntries(FLAGS.map((name) => [name, address.get(name) === "1"])),
  ...Object.fromEntries(TEXTS.map((name) => [name, address.get(name) ?? ""])),
}
export const state = {t_s: 0, offset_h: 0, calling: [], place: null, craft: "", alert: "", seq: 0}

// What is asked for, sent when the hand rests for a moment; the URL says the same.
export function want(changes) {
  Object.assign(wish, changes)
  clearTimeout(sending)
  sending = setTimeout(send, WISH_MS)
}

function send() {
  if (!source) return
  source.data = {json: [JSON.stringify(wish)]}
  const said = new URLSearchParams()
  for (const name of LISTS) if (wish[name].length) said.set(name, wish[name].join(","))
  for (const name of FLAGS) if (wish[name]) said.set(name, "1")
  for (const name of TEXTS) if (wish[name]) said.set(name, wish[name])
  if (address.get("palette")) said.set("palette", address.get("palette"))
  if (wish.layers !== data.layers || address.has("layer")) said.set("layer", wish.layers.join(",") || "-")
  if (wish.trail) said.set("trail", wish.trail)
  if (wish.lang !== data.default_lang || address.has("lang")) said.set("lang", wish.lang)
  if (camera.moved)
    said.set(
      "bbox",
      camera
        .bbox()
        .map((edge) => edge.toFixed(4))
        .join(","),
    )
  const text = said.toString().replaceAll("%2C", ",")
  history.replaceState(null, "", text ? `?${text}` : location.pathname)
}

export function attach(model) {
  source = model
  send()
}
