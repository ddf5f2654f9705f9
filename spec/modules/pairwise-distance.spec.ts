/** @file PairwiseDistance against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const pair = (...size: number[]): Tensor[] => [torch.randn(size), torch.randn(size)];

passesEveryCheck({
  'p = 1': () => [nn.PairwiseDistance(1), pair(3, 4)],
  'p = 2': () => [nn.PairwiseDistance(), pair(3, 4)],
  'p = 2, vectors': () => [nn.PairwiseDistance(), pair(4)],
  'p = 3': () => [nn.PairwiseDistance(3), pair(3, 4)],
  'p = 1.5': () => [nn.PairwiseDistance(1.5), pair(3, 4)],
  'p = 0.7': () => [nn.PairwiseDistance(0.7), pair(3, 4)],
});

test('distances of (3, 4), by p, and their gradients', () => {
  const x = [torch.Tensor([4, 5]), torch.Tensor([1, 1])];
  const cases: [number, number, number[]][] = [
    [1, 7, [1, 1]],
    [2, 5, [3 / 5, 4 / 5]],
    [3, 91 ** (1 / 3), [9 * 91 ** (-2 / 3), 16 * 91 ** (-2 / 3)]],
  ];
  for (const [p, distance, slope] of cases) {
    const module = nn.PairwiseDistance(p);
    const near = (got: number[], expected: number[]): boolean => expected.every((v, i) => Math.abs(got[i] - v) < 1e-14);
    assert.ok(near(values(module.forward(x)), [distance]));
    const [ga, gb] = module.backward(x, torch.ones(1)) as Tensor[];
    assert.ok(near(values(ga), slope) && near(values(gb.neg()), slope));
  }
});

test('at distance 0 every derivative is 0, for every p', () => {
  for (const p of [0.5, 1, 1.5, 2, 3]) {
    const module = nn.PairwiseDistance(p);
    const a = torch.Tensor([1, 2]);
    const x = [a, a.clone()];
    const rx = [torch.Tensor([1, 0]), torch.Tensor([0, 1])];
    const one = torch.ones(1);
    assert.equal(values(module.forward(x)), [0]);
    const zeros = [
      ...(module.backward(x, one) as Tensor[]),
      module.rForward(x, rx),
      ...(module.rBackward(x, rx, one, one) as Tensor[]),
    ];
    assert.ok(
      zeros.every((t) => values(t).every((v) => v === 0)),
      `p = ${p}`,
    );
  }
});

test('no such norm, and rows of other sizes, are refused', () => {
  fails(() => nn.PairwiseDistance(0), RangeError, 'PairwiseDistance: expected p within 0 < p < Infinity, got 0');
  fails(
    () => nn.PairwiseDistance().forward([torch.zeros(2), torch.zeros(3)]),
    RangeError,
    'PairwiseDistance.forward: expected two tensors (N × n) or (n) of one size, got {(2), (3)}',
  );
});

test.run();
