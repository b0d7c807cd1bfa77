// @ts-check
// Keyboard events: names of keys, and when they do not apply.

/** @typedef {{key: string, ctrlKey: boolean, altKey: boolean, metaKey: boolean}} Key */

/** The name of a key, letters in lower case. @type {(event: Key) => string} */
export const keyName = ({key}) => (key.length === 1 ? key.toLowerCase() : key)

/** Whether a modifier reserves the key for the browser or the system. @type {(event: Key) => boolean} */
export const isShortcut = ({ctrlKey, altKey, metaKey}) => ctrlKey || altKey || metaKey

/** Whether the target is a text field. @type {(target: EventTarget | null) => boolean} */
export const isTyping = (target) => target instanceof Element && target.matches("input, textarea, select")
