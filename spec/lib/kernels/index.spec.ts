/** @file The kernels in use, and their exchange. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { counting, js, kernels, useKernels } from '../../../lib/kernels/index.js';

test('useKernels changes the imported binding and returns what was there', () => {
  const before = kernels;
  const counted = counting(js);
  assert.is(useKernels(counted), before);
  try {
    assert.is(kernels, counted);
    assert.is(kernels.sum(2, Float64Array.of(3, 4), 0), 7);
    assert.is(counted.calls.sum, 1);
  } finally {
    assert.is(useKernels(before), counted);
  }
  assert.is(kernels, before);
});

test.run();
