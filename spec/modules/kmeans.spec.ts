/** @file Kmeans: values worked out by hand, clusters found, what the checker says of it, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, values } from './checking.js';

const near = (got: number[], expected: number[]): void => {
  expected.forEach((v, i) => {
    assert.ok(Math.abs(got[i] - v) < 1e-14, `${got[i]} is not ${v}`);
  });
};

test('the nearest centres, their loss, and the step towards the means', () => {
  const module = nn.Kmeans(2, 1);
  module.weight.copy(torch.Tensor([[0], [10]]));
  const x = torch.Tensor([[1], [3], [9]]);
  assert.equal(values(module.forward(x)), [0, 0, 1]);
  assert.is(module.loss, 1 + 9 + 1);
  assert.equal(values(module.backward(x)), [0, 0, 0]);
  // Torch divides by the number of samples and 1e-7.
  near(values(module.gradWeight), [-4 / (2 + 1e-7), 1 / (1 + 1e-7)]);
  module.rWeight.fill(1);
  const rx = torch.Tensor([[5], [7], [2]]);
  assert.equal(values(module.rForward(x, rx)), [0, 0, 0]);
  module.rBackward(x, rx, torch.zeros(3), undefined);
  const [two, one] = [1 / (2 + 1e-7), 1 / (1 + 1e-7)];
  near(values(module.rGradWeight), [-10 * two, -one]);
});

test('steps with rate 1 from either start find three points', () => {
  torch.manualSeed(1);
  const x = torch.Tensor(200, 5);
  for (let i = 0; i < 200; i++) x.select(0, i).fill(torch.random(1, 3));
  for (const start of ['initKmeansPlus', 'initRandom'] as const) {
    const best = Math.min(
      ...Array.from({ length: 10 }, () => {
        const module = nn.Kmeans(3, 5)[start](x);
        for (let i = 0; i < 20; i++) {
          module.zeroGradParameters();
          module.forward(x);
          module.backward(x);
          module.updateParameters(1);
        }
        return module.loss;
      }),
    );
    assert.ok(best < (start === 'initRandom' ? 500 : 1e-5), `${start}: ${best}`);
  }
});

test('indices may count from 1', () => {
  const module = nn.Kmeans(1, 2, undefined, 1);
  assert.equal(values(module.forward(torch.zeros(2, 2))), [1, 1]);
});

test('all that the checker finds is that gw is no gradient of y', () => {
  torch.manualSeed(1);
  const failed = checkModule(nn.Kmeans(3, 2), torch.randn(6, 2)).verdicts.filter(({ passed }) => !passed);
  assert.equal(
    failed.map(({ property }) => property),
    ['gradient', 'symmetry', 'Taylor order of the scalar'],
  );
});

test('no clusters, other samples, and too few of them, are refused', () => {
  fails(() => nn.Kmeans(0, 2), RangeError, 'Kmeans: expected k from 1 up, got 0');
  fails(() => nn.Kmeans(2, 2).forward(torch.zeros(3)), RangeError, 'Kmeans.forward: expected input (N × 2), got (3)');
  fails(
    () => nn.Kmeans(3, 2).initRandom(torch.zeros(2, 2)),
    RangeError,
    'Kmeans.initRandom: expected at least 3 samples, got (2 × 2)',
  );
  fails(
    () => nn.Kmeans(1, 2).initKmeansPlus(torch.zeros(2, 2), 2),
    RangeError,
    'Kmeans.initKmeansPlus: expected p within 0 <= p <= 1, got 2',
  );
});

test.run();
