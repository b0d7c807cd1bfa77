// Everything by keyboard: the table of keys and when they count. Not while somebody types, not while a window asks.
const PAN_PX = 120

export function listen({actions, step, open, mark, current, search, hold, tools, zoning, wasHere, camera, rows}) {
  const el = (id) => document.getElementById(id)
  const pan = (right, down) => () => camera.pan(right * PAN_PX, down * PAN_PX)
  const enter = () => {
    const row = rows().find((each) => each.dataset.alert === current())
    if (row) open(row.dataset.alert, row.dataset.craft)
  }
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    Enter: enter,
    a: () => mark("acknowledge"),
    s: () => mark("silence"),
    t: () => mark("true"),
    f: () => mark("false"),
    w: () => mark("known"),
    u: () => actions.undo(),
    "/": () => el("query").focus(),
    "?": actions.help,
    z: actions["zoom-to"],
    h: actions.home,
    m: actions.measure,
    r: actions.track,
    g: actions["was-here"],
    "+": actions["zoom-in"],
    "=": actions["zoom-in"],
    "-": actions["zoom-out"],
    e: () => actions.evidence(),
    p: () => actions.replay(),
    n: () => el("note-text").focus(),
  }
  const list = {ArrowDown: () => step(1), ArrowUp: () => step(-1)}
  const map = {ArrowLeft: pan(1, 0), ArrowRight: pan(-1, 0), ArrowUp: pan(0, 1), ArrowDown: pan(0, -1)}

  function leave(event) {
    if (el("ask").open) return
    if (event.target.id === "query") return search.close()
    if (event.target.matches?.("input, textarea, select")) return event.target.blur()
    if (tools.mode)
      return tools.mode === "zone" ? zoning.leave() : tools.mode === "who" ? wasHere.leave() : tools.use("")
    actions.close()
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return leave(event)
    if (el("ask").open || event.ctrlKey || event.altKey || event.metaKey) return
    const typing = event.target.matches?.("input, textarea, select")
    if (event.target.id === "query" && event.key === "ArrowDown") {
      event.preventDefault()
      return search.first((hit) => hit.focus())
    }
    if (event.target.id === "query" && event.key === "Enter") return search.first((hit) => hit.click())
    if (event.target.matches?.(".hit") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault()
      const next = event.key === "ArrowDown" ? event.target.nextElementSibling : event.target.previousElementSibling
      return (next ?? el("query")).focus()
    }
    if (typing) return
    if (tools.mode && event.key === " " && document.activeElement?.id === "map") {
      event.preventDefault()
      return tools.corner()
    }
    if (tools.mode && ["Backspace", "Enter"].includes(event.key)) {
      event.preventDefault()
      return event.key === "Enter" ? tools.finish() : tools.back()
    }
    if (event.key === "Enter" && event.target.matches?.("button, summary, a")) return
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const what = (document.activeElement?.id === "map" ? map : list)[name] ?? keys[name]
    if (!what) return
    event.preventDefault()
    if (["j", "k", "a", "s", "t", "f", "w", "u"].includes(name)) hold()
    what()
  })
}
