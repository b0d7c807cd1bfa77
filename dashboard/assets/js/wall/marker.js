// @ts-check
// Shapes of vessels, after IMO SN.1/Circ.243. The shape code comes from the source; 8 and above is crossed: lost.
/** @type {Map<number, Path2D>} */
const drawn = new Map()

/** @type {((path: Path2D, r: number) => void)[]} */
const shapes = [
  (path, r) => {
    path.moveTo(0, -r * 1.25)
    path.lineTo(r * 0.72, r)
    path.lineTo(-r * 0.72, r)
    path.closePath()
  },
  (path, r) => {
    path.arc(0, 0, r * 0.5, 0, 2 * Math.PI)
  },
  (path, r) => {
    path.moveTo(0, -r * 0.8)
    path.lineTo(r * 0.8, 0)
    path.lineTo(0, r * 0.8)
    path.lineTo(-r * 0.8, 0)
    path.closePath()
  },
  (path, r) => {
    path.rect(-r * 0.55, -r * 0.55, r * 1.1, r * 1.1)
  },
  (path, r) => {
    path.moveTo(0, -r * 1.2)
    path.lineTo(r * 1.1, r * 0.3)
    path.lineTo(0, 0)
    path.lineTo(-r * 1.1, r * 0.3)
    path.closePath()
    path.moveTo(0, 0)
    path.lineTo(0, r)
  },
]

/** @type {(glyph: {source: {data: {shape: number[]}}}, view: unknown, point: {i: number, r: number}) => Path2D} */
export default ({source}, _glyph, {i, r}) => {
  const code = source.data.shape[i]
  const key = code * 10000 + Math.round(r * 10)
  let path = drawn.get(key)
  if (path === undefined) {
    path = new Path2D()
    shapes[code % 8](path, r)
    if (code >= 8) {
      path.moveTo(-r, -r)
      path.lineTo(r, r)
      path.moveTo(r, -r)
      path.lineTo(-r, r)
    }
    drawn.set(key, path)
  }
  return path
}
