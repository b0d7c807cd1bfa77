// @ts-check
// Text: placeholders and markup. Pure.

const ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}

/** "{count} vessels" with its values; a placeholder without a value stays. @type {(text: string, values: Record<string, unknown>) => string} */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))

/** Escapes text for markup, between tags or in quotes. @type {(text: string) => string} */
export const escapeHtml = (text) =>
  text.replace(/[&<>"']/g, (sign) => ENTITIES[/** @type {keyof typeof ENTITIES} */ (sign)])
