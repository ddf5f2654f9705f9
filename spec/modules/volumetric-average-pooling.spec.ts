/** @file VolumetricAveragePooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.VolumetricAveragePooling(2, 2, 2), torch.randn(2, 2, 3, 4, 5)],
  'one volume, windows that overlap': () => [nn.VolumetricAveragePooling(2, 3, 2, 1, 2, 1), torch.randn(2, 2, 3, 5)],
  'transposed volumes': () => [nn.VolumetricAveragePooling(1, 2, 2), torch.randn(2, 3, 4, 5).transpose(1, 3)],
});

test('means over time, height and width', () => {
  const module = nn.VolumetricAveragePooling(2, 1, 2);
  const x = torch.Tensor([
    [
      [[1], [2], [4]],
      [[8], [16], [32]],
    ],
  ]);
  assert.equal(values(module.forward(x)), [27 / 4]);
  assert.equal(values(module.backward(x, torch.Tensor([[[[4]]]]))), [1, 1, 0, 1, 1, 0]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  const module = nn.VolumetricAveragePooling(2, 3, 4, 1, 2, 3);
  assert.is(String(module), 'nn.VolumetricAveragePooling(2x3x4, 1,2,3)');
  fails(
    () => module.forward(torch.zeros(1, 2, 3, 3)),
    RangeError,
    'VolumetricAveragePooling(2x3x4, 1,2,3).forward: expected larger input, as its output would be 1 × 0 × 1, got (1 × 2 × 3 × 3)',
  );
});

test.run();
