/** @file RReLU against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'when training': () => [
    nn.RReLU(),
    torch.Tensor([
      [-2, 0.5],
      [5.5, -7],
    ]),
  ],
  'when evaluating': () => [
    nn.RReLU().evaluate(),
    torch.Tensor([
      [-2, 0.5],
      [5.5, -7],
    ]),
  ],
});

test('a slope is drawn for each element that is not positive, in order, and serves all passes', () => {
  torch.manualSeed(3);
  const [a, b] = [torch.uniform(0.25, 0.5), torch.uniform(0.25, 0.5)];
  torch.manualSeed(3);
  const module = nn.RReLU(0.25, 0.5);
  const x = torch.Tensor([-4, 2, 0]);
  const ones = torch.ones(3);
  assert.equal(values(module.forward(x)), [-4 * a, 2, 0]);
  for (const slopes of [module.backward(x, ones), module.rForward(x, ones), module.rBackward(x, ones, ones, ones)]) {
    assert.equal(values(slopes), [a, 1, b]);
  }
});

test('when evaluating the slope is the mean', () => {
  const module = nn.RReLU(0.25, 0.75).evaluate();
  assert.equal(values(module.forward(torch.Tensor([-4, 2]))), [-2, 2]);
});

test('it prints its bounds, and refuses those in the wrong order', () => {
  assert.is(String(nn.RReLU(0.25, 0.5)), 'nn.RReLU (l:0.250000, u:0.500000)');
  fails(() => nn.RReLU(0.5, 0.25), RangeError, 'RReLU: expected 0 <= l <= u, got 0.5 and 0.25');
  fails(() => nn.RReLU(-1, 0.25), RangeError, 'RReLU: expected 0 <= l <= u, got -1 and 0.25');
});

test.run();
