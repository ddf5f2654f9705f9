/** @file BCECriterion against the checker, values worked out by hand, the ends of its range, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { passesEveryCheck } from './checking.js';

/** Probabilities far from the ends, because the checker looks around them. */
function probabilities(...size: number[]): Tensor {
  return torch
    .rand(...size)
    .mul(0.2)
    .add(0.4);
}

passesEveryCheck({
  'mean of a matrix': () => [nn.BCECriterion(), probabilities(3, 4), torch.rand(3, 4).round()],
  'sum of a vector': () => [nn.BCECriterion(undefined, false), probabilities(5), torch.rand(5).round()],
  'mean with targets between 0 and 1': () => [nn.BCECriterion(), probabilities(3, 4), torch.rand(3, 4)],
  'mean of four dimensions': () => [nn.BCECriterion(), probabilities(2, 1, 2, 2), torch.rand(2, 1, 2, 2)],
  'mean with weights of columns': () => [
    nn.BCECriterion(torch.Tensor([1, 2, 0.5])),
    probabilities(2, 3),
    torch.rand(2, 3).round(),
  ],
  'sum with weights of a vector': () => [
    nn.BCECriterion(torch.Tensor([1, 2, 0.5]), false),
    probabilities(3),
    torch.rand(3),
  ],
  'mean of transposed matrices': () => [nn.BCECriterion(), probabilities(3, 2).t(), torch.rand(3, 2).t()],
});

function near(actual: number, expected: number, bound: number): void {
  assert.ok(Math.abs(actual - expected) <= bound * Math.abs(expected), `expected ${expected}, got ${actual}`);
}

test('one half and one quarter, by hand, each with its weight', () => {
  const criterion = nn.BCECriterion(torch.Tensor([1, 3]));
  const [x, t, rx] = [torch.Tensor([[0.5, 0.25]]), torch.Tensor([[1, 0]]), torch.Tensor([[1, 1]])];
  near(criterion.forward(x, t), (Math.log(2) - 3 * Math.log(0.75)) / 2, 1e-11);
  const gx = (criterion.backward(x, t) as Tensor).toArray();
  near(gx[0], -1, 1e-11);
  near(gx[1], 2, 1e-11);
  near(criterion.rForward(x, rx, t), 1, 1e-11);
  const rgx = (criterion.rBackward(x, rx, t) as Tensor).toArray();
  near(rgx[0], 2, 1e-11);
  near(rgx[1], 8 / 3, 1e-10);
});

test('at 0 and 1 loss, gradient and Hessian are those of Torch, and finite', () => {
  const criterion = nn.BCECriterion(undefined, false);
  const [x, t, rx] = [torch.Tensor([0, 0, 1, 1]), torch.Tensor([0, 1, 0, 1]), torch.ones(4)];
  near(criterion.forward(x, t), -2 * Math.log(1e-12), 1e-12);
  const gx = (criterion.backward(x, t) as Tensor).toArray();
  assert.equal([gx[0], gx[3]], [0, 0]);
  near(gx[1], -1e12, 1e-11);
  near(gx[2], 1e12, 1e-11);
  const rgx = (criterion.rBackward(x, rx, t) as Tensor).toArray();
  near(rgx[0], 1e12, 1e-11);
  near(rgx[1], 1e24, 1e-11);
  near(rgx[2], 1e24, 1e-11);
  near(rgx[3], 1e12, 1e-11);
});

/** x, t, and the derivative of gx at x: (x − t)/((x + ε)(1 − x + ε)) differentiated in exact fractions. */
const nearTheEnds: [number, number, number][] = [
  [1e-9, 0, 998003.9960029998],
  [1e-12, 0, 250000000000.5],
  [1e-6, 0, 2.000000000001],
  [1e-12, 1, 2.4999999999975e23],
  [1 - 2 ** -40, 1, 274260387087.37112],
  [1 - 2 ** -30, 1, 1150450.6065086264],
  [1 - 2 ** -40, 0, 2.7426038708664538e23],
  [0.3, 0, 2.0408163265338515],
];

test('the Hessian is the derivative of the gradient next to the ends, too', () => {
  const criterion = nn.BCECriterion(undefined, false);
  for (const [x, t, expected] of nearTheEnds) {
    const [input, target] = [torch.Tensor([x]), torch.Tensor([t])];
    criterion.forward(input, target);
    near((criterion.rBackward(input, torch.ones(1), target) as Tensor).get(0), expected, 1e-13);
  }
});

test('errors name the class, what it expected, and what it got', () => {
  const refused = (make: () => unknown, message: string): void => {
    assert.throws(make, (error: Error) => error instanceof RangeError && error.message === message);
  };
  const weighted = nn.BCECriterion(torch.ones(3));
  refused(
    () => nn.BCECriterion().forward(torch.Tensor([0.5, 1.5]), torch.zeros(2)),
    'BCECriterion.forward: expected input within 0..1, got 1.5',
  );
  refused(
    () => nn.BCECriterion().forward(torch.zeros(2, 3), torch.zeros(2, 2)),
    'BCECriterion.forward: expected target (2 × 3), got (2 × 2)',
  );
  refused(
    () => weighted.forward(torch.zeros(2, 2), torch.zeros(2, 2)),
    'BCECriterion.forward: expected target (N × 3) or (3), one column for each weight, got (2 × 2)',
  );
  refused(() => nn.BCECriterion(torch.ones(1, 3)), 'BCECriterion: expected weights (n), got DoubleTensor(1 × 3)');
});

test.run();
