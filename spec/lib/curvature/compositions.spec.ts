/** @file A + λI and blocks of modules, against the dense matrix. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  eigenpairs,
  hessian,
  type Operator,
  perModule,
  plus,
  restricted,
  trace,
} from '../../../lib/curvature/index.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';

torch.manualSeed(6);
const model = layers([3, 4, 4, 2]);
const H = hessian(model, nn.MSECriterion(), torch.randn(5, 3), torch.randn(5, 2));
const matrix = H.toDense();

function columns(operator: Operator): number[] {
  const rows = Array.from({ length: operator.size }, (_, j) => {
    const unit = torch.zeros(operator.size);
    unit.set(j, 1);
    return operator.apply(unit).toArray();
  });
  return rows.flat();
}

test('plus adds λ to the diagonal, also where the result is the operand', () => {
  const shifted = plus(plus(H, 0.5), -0.2);
  assert.is(shifted.size, H.size);
  const expected = matrix.clone().add(0.3, torch.eye(H.size));
  nearNumbers(columns(shifted), expected.toArray(), 1e-14, 'A + λI');
  const v = torch.randn(H.size);
  const product = shifted.apply(v).toArray();
  assert.equal(shifted.apply(v, v).toArray(), product);
});

test('restricted is the block of the matrix that belongs to the module', () => {
  // Layers of 16, 20 and 10 parameters.
  for (const [module, from, size] of [
    [model.get(0), 0, 16],
    [model.get(2), 16, 20],
    [model.get(4), 36, 10],
    [model, 0, 46],
  ] as const) {
    const block = restricted(H, module);
    assert.is(block.size, size);
    const expected = matrix.narrow(0, from, size).narrow(1, from, size).clone();
    nearNumbers(columns(block), expected.toArray(), 1e-14, module.describe());
  }
});

test('parameters that are shared are in a block once', () => {
  const first = nn.Linear(3, 3);
  const twin = nn
    .Sequential()
    .add(first)
    .add(nn.Tanh())
    .add(first.clone('weight', 'bias', 'gradWeight', 'gradBias'))
    .add(nn.Tanh())
    .add(nn.Linear(3, 1));
  const operator = hessian(twin, nn.MSECriterion(), torch.randn(4, 3), torch.randn(4, 1));
  assert.is(operator.size, 16);
  const inner = nn.Sequential().add(twin);
  assert.is(restricted(hessian(inner, nn.MSECriterion(), torch.randn(4, 3), torch.randn(4, 1)), twin).size, 16);
  const block = operator.toDense().narrow(0, 0, 12).narrow(1, 0, 12).clone();
  for (const at of [0, 2]) nearNumbers(columns(restricted(operator, twin.get(at))), block.toArray(), 1e-14, `${at}`);
});

test('every tool takes what they make', () => {
  const block = restricted(H, model.get(2));
  const dense = matrix.narrow(0, 16, 20).narrow(1, 16, 20).clone();
  const values = torch.symeig(dense, 'N')[0].toArray();
  const found = eigenpairs(plus(block, 2), 20).values;
  nearNumbers(
    found.toArray().reverse(),
    values.map((value) => value + 2),
    1e-9,
    'eigenvalues',
  );
  nearNumbers([trace(block, { products: 80 }).trace], [dense.trace()], 1e-9, 'trace');
});

const other = nn.Linear(3, 4);
// [call, message]
const errors: [() => unknown, string][] = [
  [() => plus(H, Number.NaN), 'plus: expected a finite λ, got NaN'],
  [() => plus(H, 1).apply(3 as unknown as Tensor), 'plus.apply: expected v (46), got number'],
  [
    () => restricted(plus(H, 1) as typeof H, model.get(0)),
    'restricted: expected an operator of a model, got one of none',
  ],
  [() => perModule(plus(H, 1) as typeof H), 'perModule: expected an operator of a model, got one of none'],
  [() => plus(H, 1).apply(torch.randn(3)), 'plus.apply: expected v (46), got (3)'],
  [() => restricted(H, 0 as unknown as Module), 'restricted: expected a module, got number'],
  [() => restricted(H, other), 'restricted: expected a module of Sequential, got Linear(3 -> 4), which is not in it'],
  [
    () => restricted(H, model.get(1)),
    'restricted: expected a module with parameters, got module 1 (Tanh) of Sequential',
  ],
  [() => restricted(H, model.get(0)).apply(torch.randn(46)), 'restricted.apply: expected v (16), got (46)'],
];
for (const [call, message] of errors) {
  test(message, () => assert.throws(call, (error: Error) => error.message === message));
}

test.run();
