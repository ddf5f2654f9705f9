/** @file Sums, products, quotients and bounds of elements, worked out by hand: what wraps, is cut off, refused, or no number. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, type TypeName, torch } from '../../../../lib/tensor/index.js';
import { integer, laidOut, layouts, read, refusal } from '../layouts.js';

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;
const notExact = (value: number): ((error: unknown) => boolean) =>
  refusal(RangeError, `LongTensor: expected an integer within ±(2^53 − 1), got ${value}`);

const cases: [string, TypeName, (x: Tensor, y: Tensor) => Tensor, number[], number[], number[]][] = [
  ['add', 'Byte', (x, y) => x.add(y), [200, 0], [100, 255], [44, 255]],
  ['add of a negative number', 'Byte', (x) => x.add(-1), [0, 5], [], [255, 4]],
  ['csub', 'Byte', (x, y) => x.csub(y), [3, 0], [5, 1], [254, 255]],
  ['cmul', 'Char', (x, y) => x.cmul(y), [100, -128], [2, -1], [-56, -128]],
  ['cmul', 'Short', (x, y) => x.cmul(y), [32767, 300], [32767, 300], [1, 24464]],
  ['cmul beyond 2^53', 'Int', (x, y) => x.cmul(y), [2147483647, 123456789], [2147483647, 987654321], [1, -67153019]],
  ['mul beyond 2^53', 'Int', (x) => x.mul(1999999999), [1999999999, 7], [], [-1356539903, 1115098105]],
  ['add scaled beyond 2^53', 'Int', (x, y) => x.add(2147483647, y), [5, 0], [2147483647, 3], [6, 2147483645]],
  ['csub of the smallest, times itself', 'Int', (x, y) => x.csub(-2147483648, y), [1, 2], [1, 2], [-2147483647, 2]],
  ['addcmul', 'Int', (x, y) => x.addcmul(65537, y, y), [0, 1], [65537, 3], [196609, 589834]],
  ['cdiv', 'Int', (x, y) => x.cdiv(y), [-7, 7], [2, -2], [-3, -3]],
  ['cdiv of the smallest by −1', 'Char', (x, y) => x.cdiv(y), [-128, 127], [-1, -1], [-128, -127]],
  ['div', 'Long', (x) => x.div(-2), [-7, 2 ** 53 - 1], [], [3, -(2 ** 52 - 1)]],
  ['addcdiv', 'Long', (x, y) => x.addcdiv(-1, y, y), [-7, 3], [2, 9], [-8, 2]],
  ['mul by a fraction, which is cut off first', 'Int', (x) => x.mul(2.9), [5, -5], [], [10, -10]],
];
for (const [name, type, f, x, y, expected] of cases) {
  test(`${name} of ${type} is what C computes`, () => {
    for (const [layoutName, layout] of Object.entries(layouts)) {
      const other = y.length > 0 ? y : [1, 1];
      const result = f(laidOut(type, [2], x, layout), laidOut(type, [2], other, layouts.contiguous));
      assert.equal(read(result), expected, layoutName);
    }
  });
}

test('Long refuses what is not exact, and then nothing has changed', () => {
  const big = 2 ** 53 - 1;
  const refusals: [(x: Tensor) => Tensor, number][] = [
    [(x) => x.add(1), 2 ** 53],
    [(x) => x.add(x), 2 * big],
    [(x) => x.mul(2), 2 * big],
    [(x) => x.cmul(x), big * big],
    [(x) => x.csub(-1), 2 ** 53],
    [(x) => x.add(2, x), 2 * big],
    [(x) => x.addcmul(-1, x, x), -big * big],
    [(x) => x.cpow(x), Infinity],
    [(x) => x.fill(2 ** 53), 2 ** 53],
    [(x) => x.add(1e300), 1e300],
  ];
  for (const [f, value] of refusals) {
    const x = Tensor.from('Long', [2, big]);
    const result = Tensor.from('Long', [7]);
    assert.throws(() => f(x), notExact(value));
    assert.equal(read(x), [2, big]);
    assert.throws(() => torch.add(result, x, 1), notExact(2 ** 53));
    assert.equal([result.size(), read(result)], [[1], [7]], 'a result keeps its sizes too');
  }
  assert.equal(read(Tensor.from('Long', [big]).csub(big)), [0], 'up to it all is exact');
});

test('dividing an integer by zero is an error, and then nothing has changed', () => {
  for (const type of integer) {
    const x = Tensor.from(type, [6, 7]);
    const y = Tensor.from(type, [2, 0]);
    const result = Tensor.from(type, [5]);
    const message = (name: string): string => `torch.${name}: expected integers other than 0 to divide by, got 0`;
    assert.throws(() => x.cdiv(y), refusal(RangeError, message('cdiv')));
    assert.throws(() => x.addcdiv(y, y), refusal(RangeError, message('addcdiv')));
    assert.throws(() => x.div(0), refusal(RangeError, message('div')));
    assert.throws(() => x.div(0.5), refusal(RangeError, message('div')));
    assert.throws(() => torch.cdiv(result, x, y), refusal(RangeError, message('cdiv')));
    assert.equal([read(x), result.size(), read(result)], [[6, 7], [1], [5]]);
  }
  assert.equal(read(Tensor.from('Double', [1, -1, 0]).div(0)), [inf, -inf, nan]);
});

test('numbers are made the type of a FloatTensor first, as in C', () => {
  const tenth = Math.fround(0.1);
  const x = Tensor.from('Float', [9]);
  assert.is(torch.mul(x, 0.1).get(0), Math.fround(9 * tenth));
  assert.is.not(Math.fround(9 * tenth), Math.fround(9 * 0.1));
});

test('a NaN that is added comes through, times 0 too', () => {
  const y = torch.Tensor([Number.NaN, 1]);
  assert.equal(read(torch.ones(2).add(0, y)), [Number.NaN, 1]);
});

test.run();
