/** @file The curves that deep autoencoders are tried on: against the curve itself, point by point. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Generator } from '../../../lib/tensor/index.js';
import { curves } from '../../../tools/data/curves.js';
import { fails } from '../../errors.js';

test('ink is 1 within a pixel of the curve, 0 from two on, and falls linearly between', () => {
  const images = curves(5, 7);
  assert.equal(images.size(), [5, 784]);
  const generator = new Generator();
  generator.manualSeed(7);
  for (let row = 0; row < 5; row++) {
    const [ax, ay, bx, by, cx, cy] = Array.from({ length: 6 }, () => generator.uniform(3, 25));
    const points = Array.from({ length: 2001 }, (_, i) => {
      const t = i / 2000;
      // De Casteljau.
      const [px, py, qx, qy] = [ax + t * (bx - ax), ay + t * (by - ay), bx + t * (cx - bx), by + t * (cy - by)];
      return [px + t * (qx - px), py + t * (qy - py)];
    });
    const image = images.select(0, row).toArray();
    for (let y = 0; y < 28; y++) {
      for (let x = 0; x < 28; x++) {
        const distance = Math.min(...points.map(([px, py]) => Math.hypot(px - x - 0.5, py - y - 0.5)));
        const expected = Math.min(1, Math.max(0, 2 - distance));
        assert.ok(Math.abs(image[28 * y + x] - expected) < 0.02, `row ${row}, pixel ${x}, ${y}`);
      }
    }
  }
});

test('the same seed gives the same images, another one others, and more rows the same ones first', () => {
  const first = curves(3, 1).toArray();
  assert.equal(curves(3, 1).toArray(), first);
  assert.equal(curves(5, 1).narrow(0, 0, 3).toArray(), first);
  assert.not.equal(curves(3, 2).toArray(), first);
});

test('no rows are refused', () => {
  fails(() => curves(0, 1), RangeError, 'curves: expected rows to be a whole number from 1 up, got 0');
});

test.run();
