// The page's own part: it pulls rasters, says what it painted, and watches that pictures keep coming.
;(() => {
  const SILENT_MS = 6000,
    POLL_MS = 2000,
    DEAD_SESSION_MS = 12000,
    PALETTE_STAYS_MS = 60000,
    WIDE = 2.6
  const layers = {}
  const calm = matchMedia("(prefers-reduced-motion: reduce)")
  let lastPulse = performance.now(),
    boot = null,
    wasGone = false,
    title = null

  const el = (id) => document.getElementById(id)
  const wall = () => el("wall")

  // One image of a layer is under way at a time; the newest address wins, what came between is never asked for.
  function want(name, address) {
    if (!el(name)) return
    layers[name] ??= {shown: "", wanted: "", busy: false}
    const layer = layers[name]
    layer.wanted = address
    if (!layer.busy) pull(name, layer)
  }

  function pull(name, layer) {
    const address = layer.wanted
    if (address === layer.shown) return
    if (address === "") {
      el(name).replaceChildren()
      layer.shown = ""
      return
    }
    layer.busy = true
    const image = new Image()
    image.src = address
    image
      .decode()
      .then(() => {
        el(name).replaceChildren(image)
        layer.shown = address
        layer.busy = false
        pull(name, layer)
      })
      .catch(() =>
        setTimeout(() => {
          layer.busy = false
          pull(name, layer)
        }, 1000),
      )
  }

  function scale(text) {
    const [width, length] = text.split(";")
    el("scale").querySelector(".bar").style.width = width
    el("scale").querySelector(".length").textContent = length
  }

  // Another light means other colours throughout: load anew, but in a fast replay not over and over.
  function palette(name) {
    if (name !== wall().dataset.palette && performance.now() > PALETTE_STAYS_MS) location.reload()
  }

  // The user's own chart: tiles stay where they are while the view does.
  function base(text) {
    if (text === el("base").dataset.shown) return
    el("base").dataset.shown = text
    el("base").replaceChildren(
      ...text
        .split(";")
        .filter(Boolean)
        .map((each) => {
          const [address, left, top, size] = each.split(" ")
          const image = new Image()
          image.alt = ""
          image.onerror = () => image.remove()
          image.style.cssText = `inset:auto;left:${left}px;top:${top}px;width:${+size + 0.5}px;height:${+size + 0.5}px`
          image.src = address
          return image
        }),
    )
  }

  // A mark of the truth shown, all round the page: nobody may take an exercise for the sea.
  function mode(name) {
    wall().dataset.mode = name
  }

  // Another view: rasters of the old one would lie beside their ships.
  let seen = null
  function view(key) {
    if (seen !== null && seen !== key)
      for (const name in layers) {
        el(name)?.replaceChildren()
        layers[name].shown = ""
      }
    if (seen !== key) el("map").animate?.([{opacity: 0.35}, {opacity: 1}], calm.matches ? 0 : 500)
    seen = key
  }

  function caption(text) {
    if (el("caption") && el("caption").textContent !== text) el("caption").textContent = text
  }

  function blind(text) {
    wall().dataset.blind = text
  }

  function delay(text) {
    if (el("delay") && el("delay").textContent !== text) el("delay").textContent = text
  }

  const notes = {scale, palette, base, mode, view, blind, delay, caption}

  // After the next paint; a hidden page does not paint and answers by the clock.
  function painted(done) {
    let told = false
    const tell = () => {
      if (!told) {
        told = true
        done()
      }
    }
    requestAnimationFrame(() => requestAnimationFrame(tell))
    setTimeout(tell, 1500)
  }

  function banner(state, heading, hint) {
    wall().dataset.state = state
    el("banner").querySelector("b").textContent = heading
    el("banner").querySelector("span").textContent = hint
    title ??= document.title
    const bad = state === "stale" || state === "cut"
    document.title = bad ? `■ ${window.wanghaiWords.stale_mark} · ${title}` : title
  }

  function pulse(data, ack) {
    lastPulse = performance.now()
    banner(data.state[0], data.title[0], data.hint[0])
    const at = data.layers[0].indexOf("view")
    if (at >= 0) view(data.addresses[0][at])
    data.layers[0].forEach((name, at) => {
      const address = data.addresses[0][at]
      name in notes ? notes[name](address) : want(name, address)
    })
    const number = data.pulse[0]
    painted(() => {
      ack.data = {pulse: [number]}
    })
  }

  function layout() {
    const asked = wall().dataset.askedLayout
    wall().dataset.layout = asked || (innerWidth >= WIDE * innerHeight ? "wide" : "normal")
  }

  function measure(screen) {
    layout()
    const map = el("map").getBoundingClientRect(),
      triage = el("right").getBoundingClientRect()
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize)
    screen.data = {
      map_width_px: [map.width],
      map_height_px: [map.height],
      triage_width_px: [triage.width],
      triage_height_px: [triage.height],
      rem_px: [rem],
    }
  }

  // Bokeh builds its document some time after this script runs; the fonts must be there before text is placed.
  async function begin() {
    const screen = window.Bokeh?.documents?.[0]?.get_model_by_name("screen")
    if (!screen) return setTimeout(begin, 50)
    await Promise.race([
      Promise.all([
        document.fonts.load("16px 'Wanghai Sans'", "海"),
        document.fonts.load("bold 16px 'Wanghai Sans'", "海"),
      ]),
      new Promise((go) => setTimeout(go, 3000)),
    ])
    measure(screen)
    let timer
    addEventListener("resize", () => {
      clearTimeout(timer)
      timer = setTimeout(() => measure(screen), 200)
    })
  }

  async function alive() {
    try {
      const answer = await fetch("/alive", {cache: "no-store", signal: AbortSignal.timeout(POLL_MS)})
      return answer.ok ? (await answer.json()).boot : null
    } catch {
      return null
    }
  }

  // No word from the server for some seconds: say so, ask whether it lives, and load anew when it does again.
  async function watch() {
    const silence = performance.now() - lastPulse
    const now = await alive()
    if (now === null) wasGone = true
    boot ??= now
    if (silence > SILENT_MS && wall()) banner("cut", window.wanghaiWords.cut_off, window.wanghaiWords.cut_off_hint)
    const reborn = now !== null && (now !== boot || (wasGone && silence > SILENT_MS))
    if (reborn || (now !== null && silence > DEAD_SESSION_MS)) location.reload()
    setTimeout(watch, POLL_MS)
  }

  window.wanghai = {pulse}
  addEventListener("DOMContentLoaded", () => {
    begin()
    watch()
  })
})()
