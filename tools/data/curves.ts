/** @file Images of curves in the plane, in the manner of Salakhutdinov's CURVES: what deep autoencoders are tried on. */
import { Generator, Tensor } from '../../lib/tensor/index.js';

/** Pixels of a side. */
export const SIDE = 28;

/** How far control points keep from the border, and how wide strokes are, in pixels. */
const [MARGIN, WIDTH] = [3, 3];

/** How many straight pieces stand for a curve: none is longer than a pixel and a third. */
const PIECES = 48;

type Point = readonly [x: number, y: number];

/** Places on (1 − t)² a + 2 t (1 − t) b + t² c. */
function bezier(a: Point, b: Point, c: Point): Point[] {
  return Array.from({ length: PIECES + 1 }, (_, i) => {
    const t = i / PIECES;
    const [u, v, w] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [u * a[0] + v * b[0] + w * c[0], u * a[1] + v * b[1] + w * c[1]];
  });
}

/** The squared distance of a place from the straight piece between two others. */
function squaredDistance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}

/**
 * (rows × 784): each row an image of 28 × 28 with one quadratic Bézier curve, 3 pixels wide. Its three control points are uniform in the
 * inner 22 × 22 pixels, drawn x before y. Ink is 1 on the stroke, 0 off it, and falls linearly over the pixel at its edge. The same
 * seed gives the same images, on every machine.
 *
 * @throws RangeError unless rows is a whole number from 1 up.
 */
export function curves(rows: number, seed: number): Tensor {
  if (!(Number.isInteger(rows) && rows >= 1)) {
    throw new RangeError(`curves: expected rows to be a whole number from 1 up, got ${rows}`);
  }
  const generator = new Generator();
  generator.manualSeed(seed);
  const draw = (): Point => {
    const x = generator.uniform(MARGIN, SIDE - MARGIN);
    return [x, generator.uniform(MARGIN, SIDE - MARGIN)];
  };
  const images = Tensor.zeros('Double', [rows, SIDE * SIDE]);
  const ink = images.storage().data;
  for (let row = 0; row < rows; row++) {
    const a = draw();
    const b = draw();
    const path = bezier(a, b, draw());
    for (let i = 0; i < SIDE * SIDE; i++) {
      const pixel: Point = [(i % SIDE) + 0.5, Math.floor(i / SIDE) + 0.5];
      let nearest = Infinity;
      for (let k = 0; k < PIECES; k++) nearest = Math.min(nearest, squaredDistance(pixel, path[k], path[k + 1]));
      ink[row * SIDE * SIDE + i] = Math.min(1, Math.max(0, WIDTH / 2 + 0.5 - Math.sqrt(nearest)));
    }
  }
  return images;
}
