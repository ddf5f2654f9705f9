/** @file Functions of one element where C and JavaScript could differ: halves, signs, NaN, infinities, the smallest integers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, type TypeName, torch } from '../../../../lib/tensor/index.js';
import { read } from '../layouts.js';

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;
const x = Tensor.from('Double', [nan, inf, -inf, 0, -0]);

const cases: [string, Tensor, number[]][] = [
  ['sign', torch.sign(x), [0, 1, -1, 0, 0]],
  ['abs', torch.abs(x), [nan, inf, inf, 0, 0]],
  ['tanh', torch.tanh(x), [nan, 1, -1, 0, -0]],
  ['sigmoid', torch.sigmoid(x), [nan, 1, 0, 0.5, 0.5]],
  ['frac', torch.frac(Tensor.from('Double', [2.75, -2.75, 3, nan, inf])), [0.75, -0.75, 0, nan, nan]],
  ['trunc', torch.trunc(Tensor.from('Double', [2.75, -2.75, -0.5, nan, inf])), [2, -2, -0, nan, inf]],
  ['round', torch.round(Tensor.from('Double', [0.5, -0.5, 2.5, -2.5, nan, -inf])), [1, -1, 3, -3, nan, -inf]],
  [
    'round just below a half',
    torch.round(Tensor.from('Double', [0.49999999999999994, 4503599627370497])),
    [0, 4503599627370497],
  ],
  ['acos', torch.acos(Tensor.from('Double', [1, 0, -1, 2])), [0, Math.PI / 2, Math.PI, nan]],
  ['atan', torch.atan(Tensor.from('Double', [1, -inf])), [Math.PI / 4, -Math.PI / 2]],
  ['cosh', torch.cosh(Tensor.from('Double', [0, 1000])), [1, inf]],
];
for (const [name, result, expected] of cases) {
  test(`${name}: values that C gives`, () => {
    assert.equal(read(result), expected);
  });
}

test('the smallest integer is its own absolute value and opposite', () => {
  const smallest: [TypeName, number][] = [
    ['Int', -(2 ** 31)],
    ['Short', -(2 ** 15)],
    ['Char', -128],
  ];
  for (const [type, value] of smallest) assert.equal(read(Tensor.from(type, [value, 5]).neg()), [value, -5], type);
  assert.equal(read(Tensor.from('Int', [-(2 ** 31), -5]).abs()), [-(2 ** 31), 5]);
  assert.equal(read(Tensor.from('Byte', [0, 1, 255]).neg()), [0, 255, 1]);
  assert.equal(read(Tensor.from('Long', [-(2 ** 31) - 1, -0]).abs()), [2 ** 31 + 1, 0], 'of Long, more than 32 bits');
});

test('integers have one zero', () => {
  const zeros = [
    torch.LongTensor([0]).neg(),
    torch.LongTensor([-4]).fmod(2),
    torch.LongTensor([0]).cmul(torch.LongTensor([-1])),
  ];
  for (const x of zeros) assert.ok(Object.is(x.get(0), 0));
});

test.run();
