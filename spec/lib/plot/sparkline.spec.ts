/** @file Sparklines. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torch } from '../../../lib/index.js';
import { sparkline } from '../../../lib/plot/index.js';
import { fails } from '../../errors.js';

const cases: [string, readonly number[], Parameters<typeof sparkline>[1], string][] = [
  ['eight steps', [0, 1, 2, 3, 4, 5, 6, 7], {}, '▁▂▃▄▅▆▇█'],
  ['gaps', [0, NaN, 7, Infinity, -Infinity], {}, '▁ █  '],
  ['nothing', [], {}, ''],
  ['one value', [3], {}, '▁'],
  ['equal values', [-2, -2], {}, '▁▁'],
  ['the largest numbers', [-Number.MAX_VALUE, 0, Number.MAX_VALUE], {}, '▁▅█'],
  ['the smallest numbers', [0, 5e-324 * 4, 5e-324 * 8], {}, '▁▅█'],
  ['orders of magnitude', [1e-6, 1e-3, 1], { scale: 'log' }, '▁▅█'],
  ['what has no logarithm', [1, 0, -1, 100], { scale: 'log' }, '▁  █'],
  ['means of neighbours', [0, 2, 7, 9, 5, NaN], { width: 3 }, '▁█▅'],
  ['fewer values than places', [0, 1], { width: 9 }, '▁█'],
];
for (const [what, values, options, text] of cases) {
  test(`${what}: ${text}`, () => assert.is(sparkline(values, options), text));
}

test('a tensor is read element by element, views too', () => {
  assert.is(
    sparkline(
      torch
        .Tensor([
          [0, 7],
          [0, 7],
        ])
        .t(),
    ),
    '▁▁██',
  );
});

test('a width of none is refused', () => {
  fails(() => sparkline([1], { width: 0 }), RangeError, 'plot.sparkline: expected a width from 1 up, got 0');
});

test.run();
