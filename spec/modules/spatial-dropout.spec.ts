/** @file SpatialDropout against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch, when training': () => [nn.SpatialDropout(), torch.randn(2, 3, 2, 2)],
  'one sample, when training': () => [nn.SpatialDropout(0.3), torch.randn(3, 2, 2)],
  'when evaluating': () => [nn.SpatialDropout(0.3).evaluate(), torch.randn(2, 3, 2, 2)],
});

test("whole planes are kept or left out, in the order of Torch's draws, by every pass", () => {
  torch.manualSeed(2);
  const kept = values(torch.Tensor(6).bernoulli(0.5));
  torch.manualSeed(2);
  const module = nn.SpatialDropout();
  const x = torch.ones(2, 3, 2, 2);
  const perPlane = (y: unknown): number[] => (y as Tensor).view(6, -1).select(1, 0).toArray();
  const same = (y: unknown): boolean => values(y).every((v, i) => v === kept[Math.floor(i / (x.nElement() / 6))]);
  assert.equal(perPlane(module.forward(x)), kept);
  assert.equal([...new Set(kept)].sort(), [0, 1]);
  for (const y of [module.output, module.backward(x, x), module.rForward(x, x), module.rBackward(x, x, x, x)]) {
    assert.ok(same(y));
  }
});

test('when evaluating everything is multiplied by 1 − p, unless inference is stochastic', () => {
  const module = nn.SpatialDropout(0.75).evaluate();
  assert.equal([...new Set(values(module.forward(torch.ones(3, 2, 2))))], [0.25]);
  const stochastic = nn.SpatialDropout(0.75, true).evaluate();
  assert.ok(values(stochastic.forward(torch.ones(3, 2, 2))).every((v) => v === 0 || v === 1));
});

test('it prints p, and refuses other shapes', () => {
  assert.is(String(nn.SpatialDropout().setp(0.25)), 'nn.SpatialDropout(0.250000)');
  fails(
    () => nn.SpatialDropout().forward(torch.zeros(2, 3)),
    RangeError,
    'SpatialDropout(0.500000).forward: expected input (planes × H × W) or (N × planes × H × W), got (2 × 3)',
  );
});

test.run();
