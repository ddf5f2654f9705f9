/** @file SpatialConvolutionMM against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialConvolutionMM(2, 3, 3, 2), torch.randn(2, 2, 4, 5)],
});

test('it is SpatialConvolution with its weight as a matrix', () => {
  torch.manualSeed(1);
  const other = nn.SpatialConvolution(2, 3, 3, 2);
  torch.manualSeed(1);
  const module = nn.SpatialConvolutionMM(2, 3, 3, 2);
  assert.equal(module.weight.size(), [3, 12]);
  const x = torch.randn(2, 2, 4, 5);
  assert.equal(values(module.forward(x)), values(other.forward(x)));
  assert.is(String(module), 'nn.SpatialConvolutionMM(2 -> 3, 3x2)');
});

test('other planes are refused', () => {
  fails(
    () => nn.SpatialConvolutionMM(2, 3, 3, 2).forward(torch.zeros(3, 4, 5)),
    RangeError,
    'SpatialConvolutionMM(2 -> 3, 3x2).forward: expected input (N × 2 × H × W) or (2 × H × W), got (3 × 4 × 5)',
  );
});

test('older files have one padding', () => {
  const fields = new Map<unknown, unknown>([['padding', 2]]);
  nn.SpatialConvolutionMM.upgrade(fields);
  assert.equal([fields.get('padW'), fields.get('padH'), fields.has('padding')], [2, 2, false]);
});

test.run();
