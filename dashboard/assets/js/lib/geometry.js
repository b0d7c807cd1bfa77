// @ts-check
// Geometry on the sphere and in Web Mercator (EPSG:3857). Pure: no page, no map. Places are [lon, lat] in degrees.

/** @typedef {[number, number]} Place longitude and latitude in degrees */
/** @typedef {[number, number]} Point x and y: metres in Web Mercator, or pixels from the upper left corner of the map */
/** @typedef {[number, number, number, number]} Box west, south, east, north, in degrees */

const WEB_MERCATOR_RADIUS_M = 6378137
const EARTH_RADIUS_NM = 3440.065 // the mean radius, 6371.0 km

/** @param {number} degrees */
const radians = (degrees) => (degrees * Math.PI) / 180
/** @param {number} rad */
const degreesOf = (rad) => (rad * 180) / Math.PI

/** @type {(place: Place) => Point} */
export const mercator = ([lon, lat]) => [
  WEB_MERCATOR_RADIUS_M * radians(lon),
  WEB_MERCATOR_RADIUS_M * Math.log(Math.tan(Math.PI / 4 + radians(lat) / 2)),
]

/** @type {(xy_m: Point) => Place} */
export const lonLat = ([x, y]) => [
  degreesOf(x / WEB_MERCATOR_RADIUS_M),
  degreesOf(2 * Math.atan(Math.exp(y / WEB_MERCATOR_RADIUS_M)) - Math.PI / 2),
]

/**
 * Great-circle distance by the haversine formula, and initial bearing.
 * @param {Place} from
 * @param {Place} to
 * @returns {{distance_nm: number, bearing_deg: number}} the bearing is true, at `from`
 */
export function greatCircle(from, to) {
  const [lat0, lat1, turn] = [from[1], to[1], to[0] - from[0]].map(radians)
  const half = Math.sin((lat1 - lat0) / 2) ** 2 + Math.cos(lat0) * Math.cos(lat1) * Math.sin(turn / 2) ** 2
  const east = Math.sin(turn) * Math.cos(lat1)
  const north = Math.cos(lat0) * Math.sin(lat1) - Math.sin(lat0) * Math.cos(lat1) * Math.cos(turn)
  return {
    distance_nm: 2 * EARTH_RADIUS_NM * Math.asin(Math.sqrt(half)),
    bearing_deg: (degreesOf(Math.atan2(east, north)) + 360) % 360,
  }
}

/**
 * The smallest box around some places, widened on every side.
 * @param {Place[]} places at least one
 * @param {{share?: number, least_deg?: number}} [margin] share of the box's width and height, plus some degrees
 * @returns {Box}
 */
export function boxAround(places, {share = 0, least_deg = 0} = {}) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of places) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  const [x, y] = [(east - west) * share + least_deg, (north - south) * share + least_deg]
  return [west - x, south - y, east + x, north + y]
}

/**
 * A box read from "west,south,east,north"; null if it is none.
 * @param {string | null} text
 * @returns {Box | null}
 */
export function boxFrom(text) {
  const edges = (text ?? "").split(",").map(Number)
  const [west, south, east, north] = edges
  return edges.length === 4 && edges.every(Number.isFinite) && west < east && south < north
    ? [west, south, east, north]
    : null
}

/** The legs of a measured line, each with its length, its bearing and the sum so far.
 * @type {(line: Place[]) => {at: Place, distance_nm: number, bearing_deg: number, sum_nm: number}[]} */
export function legsOf(line) {
  let sum_nm = 0
  return line.slice(1).map((at, before) => {
    const leg = greatCircle(line[before], at)
    sum_nm += leg.distance_nm
    return {at, ...leg, sum_nm}
  })
}
