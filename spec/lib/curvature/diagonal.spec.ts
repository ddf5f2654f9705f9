/** @file Diagonals: by hand, against the Hessian's operator, and what is left as it was. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { curvature, nn, torch } from '../../../lib/index.js';
import type { Tensor } from '../../../lib/tensor/index.js';
import { nearNumbers } from '../../golden.js';

test('of an affine map: the squares of weights and inputs', () => {
  const layer = nn.Linear(2, 2);
  layer.weight.copy(torch.Tensor([1, 2, 3, 4]));
  layer.gradWeight.fill(7);
  const x = torch.Tensor([5, 6]);
  layer.forward(x);
  const { input, parameters } = curvature.gaussNewtonDiagonal(layer, x, torch.Tensor([1, 10]));
  assert.equal((input as Tensor).toArray(), [1 + 90, 4 + 160]);
  assert.equal(
    parameters.map((p) => p.toArray()),
    [
      [25, 36, 250, 360],
      [1, 10],
    ],
  );
  assert.equal(layer.gradWeight.toArray(), [7, 7, 7, 7]);
});

test('of a network below a squared error: that of the Gauss-Newton operator', () => {
  torch.manualSeed(2);
  const model = nn
    .Sequential()
    .add(nn.Linear(3, 4))
    .add(nn.Tanh())
    .add(nn.Linear(4, 3))
    .add(nn.Sigmoid())
    .add(nn.Linear(3, 2));
  const [x, target, criterion] = [torch.randn(5, 3), torch.randn(5, 2), nn.MSECriterion()];
  const operator = curvature.gaussNewton(model, criterion, x, target);
  const unit = torch.zeros(operator.size);
  const expected = Array.from({ length: operator.size }, (_, i) => {
    unit.zero().set(i, 1);
    return operator.apply(unit).get(i);
  });
  const h = curvature.lossDiagonal(criterion, model.forward(x), target);
  const { parameters } = curvature.gaussNewtonDiagonal(model, x, h);
  nearNumbers(
    parameters.flatMap((p) => p.toArray() as number[]),
    expected,
    1e-12,
    'diagonal',
  );
});

test('of losses: constant for the squared error, of tables and of classes', () => {
  const [x, target] = [torch.zeros(4), torch.ones(4)];
  assert.equal((curvature.lossDiagonal(nn.MSECriterion(), x, target) as Tensor).toArray(), [0.5, 0.5, 0.5, 0.5]);
  const p = 1 / 2;
  const diagonal = curvature.lossDiagonal(nn.CrossEntropyCriterion(), torch.zeros(2), 1) as Tensor;
  nearNumbers(diagonal.toArray() as number[], [p * (1 - p), p * (1 - p)], 1e-15, 'diagonal');
  const both = nn.ParallelCriterion().add(nn.MSECriterion()).add(nn.MSECriterion(), 3);
  const table = curvature.lossDiagonal(both, [x, x], [target, target]) as Tensor[];
  assert.equal(
    table.map((piece) => piece.get(0)),
    [0.5, 1.5],
  );
});

test.run();
