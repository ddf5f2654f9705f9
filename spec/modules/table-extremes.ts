/** @file What CMaxTable and CMinTable have to show: the cases of both specs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Module } from '../../lib/nn/module.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

/** Of `table`, with two equal extremes in each place, the first is taken: of the first tensor, and of the second; `extremes` are they. */
export function takesExtremes(name: string, make: () => Module, table: number[][], extremes: number[]): void {
  passesEveryCheck({
    'three matrices': () => [make(), [torch.randn(2, 3), torch.randn(2, 3), torch.randn(2, 3)]],
    'a transposed one': () => [make(), [torch.randn(2, 3), torch.randn(3, 2).t()]],
  });

  test('of equal ones the first, by every pass', () => {
    const module = make();
    const x = table.map((row) => torch.Tensor(row));
    const g = torch.Tensor([10, 20]);
    assert.equal(values(module.forward(x)), extremes);
    const spread = [
      [10, 0],
      [0, 20],
      [0, 0],
    ];
    assert.equal((module.backward(x, g) as Tensor[]).map(values), spread);
    assert.equal(values(module.rForward(x, [torch.Tensor([7, 8]), undefined, undefined])), [7, 0]);
    assert.equal((module.rBackward(x, [g, g, g], g, g) as Tensor[]).map(values), spread);
  });

  test('tensors of other sizes are refused', () => {
    fails(
      () => make().forward([torch.zeros(2), torch.zeros(3)]),
      RangeError,
      `${name}.forward: expected a table of tensors of one size, got {(2), (3)}`,
    );
  });
}
