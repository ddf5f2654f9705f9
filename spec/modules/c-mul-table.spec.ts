/** @file CMulTable against the checker, at zeros, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import type { Activation } from '../../lib/nn/activation.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

const cases: [string, () => Activation][] = [
  ['two matrices', () => [torch.randn(2, 3), torch.randn(2, 3)]],
  ['four vectors', () => [torch.randn(3), torch.randn(3), torch.randn(3), torch.randn(3)]],
  ['one vector', () => [torch.randn(4)]],
  ['as many elements in other shapes', () => [torch.randn(2, 3), torch.randn(6), torch.randn(3, 2)]],
  ['a transposed matrix', () => [torch.randn(2, 3), torch.randn(3, 2).t()]],
  ['zeros', () => [torch.Tensor([0, 1, 0, 0]), torch.Tensor([2, 0, 0, 0]), torch.Tensor([3, 4, 5, 0])]],
];

for (const [name, input] of cases) {
  test(`CMulTable of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.CMulTable(), input());
    assert.ok(report.passed, report.toString());
  });
}

const arrays = (table: Activation): number[][] => (table as Tensor[]).map((piece) => piece.toArray());

test('factors of zero leave exact gradients and R gradients', () => {
  const module = nn.CMulTable();
  const x = [torch.Tensor([0, 0]), torch.Tensor([2, 0]), torch.Tensor([3, 5])];
  const gy = torch.Tensor([10, 100]);
  const rx = [torch.Tensor([1, 1]), torch.Tensor([1, 2]), torch.Tensor([0, 1])];
  const rgy = torch.Tensor([1, 1]);
  assert.equal((module.forward(x) as Tensor).toArray(), [0, 0]);
  assert.equal(arrays(module.backward(x, gy)), [
    [60, 0],
    [0, 0],
    [0, 0],
  ]);
  assert.equal((module.rForward(x, rx) as Tensor).toArray(), [6, 0]);
  assert.equal(arrays(module.rBackward(x, rx, gy, rgy)), [
    [36, 1000],
    [30, 500],
    [20, 0],
  ]);
});

/** Rgx by its definition, one triple at a time, in plain numbers. */
function rGradient(x: number[], rx: number[], gy: number, rgy: number): number[] {
  const product = (...without: number[]): number => x.reduce((p, v, j) => (without.includes(j) ? p : p * v), 1);
  return x.map((_, i) => {
    const curved = rx.reduce((sum, r, k) => (k === i ? sum : sum + r * product(i, k)), 0);
    return rgy * product(i) + gy * curved;
  });
}

test('every pattern of structural zeros gives what zeros give', () => {
  torch.manualSeed(1);
  const module = nn.CMulTable();
  const x = [1, 2, 3, 4].map(() => torch.randn(1));
  const rx = x.map(() => torch.randn(1));
  const [gy, rgy] = [torch.randn(1), torch.randn(1)];
  module.forward(x);
  module.backward(x, gy);
  const values = (table: Tensor[]): number[] => table.map((piece) => piece.get(0));
  for (let pattern = 0; pattern < 32; pattern++) {
    const moved = rx.map((r, i) => (pattern & (1 << i) ? r : undefined));
    const movedGradient = pattern & 16 ? rgy : undefined;
    const plain = moved.map((r) => r?.get(0) ?? 0);
    const ry = module.rForward(x, moved) as Tensor;
    const factors = values(x);
    const expected = plain.reduce((sum, r, i) => sum + r * factors.reduce((p, v, j) => (i === j ? p : p * v), 1), 0);
    assert.ok(Math.abs(ry.get(0) - expected) < 1e-14, `Ry of pattern ${pattern}`);
    const rgx = values(module.rBackward(x, moved, gy, movedGradient) as Tensor[]);
    const exact = rGradient(factors, plain, gy.get(0), movedGradient?.get(0) ?? 0);
    rgx.forEach((value, i) => {
      assert.ok(Math.abs(value - exact[i]) < 1e-14, `Rgx ${i} of pattern ${pattern}`);
    });
  }
  assert.is(module.updateROutput(x, undefined), undefined);
  assert.is(module.updateRGradInput(x, undefined, gy, undefined), undefined);
});

test('errors name the class, what it expected, and what it got', () => {
  assert.throws(
    () => nn.CMulTable().forward([torch.zeros(2, 2), torch.zeros(3)]),
    (error: Error) =>
      error instanceof RangeError &&
      error.message === 'CMulTable.forward: expected a table of tensors of one size, got {(2 × 2), (3)}',
  );
  assert.throws(
    () => nn.CMulTable().forward([]),
    (error: Error) =>
      error instanceof TypeError &&
      error.message === 'CMulTable.forward: expected input to be a table of tensors, got {}',
  );
});

test.run();
