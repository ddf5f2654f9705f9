/** @file The numbers of objects: in order and out of it, and forgotten with what failed. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ReadReferences, WriteReferences } from '../../../../lib/io/t7/references.js';
import { thrown } from '../../../errors.js';

const fail = (): never => {
  throw new Error('failed');
};

test('objects are found by their numbers, in order, with gaps and backwards', () => {
  const known = new ReadReferences();
  const objects = Array.from({ length: 6 }, () => ({}));
  const numbers = [1, 2, 7, 3, 2 ** 31 - 1, 6];
  for (const [i, number] of numbers.entries()) known.set(number, objects[i]);
  for (const [i, number] of numbers.entries()) assert.is(known.get(number), objects[i]);
  for (const number of [4, 5, 8, 100]) assert.is(known.get(number), undefined);
});

test('a place that is kept has no object until there is one', () => {
  const known = new ReadReferences();
  const [tensor, storage] = [{}, {}];
  known.set(1, undefined);
  known.set(2, storage);
  assert.is(known.get(1), undefined);
  known.set(1, tensor);
  assert.equal([known.get(1) === tensor, known.get(2) === storage], [true, true]);
});

test('what is met while reading fails is forgotten, what was known before is not', () => {
  const known = new ReadReferences();
  const old = {};
  known.set(1, old);
  known.set(9, old);
  const work = (): never => {
    known.set(2, {});
    known.set(20, {});
    return fail();
  };
  assert.is(thrown(() => known.during(work)).message, 'failed');
  assert.equal(
    [1, 2, 9, 20].map((number) => known.get(number) === old),
    [true, false, true, false],
  );
  assert.is(known.get(2) ?? known.get(20), undefined);
  assert.is(
    known.during(() => known.get(9)),
    old,
  );
});

test('numbers that failed writing took are given again', () => {
  const known = new WriteReferences();
  const [old, lost, kept] = [{}, {}, {}];
  assert.is(known.next(old), 1);
  assert.is(known.next(undefined), 2);
  thrown(() =>
    known.during(() => {
      assert.is(known.next(lost), 3);
      fail();
    }),
  );
  assert.equal([known.get(old), known.get(lost)], [1, undefined]);
  assert.is(known.next(kept), 3);
});

test.run();
