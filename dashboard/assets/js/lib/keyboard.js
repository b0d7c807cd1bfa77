// @ts-check
// Which key was meant, and whether it counts.

/** @typedef {{key: string, ctrlKey: boolean, altKey: boolean, metaKey: boolean}} Key */

/** Letters in lower case, everything else by its name. @type {(event: Key) => string} */
export const keyName = ({key}) => (key.length === 1 ? key.toLowerCase() : key)

/** With these the browser or the system means something else. @type {(event: Key) => boolean} */
export const isShortcut = ({ctrlKey, altKey, metaKey}) => ctrlKey || altKey || metaKey

/** Does somebody type here? @type {(target: EventTarget | null) => boolean} */
export const isTyping = (target) => target instanceof Element && target.matches("input, textarea, select")
