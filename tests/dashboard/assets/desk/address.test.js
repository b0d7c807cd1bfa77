// @ts-check
import assert from "node:assert/strict"
import {test} from "node:test"
import {readAddress, TEXTS, toggleLayer, writeAddress} from "../../../../dashboard/assets/js/desk/address.js"
import {numbers} from "../lib/near.js"

const USUAL = {asked: new URLSearchParams(), layers: ["depths", "trails"], lang: "zh"}
const PLAIN = {...readAddress(new URLSearchParams()), layers: USUAL.layers, lang: "zh"}

test("an address without a query is the default view, and the default view has no query", () => {
  assert.deepEqual(PLAIN.kinds, [])
  assert.equal(PLAIN.mine, false)
  assert.equal(writeAddress(PLAIN, USUAL, null), "")
})

test("a view state goes into the address and comes back", () => {
  const random = numbers(2)
  const draw = () => random.next().value ?? 0
  for (let each = 0; each < 200; each++) {
    const state = {
      ...PLAIN,
      kinds: ["fishing", "merchant", "tanker"].filter(() => draw() < 0.5),
      colours: ["red", "orange"].filter(() => draw() < 0.5),
      unseen: draw() < 0.5,
      mine: draw() < 0.5,
      ...Object.fromEntries(TEXTS.map((name) => [name, draw() < 0.5 ? `${name} & 值=${each}` : ""])),
    }
    const {layers, lang, ...kept} = state
    assert.deepEqual(readAddress(new URLSearchParams(writeAddress(state, USUAL, null))), kept)
  }
})

test("lists stay readable in an address", () => {
  const state = {...PLAIN, kinds: ["fishing", "tanker"], craft: "T8"}
  assert.equal(
    writeAddress(state, USUAL, [121, 30, 122.123456, 31]),
    "kinds=fishing,tanker&craft=T8&bbox=121.0000,30.0000,122.1235,31.0000",
  )
})

test("layers and language are in the address if they differ from the defaults, or if they were there before", () => {
  assert.equal(writeAddress({...PLAIN, layers: ["risk"], lang: "en"}, USUAL, null), "layer=risk&lang=en")
  assert.equal(writeAddress({...PLAIN, layers: []}, USUAL, null), "layer=-")
  const asked = new URLSearchParams("layer=depths,trails&lang=zh&palette=day")
  assert.equal(writeAddress(PLAIN, {...USUAL, asked}, null), "palette=day&layer=depths,trails&lang=zh")
})

test("of one kind of layers one is shown at a time, of the others any", () => {
  const oneOf = ["depths", "risk", "density"]
  for (const [layers, name, next] of /** @type {[string[], string, string[]][]} */ ([
    [["depths", "trails"], "risk", ["trails", "risk"]],
    [["depths", "trails"], "depths", ["trails"]],
    [["trails"], "coverage", ["trails", "coverage"]],
    [["trails"], "trails", ["-"]],
    [["-"], "trails", ["trails"]],
  ]))
    assert.deepEqual(toggleLayer(layers, name, oneOf), next)
})
