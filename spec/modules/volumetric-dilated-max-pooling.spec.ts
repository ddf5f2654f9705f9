/** @file VolumetricDilatedMaxPooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torchTable } from '../../lib/nn/torch-table.js';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/torch.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'one volume': () => [nn.VolumetricDilatedMaxPooling(2, 2, 2, 1, 1, 1, 0, 0, 0, 1, 2, 3), torch.randn(2, 3, 5, 4)],
  'a batch, padding, ceil': () => [
    nn.VolumetricDilatedMaxPooling(2, 3, 2, 2, 2, 2, 1, 1, 1, 2, 1, 1).ceil(),
    torch.randn(2, 1, 3, 4, 4),
  ],
});

test('elements between those of the window are passed over, and those behind the padding are not', () => {
  const x = torch.Tensor([[[[1, 9, 2, 8, 3, 7]]]]);
  const module = nn.VolumetricDilatedMaxPooling(1, 2, 1, 1, 1, 1, 0, 0, 0, 1, 3, 1);
  assert.equal(values(module.forward(x)), [8, 9, 7]);
  assert.equal(values(module.backward(x, torch.Tensor([[[[1, 10, 100]]]]))), [0, 10, 0, 1, 0, 100]);
  assert.equal(values(torchTable(module).get('indices')), [1 << 16, 0, 1 << 16]);
  assert.equal(values((torch.deserialize(torch.serialize(module)) as typeof module).indices), [3, 1, 5]);
  // The first window has elements 0 and 2 behind two of the padding.
  const padded = nn.VolumetricDilatedMaxPooling(1, 4, 1, 1, 8, 1, 0, 2, 0, 1, 2, 1);
  assert.equal(values(padded.forward(torch.Tensor([[[[1, 9, 2, 8, 3, 7]]]]))), [3]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.is(
    String(nn.VolumetricDilatedMaxPooling(4, 3, 2, 3, 2, 1, 2, 1, 0, 1, 2, 3)),
    'nn.VolumetricDilatedMaxPooling(4x3x2, 3,2,1, 2,1,0, 1,2,3)',
  );
  fails(
    () => nn.VolumetricDilatedMaxPooling(2, 2, 2, 1, 1, 1, 0, 0, 0, 2, 2, 2).forward(torch.zeros(1, 3, 2, 3)),
    RangeError,
    'VolumetricDilatedMaxPooling(2x2x2, 1,1,1, 2,2,2).forward: expected input that the window fits in, which has places 1 × 0 × 1, got (1 × 3 × 2 × 3)',
  );
});

test.run();
