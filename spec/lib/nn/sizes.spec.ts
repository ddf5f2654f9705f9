/** @file Sizes with one left open. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkedSizes, checkSizes, fixedElements, sizesOf } from '../../../lib/nn/sizes.js';
import { fails } from '../../errors.js';

test('sizes come as arguments or as a list, and are copied', () => {
  const list = [2, -1];
  const sizes = checkedSizes('Some', [list]);
  list[0] = 9;
  assert.equal(sizes, [2, -1]);
  assert.equal(checkedSizes('Some', [2, 3]), [2, 3]);
});

for (const wrong of [[], [0], [2, -2], [1.5], [-1, -1], [Number.NaN]]) {
  test(`sizes (${wrong.join(', ')}) are refused`, () => {
    assert.throws(
      () => checkedSizes('Some', wrong),
      (error: Error) =>
        error instanceof RangeError &&
        error.message === `Some: expected sizes from 1 up, but for one -1, got (${wrong.join(', ')})`,
    );
  });
}

test('sizes of which none may be open are from 1 up', () => {
  checkSizes('Some', [1, 2]);
  for (const [wrong, shown] of [
    [[], ''],
    [[0, 2], '0, 2'],
    [[1, -1], '1, -1'],
    [[1.5], '1.5'],
  ] as const) {
    fails(() => checkSizes('Some', wrong), RangeError, `Some: expected sizes from 1 up, got (${shown})`);
  }
  fails(() => checkSizes('Some', [0, 2], '0 -> 2'), RangeError, 'Some: expected sizes from 1 up, got (0 -> 2)');
});

test('an open size takes what is left', () => {
  assert.equal(sizesOf([2, -1], 6), [2, 3]);
  assert.equal(sizesOf([-1], 1), [1]);
  assert.equal(sizesOf([2, 3], 6), [2, 3]);
});

test('sizes that cannot have the elements are none', () => {
  assert.is(sizesOf([4, -1], 6), undefined);
  assert.is(sizesOf([2, 3], 12), undefined);
  assert.is(sizesOf([-1], 0), undefined);
});

test('an open size counts nothing', () => {
  assert.is(fixedElements([2, -1, 3]), 6);
  assert.is(fixedElements([-1]), 1);
});

test.run();
