/** @file Bits: two's complement of each width, shifts that lose bits, and shifts that C leaves undefined. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, type TypeName, torch } from '../../../../lib/tensor/index.js';
import { integer, read, refusal } from '../layouts.js';

const cases: [string, TypeName, (x: Tensor) => Tensor, number[], number[]][] = [
  ['bitand', 'Int', (x) => x.bitand(12), [10, -1, -8], [8, 12, 8]],
  ['bitor', 'Char', (x) => x.bitor(64), [1, -128, -1], [65, -64, -1]],
  ['bitxor', 'Byte', (x) => x.bitxor(-1), [0, 170, 255], [255, 85, 0]],
  ['bitand with a fraction, cut off', 'Short', (x) => x.bitand(3.9), [5, -1], [1, 3]],
  [
    'bitand of more than 32 bits',
    'Long',
    (x) => x.bitand(2 ** 40 + 7),
    [2 ** 40 + 2 ** 35 + 5, -1],
    [2 ** 40 + 5, 2 ** 40 + 7],
  ],
  ['bitor of more than 32 bits', 'Long', (x) => x.bitor(2 ** 33), [1, -(2 ** 34)], [2 ** 33 + 1, -(2 ** 33)]],
  ['bitxor of more than 32 bits', 'Long', (x) => x.bitxor(-1), [0, 2 ** 52, -1], [-1, -(2 ** 52) - 1, 0]],
  ['lshift', 'Byte', (x) => x.lshift(4), [1, 31, 255], [16, 240, 240]],
  ['lshift', 'Char', (x) => x.lshift(1), [64, -128, -1], [-128, 0, -2]],
  ['lshift by more than its bits', 'Short', (x) => x.lshift(20), [1, -1], [0, 0]],
  ['lshift', 'Int', (x) => x.lshift(31), [1, 2, -1], [-(2 ** 31), 0, -(2 ** 31)]],
  ['lshift', 'Long', (x) => x.lshift(40), [5, -1, 2 ** 24 + 1], [5 * 2 ** 40, -(2 ** 40), 2 ** 40]],
  ['lshift is mul by a power of 2', 'Double', (x) => x.lshift(-1), [3, -0.5], [1.5, -0.25]],
  ['rshift of the bits, without a sign', 'Char', (x) => x.rshift(1), [64, -1, -128], [32, 127, 64]],
  ['rshift of the bits, without a sign', 'Int', (x) => x.rshift(28), [2 ** 30, -1], [4, 15]],
  ['rshift by nothing', 'Int', (x) => x.rshift(0), [-7, 7], [-7, 7]],
  ['rshift by more than its bits', 'Char', (x) => x.rshift(9), [-1, 5], [0, 0]],
  ['rshift of 64 bits', 'Long', (x) => x.rshift(60), [-1, -(2 ** 53) + 1, 7], [15, 15, 0]],
  ['rshift by nothing', 'Long', (x) => x.rshift(0), [-7, 7], [-7, 7]],
  ['rshift is div by a power of 2', 'Float', (x) => x.rshift(3), [1, -8], [0.125, -1]],
];
for (const [name, type, f, x, expected] of cases) {
  test(`${name}, of ${type}`, () => {
    assert.equal(read(f(Tensor.from(type, x))), expected);
  });
}

test('shifts of each element by its own, as in the documentation', () => {
  const ones = torch.LongTensor([
    [1, 1],
    [1, 1],
  ]);
  const shifts = torch.LongTensor([1, 2, 3, 4]);
  assert.equal(read(torch.clshift(ones, shifts)), [2, 4, 8, 16]);
  assert.equal(read(torch.crshift(ones.mul(32), shifts)), [16, 8, 4, 2]);
});

test('shifts that C leaves undefined are refused, and then nothing has changed', () => {
  for (const type of integer) {
    const width = type === 'Long' ? 64 : 32;
    const x = Tensor.from(type, [1, 2]);
    const too = Tensor.from(type, [1, width]);
    const message = (name: string, got: number): string =>
      `torch.${name}: expected a shift by 0 to ${width - 1} bits, got ${got}`;
    assert.throws(() => x.lshift(width), refusal(RangeError, message('lshift', width)));
    assert.throws(() => x.clshift(too), refusal(RangeError, message('clshift', width)));
    assert.throws(() => x.crshift(too), refusal(RangeError, message('crshift', width)));
    if (type !== 'Byte') assert.throws(() => x.rshift(-1), refusal(RangeError, message('rshift', -1)));
    assert.equal(read(x), [1, 2]);
  }
});

test('a Long refuses bits that a double does not hold', () => {
  const x = Tensor.from('Long', [3, -1]);
  const message = (got: number): string => `LongTensor: expected an integer within ±(2^53 − 1), got ${got}`;
  assert.throws(() => x.lshift(52), refusal(RangeError, message(3 * 2 ** 52)));
  assert.throws(() => x.rshift(4), refusal(RangeError, message(2 ** 60)));
  assert.equal(read(x), [3, -1]);
});

test.run();
