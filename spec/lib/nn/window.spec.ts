/** @file Windows against Torch's formulas, place by place. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkWindow, patchesOf, placesAlong, type Window } from '../../../lib/nn/window.js';
import { fails } from '../../errors.js';

const window = (kernel: number, stride: number, padding: number, dilation: number): Window => ({
  kernel: [kernel],
  stride: [stride],
  padding: [padding],
  dilation: [dilation],
});

test('places are those that fit, counted one by one', () => {
  for (let size = 1; size <= 7; size++) {
    for (const [k, s, p, d] of [
      [1, 1, 0, 1],
      [2, 1, 0, 1],
      [3, 2, 1, 1],
      [2, 3, 1, 1],
      [2, 1, 1, 2],
      [3, 1, 2, 2],
      // Places in the padding alone.
      [2, 1, 2, 1],
      [1, 1, 3, 1],
    ]) {
      const extent = d * (k - 1) + 1;
      let fitting = 0;
      while (fitting * s - p + extent <= size + p) fitting++;
      assert.is(Math.max(0, placesAlong(size, window(k, s, p, d), 0)), fitting, `size ${size}, ${[k, s, p, d]}`);
    }
  }
});

test('with ceil the last place may end behind the image, but has to begin in it or in the padding before it', () => {
  assert.is(placesAlong(5, window(2, 2, 0, 1), 0), 2);
  assert.is(placesAlong(5, window(2, 2, 0, 1), 0, true), 3);
  // The third place would begin at 5, behind an image of 4 and a padding of 1.
  assert.is(placesAlong(4, window(2, 3, 1, 1), 0, true), 2);
});

test('missing axes come first', () => {
  const two: Window = { kernel: [2, 3], stride: [1, 2], padding: [0, 1], dilation: [1, 1] };
  const { channels, depth, height, width } = patchesOf(4, [5, 6], two, [4, 3]);
  assert.equal([channels, depth.size, height.kernel, width.kernel, width.padding, height.outputs], [4, 1, 2, 3, 1, 4]);
});

test('windows that cannot be are refused', () => {
  const message = 'X: expected kernel, stride and dilation from 1 up, got kernel 2, stride 0, padding 0, dilation 1';
  fails(() => checkWindow('X', window(2, 0, 0, 1)), RangeError, message);
});

test.run();
