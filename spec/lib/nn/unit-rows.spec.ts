/** @file Rows divided by their lengths: values worked out by hand, and images against differences. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  addRUnitAdjoint,
  addUnitAdjoint,
  makeUnitRows,
  toRUnit,
  toUnit,
  type UnitRows,
} from '../../../lib/nn/unit-rows.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';

type Measure = Parameters<typeof toUnit>[2];

/** N = ‖x‖, N = √(‖x‖² + 1), and N = 2, whatever x. */
const measures: Record<string, Measure> = {
  length: (length) => [1 / length, 1 / length],
  'length and one': (length) => [1 / Math.hypot(length, 1), 1 / Math.hypot(length, 1)],
  constant: () => [1 / 2, 0],
};

const rowsAt = (x: Tensor, measure: Measure): UnitRows => {
  const rows = makeUnitRows(() => torch.Tensor());
  toUnit(rows, x, measure);
  return rows;
};

test('(3, 4) and its adjoint at (1, 0)', () => {
  const x = torch.Tensor([[3, 4]]);
  const g = torch.Tensor([[1, 0]]);
  const expected: Record<string, [unit: number[], adjoint: number[]]> = {
    length: [
      [0.6, 0.8],
      [0.128, -0.096],
    ],
    'length and one': [
      [3 / Math.sqrt(26), 4 / Math.sqrt(26)],
      [17 / 26 ** 1.5, -12 / 26 ** 1.5],
    ],
    constant: [
      [1.5, 2],
      [0.5, 0],
    ],
  };
  for (const [name, [unit, adjoint]] of Object.entries(expected)) {
    const rows = rowsAt(x, measures[name]);
    const gx = torch.ones(1, 2);
    addUnitAdjoint(rows, x, g, gx, 10);
    assert.ok(rows.unit.dist(torch.Tensor([unit])) < 1e-15, name);
    assert.ok(gx.add(-1).dist(torch.Tensor([adjoint]).mul(10)) < 1e-14, name);
  }
});

for (const [name, measure] of Object.entries(measures)) {
  test(`images are derivatives along (Rx, Rg), N = ${name}`, () => {
    torch.manualSeed(1);
    const [x, rx, g, rg] = [0, 1, 2, 3].map(() => torch.randn(3, 4));
    const h = 1e-4;
    const at = (t: number): [Tensor, Tensor] => {
      const [point, slope] = [torch.add(x, t, rx), torch.add(g, t, rg)];
      const rows = rowsAt(point, measure);
      const gx = torch.zeros(3, 4);
      addUnitAdjoint(rows, point, slope, gx, 1);
      return [rows.unit, gx];
    };
    const [[unitAfter, after], [unitBefore, before]] = [at(h), at(-h)];
    const rows = rowsAt(x, measure);
    toRUnit(rows, x, rx);
    const rgx = torch.zeros(3, 4);
    addRUnitAdjoint(rows, x, rx, g, rg, rgx, 1);
    assert.ok(rows.rUnit.dist(unitAfter.add(-1, unitBefore).div(2 * h)) < 1e-6);
    assert.ok(rgx.dist(after.add(-1, before).div(2 * h)) < 1e-6);
    toRUnit(rows, x, undefined);
    assert.is(rows.rUnit.norm(), 0);
  });
}

test.run();
