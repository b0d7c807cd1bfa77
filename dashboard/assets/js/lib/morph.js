// Makes the children of a node read like some markup, touching only what differs: focus, scroll and clicks survive.
// Children with the same data-key are the same thing, wherever they stand. Text of <time> belongs to the page.
export function morph(host, html) {
  const template = document.createElement("template")
  template.innerHTML = html
  children(host, template.content)
}

function children(from, to) {
  const keyed = new Map([...from.children].filter((each) => each.dataset.key).map((each) => [each.dataset.key, each]))
  let at = from.firstChild
  for (const want of [...to.childNodes]) {
    const key = want.dataset?.key
    const have = key ? keyed.get(key) : at && !at.dataset?.key && at.nodeName === want.nodeName ? at : null
    if (!have || have.nodeName !== want.nodeName) {
      from.insertBefore(want, at)
      continue
    }
    if (have === at) at = at.nextSibling
    else from.insertBefore(have, at)
    node(have, want)
  }
  while (at) {
    const next = at.nextSibling
    at.remove()
    at = next
  }
}

function node(have, want) {
  if (have.nodeType === Node.TEXT_NODE) {
    if (have.nodeValue !== want.nodeValue) have.nodeValue = want.nodeValue
    return
  }
  for (const {name, value} of want.attributes) if (have.getAttribute(name) !== value) have.setAttribute(name, value)
  for (const {name} of [...have.attributes]) if (!want.hasAttribute(name)) have.removeAttribute(name)
  if (have.nodeName !== "TIME") children(have, want)
}
