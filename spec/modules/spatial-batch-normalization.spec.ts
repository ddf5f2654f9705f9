/** @file SpatialBatchNormalization against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'when training': () => [nn.SpatialBatchNormalization(2), torch.randn(3, 2, 2, 2)],
  'one sample when evaluating': () => [nn.SpatialBatchNormalization(2).evaluate(), torch.randn(2, 2, 2)],
});

test('planes are those of BatchNormalization, pixels being more samples', () => {
  torch.manualSeed(1);
  const x = torch.randn(3, 2, 2, 2);
  const flat = x.transpose(0, 1).contiguous().view(2, -1).t();
  const module = nn.SpatialBatchNormalization(2, 1e-5, 0.1, false);
  const y = (module.forward(x) as Tensor).transpose(0, 1).contiguous().view(2, -1).t();
  const expected = values(nn.BatchNormalization(2, 1e-5, 0.1, false).forward(flat));
  y.toArray().forEach((v, i) => {
    assert.ok(Math.abs(v - expected[i]) < 1e-14);
  });
});

test('it prints dimensions and planes, and refuses other inputs', () => {
  assert.is(String(nn.SpatialBatchNormalization(3)), 'nn.SpatialBatchNormalization (4D) (3)');
  const message = 'SpatialBatchNormalization (4D) (3).forward: expected input (N × 3 × … × …) to train on, got (2 × 3)';
  fails(() => nn.SpatialBatchNormalization(3).forward(torch.zeros(2, 3)), RangeError, message);
});

test.run();
