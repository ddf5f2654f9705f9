/** @file Halves: how they round, their bits, and what can be done with tensors of them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bitsOfHalf, halfOfBits, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';

// [value, the nearest half, its bits]: from the definition of binary16.
const halves: [number, number, number][] = [
  [1, 1, 0x3c00],
  [-2, -2, 0xc000],
  [1 / 3, 0.333251953125, 0x3555],
  // Half way between 2048 and 2050, and between 2050 and 2052: the even one.
  [2049, 2048, 0x6800],
  [2051, 2052, 0x6802],
  [65504, 65504, 0x7bff],
  [65519, 65504, 0x7bff],
  [65520, Infinity, 0x7c00],
  [-1e9, -Infinity, 0xfc00],
  [2 ** -14, 2 ** -14, 0x0400],
  // The smallest are as far apart as 2^-24.
  [1.6 * 2 ** -24, 2 ** -23, 2],
  [2 ** -24, 2 ** -24, 1],
  [2 ** -25, 0, 0],
  [-(2 ** -26), -0, 0x8000],
  [0, 0, 0],
  [-0, -0, 0x8000],
  [NaN, NaN, 0x7fff],
];
for (const [value, half, bits] of halves) {
  test(`${value} becomes ${half}`, () => {
    const { data } = torch.HalfStorage([value]);
    assert.ok(Object.is(data[0], half), String(data[0]));
    assert.is(bitsOfHalf(data[0]), bits);
    assert.ok(Object.is(halfOfBits(bits), half), String(halfOfBits(bits)));
  });
}

test('all 65536 bits come back, NaN as one of them', () => {
  for (let bits = 0; bits < 2 ** 16; bits++) {
    const half = halfOfBits(bits);
    if (!Number.isNaN(half)) assert.is(bitsOfHalf(half), bits);
    assert.ok(Object.is(torch.HalfStorage([half]).data[0], half));
  }
});

test('whatever way a number takes into a tensor, it is rounded', () => {
  const x = torch.DoubleTensor([1 / 3, 2 / 3, 2049, 1e6]);
  const expected = [0.333251953125, 0.66650390625, 2048, Infinity];
  const h = x.half();
  for (const y of [h, torch.HalfTensor(x.toArray()), torch.HalfTensor(4).copy(x.float()), x.type('torch.HalfTensor')]) {
    assert.is(y.type(), 'torch.HalfTensor');
    assert.equal(y.toArray(), expected);
  }
  assert.equal(torch.HalfTensor(4, 1).select(1, 0).copy(x).toArray(), expected);
  assert.equal(
    torch
      .HalfTensor(2)
      .set(0, 1 / 3)
      .set(1, 2 / 3)
      .toArray(),
    expected.slice(0, 2),
  );
  assert.equal(
    torch
      .HalfTensor(2)
      .fill(1 / 3)
      .toArray(),
    [expected[0], expected[0]],
  );
  assert.equal([h.elementSize(), torch.HalfStorage().elementSize()], [2, 2]);
  assert.equal(h.view(2, 2).t().clone().toArray(), [expected[0], expected[2], expected[1], expected[3]]);
  assert.is(h.double().half().equal(h), true);
});

test('an array of floats is copied, and rounded', () => {
  const data = new Float32Array([1 / 3]);
  const storage = torch.HalfStorage(data);
  assert.is.not(storage.data, data);
  assert.is(storage.data[0], 0.333251953125);
});

test('halves are not computed with', () => {
  const h = torch.ones(2, 2).half();
  const got = 'got HalfTensor(2 × 2)';
  const hint = `torch.mm: expected a type to compute with, ${got}; convert it with float()`;
  fails(() => torch.mm(h, h), TypeError, hint);
  for (const f of [
    () => h.sum(),
    () => h.add(1),
    () => h.cumsum(0),
    () => h.mean(),
    () => h.tanh(),
    () => torch.conv2(h, h),
    () => torch.inverse(h),
    () => h.dot(h),
    () => torch.match(h, h),
  ]) {
    assert.throws(
      f,
      (error: unknown) =>
        (error instanceof TypeError && error.message.endsWith(got)) || String(error).includes('float()'),
    );
  }
});

test.run();
