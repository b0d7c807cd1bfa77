// @ts-check
// Numbers: limits, digits, positions. Pure.

/** @type {(value: number, least: number, most: number) => number} */
export const clamp = (value, least, most) => Math.max(least, Math.min(most, value))

/** At least two digits: 7.9 is "07". @type {(value: number) => string} */
export const twoDigits = (value) => String(Math.floor(value)).padStart(2, "0")

/** @type {(length: number) => string} a random number in hexadecimal, two digits a byte */
export const randomHex = (length) =>
  [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => byte.toString(16).padStart(2, "0")).join("")

/** A direction as on a compass card: 359.7 is "000°". @type {(bearing_deg: number) => string} */
export const bearing = (bearing_deg) => `${String(Math.round(bearing_deg) % 360).padStart(3, "0")}°`

/**
 * Degrees and decimal minutes, as on charts.
 * @param {number} value_deg
 * @param {string} hemispheres the letters of positive and negative: "NS" or "EW"
 * @param {number} digits of the degrees
 */
function degreesMinutes(value_deg, hemispheres, digits) {
  const thousandths = Math.round(Math.abs(value_deg) * 60000)
  const degree = String(Math.floor(thousandths / 60000)).padStart(digits, "0")
  const minute = ((thousandths % 60000) / 1000).toFixed(3).padStart(6, "0")
  return `${degree}°${minute}′${hemispheres[value_deg < 0 ? 1 : 0]}`
}

/** @type {(place: import("./geometry.js").Place) => string} */
export const position = ([lon, lat]) => `${degreesMinutes(lat, "NS", 2)}  ${degreesMinutes(lon, "EW", 3)}`

/** Of rising values, the last that is not above a limit. @type {(values: number[], most: number) => number | undefined} */
export const lastAtMost = (values, most) => values.filter((each) => each <= most).pop()
