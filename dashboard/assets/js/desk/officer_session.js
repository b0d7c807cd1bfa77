// @ts-check
// The server takes the officer only from the session. While there are no accounts, this page sends the name it shows
// before each command, and the server keeps it in a cookie that scripts cannot read. With accounts the log-in has set
// the cookie, and what one officer left unsent is not sent in the name of another.
import {post} from "../lib/request.js"
import {who} from "../lib/who.js"

/** @type {import("../lib/request.js").Answer} */
const UNSENT = {ok: false, status: 0, body: {}, problem: ""}

/** @type {(name: string, address: string, content: unknown) => Promise<import("../lib/request.js").Answer>} */
export async function postAs(name, address, content) {
  if (who?.accounts) return who.person?.name_zh === name ? post(address, content) : UNSENT
  const session = await post("/api/session", {actor: name})
  return session.ok ? post(address, content) : session
}
