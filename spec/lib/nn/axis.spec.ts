/** @file Dimensions: from the front, from the end, and behind a batch. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { axisOf } from '../../../lib/nn/axis.js';

/** dimension, dimensions of x, nInputDims, axis. */
const cases: [number, number, number | undefined, number][] = [
  [0, 3, undefined, 0],
  [2, 3, undefined, 2],
  [-1, 3, undefined, 2],
  [-3, 3, undefined, 0],
  [0, 2, 2, 0],
  [0, 3, 2, 1],
  [1, 3, 2, 2],
  [1, 4, 2, 1],
  [-1, 3, 2, 2],
];

for (const [dimension, dims, nInputDims, axis] of cases) {
  test(`dimension ${dimension} of ${dims}, of which a sample has ${nInputDims ?? 'all'}, is axis ${axis}`, () => {
    assert.is(axisOf(dimension, dims, nInputDims), axis);
  });
}

test.run();
