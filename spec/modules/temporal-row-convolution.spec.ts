/** @file TemporalRowConvolution against the checker, TemporalConvolution, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.TemporalRowConvolution(3, 2), torch.randn(2, 4, 3)],
  'one sequence': () => [nn.TemporalRowConvolution(2, 3), torch.randn(5, 2)],
  'steps of two frames, one left over': () => [nn.TemporalRowConvolution(2, 3, 2), torch.randn(2, 6, 2)],
  'features first': () => [nn.TemporalRowConvolution(3, 2, 2, true), torch.randn(2, 3, 5)],
  'one sequence without bias, features first': () => [
    nn.TemporalRowConvolution(2, 2, 1, true).noBias(),
    torch.randn(2, 4),
  ],
  'a deep network': () => [
    nn
      .Sequential()
      .add(nn.TemporalRowConvolution(2, 2))
      .add(nn.Tanh())
      .add(nn.TemporalRowConvolution(2, 2, 2).noBias())
      .add(nn.Sigmoid())
      .add(nn.TemporalConvolution(2, 1, 2)),
    torch.randn(2, 6, 2),
  ],
});

test('two features worked out by hand, in both orders', () => {
  for (const featFirst of [false, true]) {
    const module = nn.TemporalRowConvolution(2, 2, 2, featFirst);
    module.weight.copy(torch.Tensor([1, 10, 100, 1000]));
    module.bias?.copy(torch.Tensor([0.5, 0.25]));
    const inOrder = (features: number[][]): Tensor => {
      const x = torch.Tensor(features);
      return featFirst ? x : x.t().contiguous();
    };
    const x = inOrder([
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9, 0],
    ]);
    const expected = inOrder([
      [21.5, 43.5],
      [7600.25, 9800.25],
    ]);
    assert.equal(values(module.forward(x)), values(expected));
    const gy = inOrder([
      [1, 2],
      [3, 4],
    ]);
    const gx = inOrder([
      [1, 10, 2, 20, 0],
      [300, 3000, 400, 4000, 0],
    ]);
    assert.equal(values(module.backward(x, gy)), values(gx));
    assert.equal(values(module.gradWeight), [1 + 6, 2 + 8, 18 + 32, 21 + 36]);
    assert.equal(values(module.gradBias), [3, 7]);
  }
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.equal([nn.TemporalRowConvolution(4, 2), nn.TemporalRowConvolution(4, 2, 3).noBias()].map(String), [
    'nn.TemporalRowConvolution(4, 2)',
    'nn.TemporalRowConvolution(4, 2, 3) without bias',
  ]);
  const who = 'TemporalRowConvolution(4, 2).forward';
  fails(
    () => nn.TemporalRowConvolution(4, 2).forward(torch.zeros(5, 3)),
    RangeError,
    `${who}: expected input (N × T × 4) or (T × 4), got (5 × 3)`,
  );
  fails(
    () => nn.TemporalRowConvolution(4, 2, 1, true).forward(torch.zeros(5, 3)),
    RangeError,
    `${who}: expected input (N × 4 × T) or (4 × T), got (5 × 3)`,
  );
  fails(
    () => nn.TemporalRowConvolution(4, 2, 1, true).forward(torch.zeros(3, 4, 1)),
    RangeError,
    `${who}: expected input large enough for an output, here (4 × 0), got (3 × 4 × 1)`,
  );
  fails(
    () => nn.TemporalRowConvolution(4, 0),
    RangeError,
    'TemporalRowConvolution: expected sizes from 1 up, got (4, 0, 1)',
  );
});

test.run();
