/** @file Windows are views on their array, made once, and not kept without end. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tail, window } from '../../../lib/kernels/windows.js';
import { precisions, same } from './arrays.js';

for (const precision of precisions) {
  test(`a window of a ${precision.name} is the piece that it names, on the same memory`, () => {
    const x = new precision(20).map((_, i) => i);
    for (const [from, length] of [
      [0, 3],
      [3, 5],
      [17, 3],
      [5, 0],
    ]) {
      const view = window(x, from, length);
      assert.instance(view, precision);
      same(view, x.slice(from, from + length), `${from} … ${from + length}`);
      assert.is(view.buffer, x.buffer);
    }
    assert.is(window(x, 0, 20), x, 'all of it is the array itself');
    const inner = window(x.subarray(10), 2, 3);
    same(inner, [12, 13, 14], 'of a window');
  });

  test(`a window of a ${precision.name} is made once`, () => {
    const x = new precision(3000);
    const made = Array.from({ length: 200 }, (_, i) => window(x, i, 100 + i));
    made.forEach((view, i) => {
      assert.is(window(x, i, 100 + i), view);
    });
    assert.is.not(window(x.slice(), 1, 101), made[1], 'that of another array is another');
  });
}

test('a tail is the array from a place to its end, made once, and not kept without end', () => {
  const x = new Float32Array(5000).map((_, i) => i);
  const made = Array.from({ length: 200 }, (_, i) => tail(x, i));
  assert.is(made[0], x);
  made.forEach((view, i) => {
    assert.is(tail(x, i), view);
    assert.equal([view[0], view.length, view.buffer === x.buffer], [i, 5000 - i, true]);
  });
  for (let i = 200; i < 5000; i++) tail(x, i);
  assert.is.not(tail(x, 1), made[1]);
});

test('offset and length are told apart, also where both are large', () => {
  const x = new Float32Array(2 ** 23);
  const places = [
    [0, 1],
    [1, 0],
    [1, 2 ** 21],
    [2, 2 ** 21],
    [2 ** 21, 1],
    [2 ** 22, 2 ** 21],
    [2 ** 22 + 1, 2 ** 21 - 1],
  ];
  for (let round = 0; round < 2; round++) {
    for (const [from, length] of places) {
      const view = window(x, from, length);
      assert.equal([view.byteOffset / 4, view.length], [from, length]);
    }
  }
});

test('windows of an array that is walked from end to end are not kept', () => {
  const x = new Float64Array(6000);
  let made = 0;
  x.subarray = (from, to) => {
    made++;
    return new Float64Array(x.buffer, 8 * (from ?? 0), (to ?? 6000) - (from ?? 0));
  };
  const first = window(x, 0, 50);
  for (let i = 1; i < 5000; i++) window(x, i, 50);
  assert.is(made, 5000);
  assert.is.not(window(x, 0, 50), first);
});

test('the chunks of a long vector are kept, so that walking it again makes none', () => {
  const x = new Float64Array(2 ** 21 + 1);
  const chunks = (): Float64Array[] => Array.from({ length: 512 }, (_, i) => window(x, 1 + 4096 * i, 4096));
  const first = chunks();
  assert.ok(chunks().every((view, i) => view === first[i]));
});

test.run();
