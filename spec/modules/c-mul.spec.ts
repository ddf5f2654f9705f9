/** @file CMul against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

const cases: [string, number[], () => Tensor][] = [
  ['as many elements', [5], () => torch.randn(5)],
  ['as many elements in another shape', [6], () => torch.randn(2, 3)],
  ['a batch', [4], () => torch.randn(3, 4)],
  ['a batch of matrices', [2, 3], () => torch.randn(4, 2, 3)],
  ['a repeated first dimension', [1, 4], () => torch.randn(3, 4)],
  ['a repeated last dimension', [3, 1], () => torch.randn(3, 4)],
  ['planes of images', [1, 3, 1, 1], () => torch.randn(2, 3, 2, 2)],
  ['rows and images alternating', [2, 1, 3, 1], () => torch.randn(2, 4, 3, 2)],
  ['a transposed matrix', [3, 1], () => torch.randn(4, 3).t()],
  ['one weight for all', [1], () => torch.randn(2, 3)],
];

for (const [name, size, input] of cases) {
  test(`CMul(${size.join(', ')}) of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.CMul(...size), input());
    assert.ok(report.passed, report.toString());
  });
}

test('a weight for each row multiplies it and collects over it', () => {
  const module = nn.CMul(2, 1);
  module.weight.copy(torch.Tensor([2, 3]));
  module.rWeight.copy(torch.Tensor([1, -1]));
  const x = torch.Tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const gy = torch.Tensor([
    [1, 0, 1],
    [0, 1, 0],
  ]);
  const ones = torch.ones(2, 3);
  assert.equal((module.forward(x) as Tensor).toArray(), [2, 4, 6, 12, 15, 18]);
  assert.equal((module.backward(x, gy, 0.5) as Tensor).toArray(), [2, 0, 2, 0, 3, 0]);
  assert.equal(module.gradWeight.toArray(), [2, 2.5]);
  assert.equal((module.rForward(x, ones) as Tensor).toArray(), [3, 4, 5, -1, -2, -3]);
  assert.equal((module.rBackward(x, ones, gy, ones) as Tensor).toArray(), [3, 2, 3, 3, 2, 3]);
  assert.equal(module.rGradWeight.toArray(), [8, 16]);
});

test('sizes may come as a list', () => {
  assert.equal(nn.CMul([2, 3]).weight.size(), [2, 3]);
});

test('the input may change its shape from one forward to the next', () => {
  const module = nn.CMul(1, 2);
  module.weight.copy(torch.Tensor([2, 3]));
  assert.equal((module.forward(torch.ones(1, 2)) as Tensor).toArray(), [2, 3]);
  assert.equal((module.forward(torch.ones(2, 2)) as Tensor).toArray(), [2, 3, 2, 3]);
  assert.equal((module.forward(torch.ones(3, 2, 1)) as Tensor).toArray(), [2, 3, 2, 3, 2, 3]);
});

test('errors name the class, what it expected, and what it got', () => {
  const refused = (make: () => unknown, message: string): void => {
    assert.throws(make, (error: Error) => error instanceof RangeError && error.message === message);
  };
  refused(
    () => nn.CMul(2, 1).forward(torch.zeros(3, 5)),
    'CMul(2, 1).forward: expected input that weight (2 × 1) can be repeated over, got (3 × 5)',
  );
  refused(() => nn.CMul(2, 0.5), 'CMul: expected sizes from 1 up, got (2, 0.5)');
});

test.run();
