// @ts-check
// The server takes the officer only from the session. Before each command this page sends the name it shows, and the
// server keeps it in a cookie that scripts cannot read.
import {post} from "../lib/request.js"

/** @type {(name: string, address: string, content: unknown) => Promise<import("../lib/request.js").Answer>} */
export async function postAs(name, address, content) {
  const session = await post("/api/session", {actor: name})
  return session.ok ? post(address, content) : session
}
