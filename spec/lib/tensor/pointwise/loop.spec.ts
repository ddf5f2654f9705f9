/** @file Values that pointwise loops compute as C does: wrapping and exact integers, NaN and infinities, powers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, type TypeName, torch } from '../../../../lib/tensor/index.js';
import { integer, laidOut, layouts, read, refusal } from '../layouts.js';

const inf = Infinity;
const nan = Number.NaN;

const wrapping: [string, TypeName, (x: Tensor, y: Tensor) => Tensor, number[], number[], number[]][] = [
  ['add', 'Byte', (x, y) => x.add(y), [200, 0], [100, 255], [44, 255]],
  ['add of a negative number', 'Byte', (x) => x.add(-1), [0, 5], [], [255, 4]],
  ['csub', 'Byte', (x, y) => x.csub(y), [3, 0], [5, 1], [254, 255]],
  ['cmul', 'Char', (x, y) => x.cmul(y), [100, -128], [2, -1], [-56, -128]],
  ['cmul', 'Short', (x, y) => x.cmul(y), [32767, 300], [32767, 300], [1, 24464]],
  ['cmul beyond 2^53', 'Int', (x, y) => x.cmul(y), [2147483647, 123456789], [2147483647, 987654321], [1, -67153019]],
  ['mul beyond 2^53', 'Int', (x) => x.mul(1999999999), [1999999999, 7], [], [-1356539903, 1115098105]],
  ['add scaled beyond 2^53', 'Int', (x, y) => x.add(2147483647, y), [5, 0], [2147483647, 3], [6, 2147483645]],
  ['addcmul', 'Int', (x, y) => x.addcmul(65537, y, y), [0, 1], [65537, 3], [196609, 589834]],
  ['neg', 'Char', (x) => x.neg(), [-128, 5], [], [-128, -5]],
  ['abs', 'Short', (x) => x.abs(), [-32768, -5], [], [-32768, 5]],
  ['fill', 'Byte', (x) => x.fill(300.9), [0, 0], [], [44, 44]],
  ['cdiv', 'Int', (x, y) => x.cdiv(y), [-7, 7], [2, -2], [-3, -3]],
  ['div', 'Long', (x) => x.div(-2), [-7, 2 ** 53 - 1], [], [3, -(2 ** 52 - 1)]],
  ['addcdiv', 'Long', (x, y) => x.addcdiv(-1, y, y), [-7, 3], [2, 9], [-8, 2]],
  ['mul by a fraction, which is cut off first', 'Int', (x) => x.mul(2.9), [5, -5], [], [10, -10]],
  ['cpow', 'Long', (x, y) => x.cpow(y), [3, -2], [4, 5], [81, -32]],
];
for (const [name, type, f, x, y, expected] of wrapping) {
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
  for (const f of [
    (x: Tensor) => x.add(1),
    (x: Tensor) => x.add(x),
    (x: Tensor) => x.mul(2),
    (x: Tensor) => x.cmul(x),
    (x: Tensor) => x.cpow(x),
    (x: Tensor) => x.addcmul(-1, x, x),
    (x: Tensor) => x.csub(-1),
    (x: Tensor) => x.fill(2 ** 53),
    (x: Tensor) => x.apply((v) => 2 * v),
  ]) {
    const x = Tensor.from('Long', [2, big]);
    assert.throws(
      () => f(x),
      (e: unknown) =>
        e instanceof RangeError && /^LongTensor: expected an integer within ±\(2\^53 − 1\), got /.test(e.message),
    );
    assert.equal(read(x), [2, big]);
  }
  const x = Tensor.from('Long', [big]);
  assert.throws(
    () => x.add(1),
    refusal(RangeError, 'LongTensor: expected an integer within ±(2^53 − 1), got 9007199254740992'),
  );
  assert.equal(read(x.csub(big)), [0], 'up to it all is exact');
});

test('dividing an integer by zero is an error, and then nothing has changed', () => {
  for (const type of integer) {
    const x = Tensor.from(type, [6, 7]);
    const y = Tensor.from(type, [2, 0]);
    const message = (name: string): string => `torch.${name}: expected integers other than 0 to divide by, got 0`;
    assert.throws(() => x.cdiv(y), refusal(RangeError, message('cdiv')));
    assert.throws(() => x.addcdiv(y, y), refusal(RangeError, message('addcdiv')));
    assert.throws(() => x.div(0), refusal(RangeError, message('div')));
    assert.throws(() => x.div(0.5), refusal(RangeError, message('div')));
    assert.equal(read(x), [6, 7]);
  }
  assert.equal(read(Tensor.from('Double', [1, -1, 0]).div(0)), [inf, -inf, nan]);
});

test('numbers are made the type of a FloatTensor first, as in C', () => {
  const tenth = Math.fround(0.1);
  const x = Tensor.from('Float', [9]);
  assert.is(torch.mul(x, 0.1).get(0), Math.fround(9 * tenth));
  assert.is.not(Math.fround(9 * tenth), Math.fround(9 * 0.1));
});

test('infinities and NaN pass as C has them', () => {
  const x = Tensor.from('Double', [nan, inf, -inf, 0, -0]);
  const y = Tensor.from('Double', [1, 1, 1, 1, 1]);
  assert.equal(read(torch.sign(x)), [0, 1, -1, 0, 0]);
  assert.equal(read(torch.round(Tensor.from('Double', [0.5, -0.5, 2.5, -2.5, nan, -inf]))), [1, -1, 3, -3, nan, -inf]);
  assert.equal(read(torch.clamp(x, -1, 1)), [nan, 1, -1, 0, -0]);
  assert.equal(read(torch.cmax(x, y)), [1, inf, 1, 1, 1], 'a NaN loses in front,');
  assert.equal(read(torch.cmax(y, x)), [nan, inf, 1, 1, 1], 'and wins behind');
  assert.equal(read(torch.cmin(x, y)), [1, 1, -inf, 0, -0]);
  assert.equal(read(torch.cmin(y, x)), [nan, 1, -inf, 0, -0]);
  assert.equal(read(torch.cmax(x, 1)), [1, inf, 1, 1, 1]);
  assert.equal(read(torch.tanh(x)), [nan, 1, -1, 0, -0]);
  assert.equal(read(torch.sigmoid(x)), [nan, 1, 0, 0.5, 0.5]);
});

test('pow is that of C, and goes by sqrt where Torch does', () => {
  const x = Tensor.from('Double', [1, -1, nan, 0, -8, inf]);
  assert.equal(read(torch.pow(x, inf)), [1, 1, nan, 0, inf, inf]);
  assert.equal(read(torch.pow(x, nan)), [1, nan, nan, nan, nan, nan]);
  assert.equal(read(torch.pow(x, 0)), [1, 1, 1, 1, 1, 1]);
  assert.equal(read(torch.pow(Tensor.from('Double', [-inf]), 0.5)), [nan]);
  assert.equal(read(torch.pow(Tensor.from('Double', [1.1]), 2)), [1.1 * 1.1]);
  assert.equal(read(torch.cpow(Tensor.from('Double', [1, -1]), Tensor.from('Double', [nan, -inf]))), [1, 1]);
});

test.run();
