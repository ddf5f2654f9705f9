/** @file SpatialReplicationPadding against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch, cut on the right': () => [nn.SpatialReplicationPadding(2, -1, 3, 0), torch.randn(2, 2, 2, 3)],
  'one image': () => [nn.SpatialReplicationPadding(1), torch.randn(2, 2, 3)],
  'transposed images': () => [nn.SpatialReplicationPadding(0, 1, -1, 2), torch.randn(2, 2, 2, 3).transpose(2, 3)],
});

test('the border repeats the outermost elements', () => {
  const module = nn.SpatialReplicationPadding(2, 1, 0, 0);
  const x = torch.Tensor([[[1, 2, 3]]]);
  assert.equal(values(module.forward(x)), [1, 1, 1, 2, 3, 3]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 2, 4, 8, 16, 32]]]))), [7, 8, 48]);
});

test('it prints what Torch prints, and refuses to cut everything off', () => {
  const module = nn.SpatialReplicationPadding(1, -4, 0, 0);
  assert.is(String(module), 'nn.SpatialReplicationPadding(l=1, r=-4, t=0, b=0)');
  fails(
    () => module.forward(torch.zeros(1, 2, 3)),
    RangeError,
    'SpatialReplicationPadding(l=1, r=-4, t=0, b=0).forward: expected larger input, as its output would be 2 × 0, got (1 × 2 × 3)',
  );
});

test.run();
