/** @file The comparison with golden numbers: what it lets pass, and what it does not. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torch } from '../lib/tensor/index.js';
import { near, offered, relativeError } from './golden.js';

/** Fails unless f throws; uvu's `throws` hands on the assertions themselves. */
function refuses(f: () => void, message: RegExp): void {
  let caught: unknown;
  try {
    f();
  } catch (error) {
    caught = error;
  }
  assert.instance(caught, Error, 'expected a refusal, got none');
  assert.match((caught as Error).message, message);
}

test('the error is relative to the largest number expected', () => {
  assert.is(relativeError([1, 2, 8.5], [1, 2, 8]), 0.0625);
  assert.is(relativeError([1.5, 8], [1, 8]), 0.0625);
});

test('where zeros are expected, anything else is infinitely wrong', () => {
  assert.is(relativeError([0, 0], [0, 0]), 0);
  assert.is(relativeError([0, 1e-300], [0, 0]), Infinity);
});

test('a NaN is never near, wherever it stands', () => {
  for (const actual of [
    [Number.NaN, 2, 3],
    [1, 2, Number.NaN],
  ]) {
    refuses(() => near(torch.Tensor(actual), { size: [3], data: [1, 2, 3] }, 1, 'x'), /got NaN/);
  }
});

test('another shape, another number of tensors, and no tensor at all are not near', () => {
  const golden = { size: [2, 1], data: [1, 2] };
  near(torch.Tensor([[1], [2]]), golden, 0, 'x');
  refuses(() => near(torch.Tensor([1, 2]), golden, 1, 'x'), /size/);
  refuses(() => near([], [golden], 1, 'x'), /number of tensors/);
  refuses(() => near(undefined, golden, 1, 'x'), /expected a tensor, got nothing/);
});

test('rows are offered when nn has every class that they name', () => {
  const rows = ['nn.Linear(4,3)', 'nn.NoSuchClass()', 'nn.Sequential():add(nn.NoSuchClass())'].map((code) => ({
    code,
  }));
  assert.equal(offered(rows), [{ code: 'nn.Linear(4,3)' }]);
});

test.run();
