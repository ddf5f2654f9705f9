/** @file AdaHessian: recorded iterates, steps by hand, blocks, and what it refuses. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AdaHessianState, adaHessian, NonFiniteLossError } from '../../../lib/optim/index.js';
import { torch } from '../../../lib/tensor/index.js';
import { nearNumbers } from '../../golden.js';
import { compareRuns } from './golden-runs.js';
import { badHv, counted, minimise, quadratic, type Refusal, refusals, rosenbrock, vector } from './problems.js';

const test = suite('adaHessian');

compareRuns(test, 'adaHessian', adaHessian, 1e-11);

test('where the Hessian is diagonal, D is exact whatever the signs: the first step is η g / (|h| + ε)', () => {
  const x = vector(3, -2, 1);
  const [result, losses] = adaHessian(quadratic, x, { learningRate: 0.1, epsilon: 0.5 });
  assert.is(result, x);
  assert.equal(losses, [74.5]);
  const expected = [3 - (0.1 * 3) / 1.5, -2 + (0.1 * 20) / 10.5, 1 - (0.1 * 100) / 100.5];
  nearNumbers(x.toArray(), expected, 1e-14, 'x');
});

test('elements of a block share the mean of their D, and the last block may be shorter', () => {
  const x = vector(3, -2, 1);
  adaHessian(quadratic, x, { learningRate: 0.1, epsilon: 0.5, blockSize: 2 });
  const expected = [3 - (0.1 * 3) / 6, -2 + (0.1 * 20) / 6, 1 - (0.1 * 100) / 100.5];
  nearNumbers(x.toArray(), expected, 1e-14, 'x');
});

test('with hessianPower 0 there is no curvature: x falls by η g / (1 + ε)', () => {
  const x = vector(3, -2, 1);
  adaHessian(quadratic, x, { learningRate: 0.01, hessianPower: 0, epsilon: 0.25 });
  nearNumbers(x.toArray(), [3 - 0.03 / 1.25, -2 + 0.2 / 1.25, 1 - 1 / 1.25], 1e-14, 'x');
});

test('weight decay is apart from the gradient', () => {
  const [x, y] = [vector(3, -2, 1), vector(3, -2, 1)];
  adaHessian(quadratic, x, { learningRate: 0.1, weightDecay: 0.5 });
  adaHessian(quadratic, y, { learningRate: 0.1 });
  nearNumbers(x.toArray(), y.add(-0.05, vector(3, -2, 1)).toArray(), 1e-14, 'x');
});

for (const dimensions of [2, 10]) {
  test(`Rosenbrock in ${dimensions} dimensions comes close to its minimum, at one product a step`, () => {
    torch.manualSeed(3);
    const { f, hv, evaluations } = counted(rosenbrock);
    const x0 = [...Array(dimensions).keys()].map((i) => (i % 2 === 0 ? -1.2 : 1));
    const done = (loss: number): boolean => loss < 1e-2;
    const run = minimise<AdaHessianState>(adaHessian, f, x0, { learningRate: 0.3, beta2: 0.99 }, 12000, done);
    assert.ok(run.losses[run.steps - 1] < 1e-2, `${run.losses[run.steps - 1]} after ${run.steps} steps`);
    assert.equal([hv(), evaluations(), run.state.hvCounter], [run.steps, run.steps, run.steps]);
  });
}

const refused: Refusal[] = [
  [quadratic, { learningRate: -1 }, RangeError, 'adaHessian: expected learningRate to be a finite number > 0, got -1'],
  [quadratic, { beta2: 1 }, RangeError, 'adaHessian: expected beta2 to be a number >= 0 and < 1, got 1'],
  [quadratic, { blockSize: 0 }, RangeError, 'adaHessian: expected blockSize to be a whole number from 1 up, got 0'],
  [
    quadratic,
    { hessianpower: 1 },
    TypeError,
    "adaHessian: unknown name 'hessianpower' in its configuration; did you mean 'hessianPower'?",
  ],
  [
    (x) => ({ loss: 1, gradient: x }),
    {},
    TypeError,
    'adaHessian: expected opfunc to give hv, got loss and gradient only',
  ],
  [badHv, {}, NonFiniteLossError, 'adaHessian: expected a finite hv, got one of norm NaN'],
];
refusals(test, adaHessian, [3, -2, 1], refused);

test.run();
