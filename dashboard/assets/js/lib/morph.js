// @ts-check
// Changes the children of a node to match some markup. Only differences are applied: focus, scroll and clicks survive.
// Children with the same data-key are the same element, in any place. The text of <time> belongs to the page.

/** @type {(host: Element, html: string) => void} */
export function morph(host, html) {
  const template = document.createElement("template")
  template.innerHTML = html
  morphChildren(host, template.content)
}

/** @type {(node: any) => string | undefined} */
const keyOf = (node) => node.dataset?.key

/** The existing node that a wanted node continues.
 * @type {(want: Node, at: Node | null, keyed: Map<string | undefined, Node>) => Node | null | undefined} */
function counterpart(want, at, keyed) {
  const key = keyOf(want)
  const have = key ? keyed.get(key) : at && !keyOf(at) ? at : null
  return have?.nodeName === want.nodeName ? have : null
}

/** @type {(from: Element, to: ParentNode) => void} */
export function morphChildren(from, to) {
  const keyed = new Map([...from.children].filter(keyOf).map((each) => [keyOf(each), /** @type {Node} */ (each)]))
  /** @type {Node | null} */
  let at = from.firstChild
  for (const want of [...to.childNodes]) {
    const have = counterpart(want, at, keyed)
    if (have && have === at) at = at.nextSibling
    else from.insertBefore(have ?? want, at)
    if (have) morphNode(/** @type {Element} */ (have), /** @type {Element} */ (want))
  }
  while (at) {
    const next = at.nextSibling
    from.removeChild(at)
    at = next
  }
}

/** @type {(have: Element, want: Element) => void} */
function morphNode(have, want) {
  if (have.nodeName === "#text") {
    if (have.nodeValue !== want.nodeValue) have.nodeValue = want.nodeValue
    return
  }
  for (const {name, value} of want.attributes) if (have.getAttribute(name) !== value) have.setAttribute(name, value)
  for (const {name} of [...have.attributes]) if (!want.hasAttribute(name)) have.removeAttribute(name)
  if (have.nodeName !== "TIME") morphChildren(have, want)
}
