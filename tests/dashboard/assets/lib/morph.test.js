// @ts-check
// The algorithm on a small tree; every test of the desk runs it in a browser.
import assert from "node:assert/strict"
import {test} from "node:test"
import {morphChildren} from "../../../../dashboard/assets/js/lib/morph.js"
import {numbers} from "./near.js"

/** As much of a DOM node as is needed here. */
class Tree {
  /** @type {Tree | null} */
  parent = null
  /** @type {Tree[]} */
  childNodes = []
  /** @type {Record<string, string>} */
  dataset = {}

  /**
   * @param {string} nodeName
   * @param {Record<string, string>} [values]
   * @param {Tree[]} [childNodes]
   */
  constructor(nodeName, values = {}, childNodes = []) {
    this.nodeName = nodeName
    this.nodeValue = nodeName === "#text" ? values.text : null
    this.values = new Map(Object.entries(values))
    if (values["data-key"]) this.dataset.key = values["data-key"]
    for (const each of childNodes) this.insertBefore(each, null)
  }
  get children() {
    return this.childNodes.filter(({nodeName}) => nodeName !== "#text")
  }
  get firstChild() {
    return this.childNodes[0] ?? null
  }
  /** @returns {Tree | null} */
  get nextSibling() {
    return this.parent?.childNodes[this.parent.childNodes.indexOf(this) + 1] ?? null
  }
  get attributes() {
    return [...this.values].map(([name, value]) => ({name, value}))
  }
  /** @param {string} name */
  getAttribute(name) {
    return this.values.get(name) ?? null
  }
  /** @param {string} name */
  hasAttribute(name) {
    return this.values.has(name)
  }
  /** @type {(name: string, value: string) => void} */
  setAttribute(name, value) {
    this.values.set(name, value)
  }
  /** @param {string} name */
  removeAttribute(name) {
    this.values.delete(name)
  }
  /** @param {Tree} child */
  removeChild(child) {
    this.childNodes.splice(this.childNodes.indexOf(child), 1)
    child.parent = null
  }
  /** @type {(child: Tree, before: Tree | null) => void} */
  insertBefore(child, before) {
    child.parent?.removeChild(child)
    this.childNodes.splice(before ? this.childNodes.indexOf(before) : this.childNodes.length, 0, child)
    child.parent = this
  }
  /** @returns {string} */
  toString() {
    if (this.nodeName === "#text") return String(this.nodeValue)
    const values = [...this.values].sort().map(([name, value]) => ` ${name}="${value}"`)
    return `<${this.nodeName}${values.join("")}>${this.childNodes.join("")}</>`
  }
}

/** @type {(...children: Tree[]) => Tree} */
const host = (...children) => new Tree("DIV", {}, children)
/** @type {(key: string, text?: string) => Tree} */
const row = (key, text = key) => new Tree("LI", {"data-key": key, class: text}, [words(text)])
/** @param {string} text */
const words = (text) => new Tree("#text", {text})
/** @type {(from: Tree, to: Tree) => void} */
const morphed = (from, to) => morphChildren(/** @type {any} */ (from), /** @type {any} */ (to))

test("rows with a key stay the same nodes in any place, with the wanted content", () => {
  const random = numbers(5)
  const draw = () => random.next().value ?? 0
  const some = () => [..."abcdefgh"].filter(() => draw() < 0.6).sort(() => draw() - 0.5)
  for (let each = 0; each < 300; each++) {
    const [before, after] = [some(), some()]
    const from = host(...before.map((key) => row(key)))
    const had = new Map(from.childNodes.map((node) => [node.dataset.key, node]))
    const wanted = host(...after.map((key) => row(key, `${key}${each}`)))
    const text = String(wanted)
    morphed(from, wanted)
    assert.equal(String(from), text)
    for (const node of from.childNodes) {
      const old = had.get(node.dataset.key)
      if (old) assert.equal(node, old)
    }
  }
})

test("equal content is not changed", () => {
  const from = host(words("a"), row("x"), new Tree("P", {class: "soft"}, [words("b")]))
  const nodes = [...from.childNodes]
  morphed(from, host(words("a"), row("x"), new Tree("P", {class: "soft"}, [words("b")])))
  assert.deepEqual(from.childNodes, nodes)
})

test("nodes without a key are taken in order; another kind replaces", () => {
  const from = host(new Tree("P", {class: "old", id: "p"}, [words("a")]), words("tail"))
  const [first] = from.childNodes
  morphed(from, host(new Tree("P", {class: "new"}, [words("b")]), new Tree("B", {}, [words("c")])))
  assert.equal(String(from), '<DIV><P class="new">b</><B>c</></>')
  assert.equal(from.childNodes[0], first)
})

test("the text of a time belongs to the page", () => {
  const from = host(new Tree("TIME", {"data-since": "1"}, [words("05:00")]))
  morphed(from, host(new Tree("TIME", {"data-since": "2"}, [])))
  assert.equal(String(from), '<DIV><TIME data-since="2">05:00</></>')
})
