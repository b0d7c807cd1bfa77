// @ts-check
// What the template gives this page: choices, words, keys (dashboard/pages/desk_context.py).

/** @type {import("../lib/page.d.ts").DeskData} */
export const data = window.wanghaiPage
