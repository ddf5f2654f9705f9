/** @file SpatialReflectionPadding against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch, cut on the right': () => [nn.SpatialReflectionPadding(2, -1, 1, 0), torch.randn(2, 2, 3, 4)],
  'one image': () => [nn.SpatialReflectionPadding(1), torch.randn(2, 2, 3)],
  'transposed images': () => [nn.SpatialReflectionPadding(1, 2, -1, 1), torch.randn(2, 2, 3, 3).transpose(2, 3)],
});

test('the border is the mirror image, without the outermost element', () => {
  const module = nn.SpatialReflectionPadding(2, 1, 0, 0);
  const x = torch.Tensor([[[1, 2, 3]]]);
  assert.equal(values(module.forward(x)), [3, 2, 1, 2, 3, 2]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 2, 4, 8, 16, 32]]]))), [4, 42, 17]);
});

test('it prints what Torch prints, and refuses images that are no larger than their border', () => {
  const module = nn.SpatialReflectionPadding(3, -1, 0, 1);
  assert.is(String(module), 'nn.SpatialReflectionPadding(l=3, r=-1, t=0, b=1)');
  fails(
    () => module.forward(torch.zeros(1, 2, 3)),
    RangeError,
    'SpatialReflectionPadding(l=3, r=-1, t=0, b=1).forward: expected images larger than the paddings, got images 2 × 3',
  );
});

test.run();
