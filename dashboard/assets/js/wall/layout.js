// @ts-check
// Which layout a screen gets. Pure.

const WIDE = 2.6 // width to height of a video wall

/** What was asked for, or what fits. @type {(asked: string | undefined, width: number, height: number) => string} */
export const layoutFor = (asked, width, height) => asked || (width >= WIDE * height ? "wide" : "normal")
