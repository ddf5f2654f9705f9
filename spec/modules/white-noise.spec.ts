/** @file WhiteNoise against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'when training': () => [nn.WhiteNoise(0.5, 2), torch.randn(3, 4)],
  'when evaluating': () => [nn.WhiteNoise(0.5, 2).evaluate(), torch.randn(3, 4)],
});

test('normal numbers are added when training, their mean when not, and no derivative sees them', () => {
  torch.manualSeed(3);
  const noise = values(torch.Tensor(3).normal(0.5, 2));
  torch.manualSeed(3);
  const module = nn.WhiteNoise(0.5, 2);
  const x = torch.zeros(3);
  const ones = torch.ones(3);
  assert.equal(values(module.forward(x)), noise);
  assert.equal(values(module.evaluate().forward(x)), [0.5, 0.5, 0.5]);
  assert.equal(values(module.backward(x, ones)), [1, 1, 1]);
  assert.equal(values(module.rForward(x, ones)), [1, 1, 1]);
});

test('it prints its numbers, and refuses a table', () => {
  assert.is(String(nn.WhiteNoise(0, 0.1)), 'nn.WhiteNoise mean: 0.000000, std: 0.100000');
  fails(
    () => nn.WhiteNoise().forward([]),
    TypeError,
    'WhiteNoise mean: 0.000000, std: 0.100000.forward: expected input to be one tensor, got {}',
  );
});

test.run();
