// @ts-check
import assert from "node:assert/strict"
import {test} from "node:test"
import {
  boxAround,
  boxFrom,
  greatCircle,
  legsOf,
  lonLat,
  mercator,
} from "../../../../dashboard/assets/js/lib/geometry.js"
import {near} from "./near.js"

test("Web Mercator is EPSG:3857", () => {
  for (const metres of mercator([0, 0])) near(metres, 0, 1e-6)
  // The square world ends at 85.051129° N, where y equals half the circumference.
  near(mercator([180, 0])[0], 20037508.342789, 1e-3)
  near(mercator([0, 85.0511287798066])[1], 20037508.342789, 1e-3)
  const [x, y] = mercator([121.5, 31.2])
  near(x, 13525318.13, 0.01)
  near(y, 3658750.28, 0.01)
})

test("a place goes to Web Mercator and back", () => {
  for (let lon = -180; lon <= 180; lon += 17)
    for (let lat = -80; lat <= 80; lat += 13) {
      const [back_lon, back_lat] = lonLat(mercator([lon, lat]))
      near(back_lon, lon, 1e-9)
      near(back_lat, lat, 1e-9)
    }
})

test("one minute of latitude is one nautical mile, one of longitude shrinks with the cosine", () => {
  near(greatCircle([122, 30], [122, 30 + 1 / 60]).distance_nm, 1, 0.001)
  near(greatCircle([122, 60], [122 + 1 / 60, 60]).distance_nm, 0.5, 0.001)
  near(greatCircle([0, 0], [180, 0]).distance_nm, 10807.3, 0.1) // half the circumference: π × 3440.065
})

test("bearings are true and turn clockwise from north", () => {
  for (const [to, bearing_deg] of /** @type {[[number, number], number][]} */ ([
    [[122, 31], 0],
    [[122, 29], 180],
  ]))
    near(greatCircle([122, 30], to).bearing_deg, bearing_deg, 1e-9)
  near(greatCircle([0, 0], [1, 0]).bearing_deg, 90, 1e-9)
  near(greatCircle([0, 0], [-1, 0]).bearing_deg, 270, 1e-9)
})

test("Los Angeles to New York as in the Aviation Formulary: 2,144 nautical miles, starting at 066°", () => {
  // Its worked example, 33°57′N 118°24′W to 40°38′N 73°47′W: 0.623585 radians at one nautical mile a minute.
  const {distance_nm, bearing_deg} = greatCircle([-118.4, 33.95], [-(73 + 47 / 60), 40 + 38 / 60])
  near(distance_nm / 3440.065, 0.623585, 1e-5)
  near(bearing_deg, 65.9, 0.1)
})

test("a box encloses its places and is widened on every side", () => {
  /** @type {[number, number][]} */
  const places = [
    [121, 30],
    [123, 31],
    [122, 29.5],
  ]
  assert.deepEqual(boxAround(places), [121, 29.5, 123, 31])
  assert.deepEqual(boxAround(places, {share: 0.5, least_deg: 0.25}), [119.75, 28.5, 124.25, 32])
  assert.deepEqual(boxAround([[121, 30]], {share: 1, least_deg: 0.5}), [120.5, 29.5, 121.5, 30.5])
})

test("a box is read from an address, and anything else is refused", () => {
  assert.deepEqual(boxFrom("121,30,122.5,31"), [121, 30, 122.5, 31])
  for (const text of [null, "", "121,30,122", "121,30,122,31,5", "a,b,c,d", "122,30,121,31", "121,31,122,30"])
    assert.equal(boxFrom(text), null, String(text))
})

test("a measured line has a leg for every point but the first, and sums them", () => {
  assert.deepEqual(legsOf([]), [])
  assert.deepEqual(legsOf([[122, 30]]), [])
  const legs = legsOf([
    [122, 30],
    [122, 31],
    [122, 29],
  ])
  assert.deepEqual(
    legs.map(({bearing_deg}) => Math.round(bearing_deg)),
    [0, 180],
  )
  near(legs[0].sum_nm, 60.04, 0.01) // a degree of the mean sphere: π × 3440.065 / 180
  near(legs[1].distance_nm, 120.08, 0.01)
  near(legs[1].sum_nm, legs[0].distance_nm + legs[1].distance_nm, 1e-12)
})
