/** @file TemporalMaxPooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.TemporalMaxPooling(2), torch.randn(2, 7, 3)],
  'one sequence, windows that overlap': () => [nn.TemporalMaxPooling(3, 2), torch.randn(8, 4)],
});

test('each feature is pooled by itself, over time', () => {
  const module = nn.TemporalMaxPooling(2, 1);
  const x = torch.Tensor([
    [1, 6],
    [3, 6],
    [2, 7],
  ]);
  assert.equal(values(module.forward(x)), [3, 6, 3, 7]);
  const gradOutput = torch.Tensor([
    [1, 10],
    [100, 1000],
  ]);
  assert.equal(values(module.backward(x, gradOutput)), [0, 10, 101, 0, 0, 1000]);
  // Torch's indices say how far into the window.
  assert.equal(values(module.torchIndices()), [1, 0, 0, 1]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.is(String(nn.TemporalMaxPooling(3, 2)), 'nn.TemporalMaxPooling');
  fails(
    () => nn.TemporalMaxPooling(5, 2).forward(torch.zeros(4, 3)),
    RangeError,
    'TemporalMaxPooling.forward: expected input that the window fits in, which has places 0 × 3, got (4 × 3)',
  );
  fails(
    () => nn.TemporalMaxPooling(2).forward(torch.zeros(4)),
    RangeError,
    'TemporalMaxPooling.forward: expected input (T × features) or (N × T × features), got (4)',
  );
  fails(
    () => nn.TemporalMaxPooling(2, 0),
    RangeError,
    'TemporalMaxPooling: expected kernel, stride and dilation from 1 up, got kernel 2 × 1, stride 0 × 1, padding 0 × 0, dilation 1 × 1',
  );
});

test.run();
