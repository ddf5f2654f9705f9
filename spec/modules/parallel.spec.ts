/** @file Parallel against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const small = (a: number, b: number) => nn.Sequential().add(nn.Linear(a, b)).add(nn.Tanh());

passesEveryCheck({
  'along the first dimension': () => [nn.Parallel(0, 1).add(small(4, 2)).add(small(4, 3)), torch.randn(2, 3, 4)],
  'along another': () => [nn.Parallel(1, -1).add(small(4, 2)).add(small(4, 3)), torch.randn(3, 2, 4)],
  'elements of a vector': () => [nn.Parallel(0, 0).add(small(1, 2)).add(small(1, 3)), torch.randn(2)],
});

test('each child gets its index, and outputs are joined', () => {
  const module = nn.Parallel(1, 0).add(nn.MulConstant(10)).add(nn.MulConstant(100));
  const x = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  assert.equal(values(module.forward(x)), [10, 30, 200, 400]);
  assert.equal(values(module.backward(x, torch.Tensor([1, 2, 3, 4]))), [10, 300, 20, 400]);
  assert.equal(values(module.rForward(x, x)), [10, 30, 200, 400]);
});

test('it prints its branches, and wants as many indices as children', () => {
  const module = nn.Parallel(0, 1).add(nn.Tanh()).add(nn.Sigmoid());
  assert.is(
    String(module),
    'nn.Parallel {\n  input\n    |`-> (1): nn.Tanh\n     `-> (2): nn.Sigmoid\n     ... -> output\n}',
  );
  fails(
    () => module.forward(torch.zeros(3, 2)),
    RangeError,
    'Parallel.forward: expected input of size 2 in dimension 0, got (3 × 2)',
  );
});

test.run();
