/** @file Numbers in %.17g and %.9g, beside what C's printf gives. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { general } from '../../../../lib/io/file/general.js';

const doubles: [number, string][] = [
  [0, '0'],
  [-0, '-0'],
  [-2.5, '-2.5'],
  [0.1, '0.10000000000000001'],
  [1 / 3, '0.33333333333333331'],
  [100000, '100000'],
  [0.0001, '0.0001'],
  [9.9999999999999e-5, '9.9999999999999002e-05'],
  [1e-5, '1.0000000000000001e-05'],
  [1e15, '1000000000000000'],
  [1e16, '10000000000000000'],
  [12345678901234568, '12345678901234568'],
  [57637605341022576, '57637605341022576'],
  [1e17, '1e+17'],
  [123456789012345680000, '1.2345678901234568e+20'],
  [5e-324, '4.9406564584124654e-324'],
  [Number.MAX_VALUE, '1.7976931348623157e+308'],
  // Eighteen digits, the last a 5: the even one of the two nearest.
  [2 ** -25, '2.9802322387695312e-08'],
  [3 * 2 ** -25, '8.9406967163085938e-08'],
  [7 * 2 ** -24, '4.1723251342773438e-07'],
  [NaN, 'nan'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
];
const floats: [number, string][] = [
  [Math.fround(0.1), '0.100000001'],
  [Math.fround(1 / 3), '0.333333343'],
  [3 * 2 ** -14, '0.000183105469'],
  [1025 * 2 ** -14, '0.0625610352'],
  [16777216, '16777216'],
  [123456792, '123456792'],
  [1e9, '1e+09'],
  [Math.fround(3.4028234663852886e38), '3.40282347e+38'],
  [Math.fround(1.401298464324817e-45), '1.40129846e-45'],
];
for (const [precision, table] of [
  [17, doubles],
  [9, floats],
] as const) {
  for (const [value, text] of table) {
    test(`%.${precision}g of ${value}`, () => assert.is(general(value, precision), text));
  }
}

test.run();
