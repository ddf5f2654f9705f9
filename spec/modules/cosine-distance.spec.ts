/** @file CosineDistance against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const pair = (...size: number[]): Tensor[] => [torch.randn(size), torch.randn(size)];

passesEveryCheck({
  rows: () => [nn.CosineDistance(), pair(3, 4)],
  vectors: () => [nn.CosineDistance(), pair(4)],
  'a transposed matrix': () => [nn.CosineDistance(), [torch.randn(4, 3).t(), torch.randn(3, 4)]],
});

const near = (got: number[], expected: number[]): void => {
  expected.forEach((v, i) => {
    assert.ok(Math.abs(got[i] - v) <= 1e-12, `${got[i]} is not ${v}`);
  });
};

test('of (3, 4) and (4, 3) the cosine is 24/25, and the gradients are at right angles to the vectors', () => {
  const module = nn.CosineDistance();
  const x = [torch.Tensor([3, 4]), torch.Tensor([4, 3])];
  near(values(module.forward(x)), [0.96]);
  // (b − s a) / (|a| |b|) with s = 24/25.
  const [ga, gb] = module.backward(x, torch.ones(1)) as Tensor[];
  near(values(ga), [(4 - 0.96 * 3) / 25, (3 - 0.96 * 4) / 25]);
  near(values(gb), [(3 - 0.96 * 4) / 25, (4 - 0.96 * 3) / 25]);
  near(values(module.rForward(x, x)), [0]);
});

test('at a row of zeros all is finite and the cosine 0', () => {
  const module = nn.CosineDistance();
  const x = [torch.zeros(2), torch.Tensor([1, 0])];
  assert.equal(values(module.forward(x)), [0]);
  const all = [...(module.backward(x, torch.ones(1)) as Tensor[]), module.rForward(x, x)];
  const r = module.rBackward(x, [x[1], x[1]], torch.ones(1), torch.ones(1)) as Tensor[];
  assert.ok([...all, ...r].every((t) => values(t).every(Number.isFinite)));
});

test('rows of other sizes are refused', () => {
  fails(
    () => nn.CosineDistance().forward([torch.zeros(2), torch.zeros(3)]),
    RangeError,
    'CosineDistance.forward: expected two tensors (N × n) or (n) of one size, got {(2), (3)}',
  );
});

test.run();
