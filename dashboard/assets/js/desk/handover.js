// Signing the watch over: the command goes to the ledger, which adds what stands open and the head of its chain.
const [lang, words] = window.wanghaiSheet,
  KEY = "wanghai.officer"
const el = (id) => document.getElementById(id)
const officer = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}")
  } catch {
    return {}
  }
}
const number = [...crypto.getRandomValues(new Uint8Array(16))]
  .map((each) => each.toString(16).padStart(2, "0"))
  .join("")

el("officer").textContent = officer().name ?? ""
el("print").addEventListener("click", () => print())
el("sign").addEventListener("submit", async (event) => {
  event.preventDefault()
  const form = new FormData(el("sign")),
    to = String(form.get("to")).trim(),
    {name, desk} = officer()
  const wrong = el("sign").querySelector(".wrong")
  wrong.textContent = to && name ? "" : words.desk_needed
  if (wrong.textContent) return
  const subject = `${new Date().toISOString().slice(0, 16)}Z`
  const sent = {
    command_id: number,
    kind: "hand_over",
    subject,
    actor: name,
    desk: desk ?? "",
    body: {to, text: String(form.get("text"))},
  }
  let answer = null,
    told = {}
  try {
    answer = await fetch("/api/commands", {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify(sent),
    })
    told = await answer.json()
  } catch {
    /* said below */
  }
  if (!answer?.ok) return wrong.replaceChildren(told[`error_${lang}`] ?? words.desk_not_sent)
  localStorage.setItem(KEY, JSON.stringify({name: to, desk: desk ?? ""}))
  wrong.className = "done"
  wrong.textContent = `✓ ${words.sheet_signed} · ${told.seq}`
  el("sign").querySelector("[type=submit]").disabled = true
})
