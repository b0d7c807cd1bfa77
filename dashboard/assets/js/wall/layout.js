// @ts-check
// Layout of a screen. Pure.

const WIDE = 2.6 // ratio of width to height from which a screen is a video wall

/** The layout of the address, or the one that fits. @type {(asked: string | undefined, width: number, height: number) => string} */
export const layoutFor = (asked, width, height) => asked || (width >= WIDE * height ? "wide" : "normal")
