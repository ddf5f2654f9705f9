/** @file Axes and numbers on pictures. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { linearAxis, logAxis } from '../../../lib/plot/axis.js';
import { shown } from '../../../lib/plot/numbers.js';

for (const [x, text] of [
  [0, '0'],
  [0.25, '0.25'],
  [-3, '−3'],
  [1 / 3, '0.333333'],
  [123456, '123456'],
  [1e6, '10⁶'],
  [-2.5e-7, '−2.5·10⁻⁷'],
  [1e-4, '0.0001'],
  [Infinity, '∞'],
  [-Infinity, '−∞'],
  [NaN, 'NaN'],
  [5e-324, '4.94066·10⁻³²⁴'],
] as const) {
  test(`${x} is written ${text}`, () => assert.is(shown(x), text));
}

for (const [values, ticks] of [
  [
    [0, 10],
    [0, 2, 4, 6, 8, 10],
  ],
  [
    [-0.3, 0.3],
    [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3],
  ],
  [
    [1e-12, 3e-12],
    [1e-12, 1.5e-12, 2e-12, 2.5e-12, 3e-12],
  ],
  [
    [7, 7],
    [4, 6, 8, 10],
  ],
  [
    [0, 0],
    [-1, -0.5, 0, 0.5, 1],
  ],
  [
    [NaN, 1, Infinity, 2],
    [1, 1.2, 1.4, 1.6, 1.8, 2],
  ],
]) {
  test(`ticks from ${values[0]} to ${values[values.length - 1]} are round`, () => {
    const axis = linearAxis('test', values, '');
    assert.equal(axis.ticks, ticks);
    const labels = axis.ticks.map(axis.tickFormat);
    assert.is(new Set(labels).size, labels.length, labels.join());
  });
}

for (const [values, labels] of [
  [
    [1, 1e4],
    ['1', '10', '100', '1000', '10000'],
  ],
  [
    [1e-6, 1],
    ['10⁻⁶', '10⁻⁵', '10⁻⁴', '10⁻³', '10⁻²', '10⁻¹', '10⁰'],
  ],
  [
    [0.5, 12],
    ['0.5', '1', '2', '5', '10'],
  ],
  [
    [3, 4],
    ['3', '3.5', '4'],
  ],
  [
    [0, -1, 10, 1000, NaN],
    ['10', '20', '50', '100', '200', '500', '1000'],
  ],
] as const) {
  test(`a logarithmic axis from ${values[0]} on has the ticks ${labels.join(', ')}`, () => {
    const { ticks, tickFormat } = logAxis('test', values, '');
    assert.equal(ticks.map(tickFormat), labels);
  });
}

test('the smallest and the largest doubles have an axis', () => {
  assert.equal(linearAxis('test', [0, 5e-324], '').ticks, [0, 5e-324]);
  assert.ok(linearAxis('test', [0, Number.MAX_VALUE], '').ticks.length >= 4);
  const { domain, ticks } = logAxis('test', [5e-324, Number.MAX_VALUE], '');
  assert.equal(domain, [5e-324, Number.MAX_VALUE]);
  assert.ok(ticks.length >= 4 && ticks.every((tick) => tick > 0 && Number.isFinite(tick)));
  assert.ok(logAxis('test', [Number.MAX_VALUE], '').domain.every(Number.isFinite));
});

test.run();
