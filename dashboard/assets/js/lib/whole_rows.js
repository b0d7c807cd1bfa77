// @ts-check
// Lists that end after a whole row instead of cutting through one.

/**
 * Height of the rows that fit whole; null if all rows fit, or none.
 * @param {number[]} ends_px where each row ends below the top of the list
 * @param {number} most_px
 */
export function wholeHeight(ends_px, most_px) {
  const whole_px = ends_px.filter((end_px) => end_px <= most_px)
  return whole_px.length && whole_px.length < ends_px.length ? Math.ceil(whole_px[whole_px.length - 1]) : null
}

/** Shortens a list to whole rows; its style sheet gives the greatest height. @param {HTMLElement} list */
export function showWholeRows(list) {
  list.style.maxHeight = ""
  const top_px = list.getBoundingClientRect().top - list.scrollTop
  const ends_px = [...list.children].map((row) => row.getBoundingClientRect().bottom - top_px)
  const height_px = wholeHeight(ends_px, list.clientHeight)
  if (height_px !== null) list.style.maxHeight = `${height_px}px`
}
