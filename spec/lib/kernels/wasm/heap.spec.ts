/** @file The memory into which operands are staged. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Heap } from '../../../../lib/kernels/wasm/heap.js';
import { precisions, random, same, uniform } from '../arrays.js';
import { engineWithout } from '../engine.js';

const draw = uniform(7);

test('a heap has room for what it is made for, above its base', () => {
  const heap = new Heap(64, 2 ** 16);
  assert.is(heap.memory.buffer.byteLength, 2 * 2 ** 16);
  assert.ok(heap.open(2 ** 16));
  assert.is(heap.place(8), 64);
});

test('open grows the memory by what is missing, and forgets what was placed', () => {
  const heap = new Heap(64, 1000);
  assert.ok(heap.open(3 * 2 ** 16));
  assert.is(heap.memory.buffer.byteLength, 4 * 2 ** 16);
  assert.is(heap.place(100), 64);
  assert.is(heap.place(1), 64 + 112);
  assert.is(heap.place(16), 64 + 128);
  assert.is(heap.place(0), 64 + 144);
  assert.ok(heap.open(10));
  assert.is(heap.memory.buffer.byteLength, 4 * 2 ** 16, 'it never shrinks');
  assert.is(heap.place(4), 64);
});

test('a memory that cannot grow is false of open, and what fits can still be placed', () => {
  const heap = engineWithout('growth', () => new Heap(64, 1000));
  const x = random(Float64Array, 100, draw);
  assert.is(heap.open(2 ** 20), false);
  assert.ok(heap.open(800));
  const at = heap.place(800);
  heap.write(at, x, 0, 100);
  const y = new Float64Array(100);
  heap.read(at, y, 0, 100);
  same(y, x, 'after the failure');
});

test('what is reserved is never placed in, and an address tells what lies in the memory', () => {
  const heap = new Heap(64, 2 ** 16);
  assert.is(heap.reserve(100), 64);
  const first = heap.scratch(10, new Float64Array(1));
  assert.equal(first && [first.offset * 8, first.array.buffer === heap.memory.buffer], [64 + 112, true]);
  assert.ok(heap.open(16));
  assert.is(heap.place(16), 64 + 112 + 80, 'behind both');
  const larger = heap.scratch(100, new Float32Array(1));
  assert.is(larger && heap.addressOf(larger.array, larger.offset + 3), 64 + 112 + 12, 'in the place of the smaller');
  assert.ok(heap.open(16));
  assert.is(heap.place(16), 64 + 112 + 400);
  assert.is(heap.addressOf(new Float64Array(9), 3), 0);
});

test('where memory cannot grow there is no more scratch, and what was kept is given up', () => {
  const heap = engineWithout('growth', () => new Heap(64, 1000));
  assert.ok(heap.scratch(10, new Float64Array(1)));
  assert.is(heap.scratch(2 ** 20, new Float64Array(1)), undefined);
  assert.ok(heap.open(16));
  assert.is(heap.place(16), 64);
});

test('what needs addresses of more than 31 bits is false of open, and takes no memory', () => {
  const heap = new Heap(64, 1000);
  for (const bytes of [2 ** 31, 2 ** 32, 2 ** 40, Infinity]) assert.is(heap.open(bytes), false, `${bytes}`);
  assert.is(heap.memory.buffer.byteLength, 2 ** 16);
});

for (const precision of precisions) {
  const size = precision.BYTES_PER_ELEMENT;

  test(`arrays of ${precision.name} are written and read element for element, from any place to any place`, () => {
    const heap = new Heap(64, 2 ** 20);
    for (const n of [0, 1, 2, 47, 48, 49, 4096, 10000]) {
      const x = random(precision, n + 5, draw);
      const y = random(precision, n + 6, draw);
      const expected = y.slice();
      expected.set(x.subarray(3, 3 + n), 2);
      heap.open((n + 4) * size + 32);
      heap.place(7);
      const at = heap.place(n * size);
      assert.is(at % 16, 0);
      heap.write(at, x, 3, n);
      heap.read(at, y, 2, n);
      same(y, expected, `${n} elements`);
    }
  });

  test(`whole arrays of ${precision.name}, windows of larger ones and pieces beyond 2²¹ elements are copied alike`, () => {
    const heap = new Heap(64, 1000);
    const n = 2 ** 21 + 3;
    const whole = new precision(n + 10).map((_, i) => i % 1009);
    const x = new precision(whole.buffer, 2 * size, n);
    assert.ok(heap.open(n * size + 16));
    const at = heap.place(n * size);
    heap.write(at, x, 0, n);
    const y = new precision(n);
    heap.read(at, y, 0, n);
    for (const i of [0, 1, 2 ** 20, 2 ** 21 - 1, 2 ** 21, 2 ** 21 + 2]) assert.is(y[i], (i + 2) % 1009, `element ${i}`);
    assert.is(Buffer.from(y.buffer).compare(Buffer.from(whole.buffer, 2 * size, n * size)), 0);
  });

  test(`matrices of ${precision.name} are placed without their gaps, and read back around them`, () => {
    const heap = new Heap(64, 2 ** 20);
    for (const [rows, columns, ld] of [
      [3, 4, 4],
      [3, 4, 7],
      [5, 60, 61],
      [1, 1, 9],
      [0, 3, 3],
      [3, 0, 2],
    ]) {
      const x = random(precision, rows * ld + 12, draw);
      heap.open(rows * columns * size + 16);
      const at = heap.placeMatrix(x, 2, rows, columns, ld);
      const dense = new precision(rows * columns);
      heap.read(at, dense, 0, rows * columns);
      same(
        dense,
        dense.map((_, k) => x[2 + Math.floor(k / columns) * ld + (k % columns)]),
        `${rows} × ${columns}`,
      );
      const y = random(precision, x.length, draw);
      const expected = y.slice();
      for (let k = 0; k < rows * columns; k++) expected[2 + Math.floor(k / columns) * ld + (k % columns)] = dense[k];
      heap.readMatrix(at, y, 2, rows, columns, ld);
      same(y, expected, `${rows} × ${columns} of ${ld} back`);
    }
  });
}

test.run();
