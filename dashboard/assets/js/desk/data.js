// @ts-check
// Data of this page from the template: choices, words, keys (dashboard/pages/desk_context.py).

/** @type {import("../lib/page.d.ts").DeskData} */
export const data = window.wanghaiPage
