// @ts-check
import assert from "node:assert/strict"
import {test} from "node:test"
import {pinch, wheelFactor} from "../../../../dashboard/assets/js/lib/map_drag.js"
import * as views from "../../../../dashboard/assets/js/lib/view.js"
import {near, numbers} from "./near.js"

/** @type {views.View} */
const VIEW = {west: 13500000, north: 3700000, m_px: 100, width: 1400, height: 900}

test("a key names edges in metres and the size in pixels, and is read back", () => {
  assert.equal(views.keyOf(VIEW), "13500000.0,3610000.0,13640000.0,3700000.0,1400,900")
  assert.deepEqual(views.viewFrom(views.keyOf(VIEW)), VIEW)
})

test("pixels count from the upper left corner, and go to metres and back", () => {
  assert.deepEqual(views.toPixels(VIEW, [13500000, 3700000]), [0, 0])
  assert.deepEqual(views.toPixels(VIEW, [13640000, 3610000]), [1400, 900])
  assert.deepEqual(views.middleOf(VIEW), [13570000, 3655000])
  for (const px of /** @type {[number, number][]} */ ([
    [0, 0],
    [3, 700],
    [1399, 1],
  ]))
    assert.deepEqual(views.toPixels(VIEW, views.toMetres(VIEW, px)), px)
})

test("a fitted view shows the whole box in its middle", () => {
  const view = views.fitted(VIEW, [121, 29, 123, 32])
  const [west, south, east, north] = views.boxOf(view)
  assert.ok(west <= 121 && south <= 29 + 1e-9 && east >= 123 && north >= 32 - 1e-9)
  near((west + east) / 2, 122, 1e-9)
  near(north, 32, 1e-6) // higher than wide, so height decides
  assert.equal(views.fitted(VIEW, [121, 29, 121.0000001, 29.0000001]).m_px, views.LEAST_M_PX)
})

test("a dragged drawing follows the pointer, and back again", () => {
  const there = views.panned(VIEW, 30, -40)
  assert.deepEqual(views.toPixels(there, [VIEW.west, VIEW.north]), [30, -40])
  assert.deepEqual(views.panned(there, -30, 40), VIEW)
})

test("zooming keeps the place under the pointer, whatever the pointer and the factor", () => {
  const random = numbers(3)
  const draw = () => random.next().value ?? 0
  for (let each = 0; each < 300; each++) {
    /** @type {[number, number]} */
    const px = [draw() * VIEW.width, draw() * VIEW.height]
    const before = views.toMetres(VIEW, px)
    const after = views.toMetres(views.zoomed(VIEW, 4 ** (draw() * 2 - 1), px), px)
    near(after[0], before[0], 1e-6)
    near(after[1], before[1], 1e-6)
  }
})

test("zooming ends at the closest and the widest scale", () => {
  assert.equal(views.zoomed(VIEW, 1e-9, [0, 0]).m_px, views.LEAST_M_PX)
  assert.equal(views.zoomed(VIEW, 1e9, [0, 0]).m_px, views.MOST_M_PX)
  assert.equal(views.zoomed(VIEW, 1.6, [700, 450]).m_px, 160)
})

test("another size keeps middle and scale", () => {
  const view = views.resized(VIEW, 800, 1000)
  assert.deepEqual(views.middleOf(view), views.middleOf(VIEW))
  assert.deepEqual([view.m_px, view.width, view.height], [100, 800, 1000])
})

test("a place near the edge does not count as inside", () => {
  for (const [px, inside] of /** @type {[[number, number], boolean][]} */ ([
    [[700, 450], true],
    [[60, 450], false],
    [[61, 61], true],
    [[1341, 450], false],
    [[700, 841], false],
    [[-5, 450], false],
  ]))
    assert.equal(views.isInside(VIEW, px, 60), inside, String(px))
})

test("a drawing of another view is moved and scaled to its place, and left alone if it lies there", () => {
  assert.equal(views.transformOf(VIEW, VIEW), "")
  assert.equal(views.transformOf(VIEW, views.panned(VIEW, 0.4, 0.4)), "")
  assert.equal(views.transformOf(VIEW, views.panned(VIEW, 30, -40)), "translate(30px, -40px) scale(1)")
  assert.equal(views.transformOf(VIEW, views.zoomed(VIEW, 0.5, [0, 0])), "translate(0px, 0px) scale(2)")
})

test("one wheel event at most doubles or halves the scale, and no travel changes nothing", () => {
  assert.deepEqual([-9000, -300, 0, 300, 9000].map(wheelFactor), [0.5, 0.5, 1, 2, 2])
})

test("two pointers zoom by their distance, about the middle between them", () => {
  assert.deepEqual(pinch([100, 0], [200, 0], [0, 0]), [0.5, [100, 0]])
  assert.deepEqual(pinch([0, 80], [0, 40], [0, 0]), [2, [0, 20]])
  assert.deepEqual(pinch([50, 0], [0, 0], [0, 0]), [50, [0, 0]]) // on one another: no division by zero
})
