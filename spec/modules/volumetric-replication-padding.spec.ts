/** @file VolumetricReplicationPadding against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch, cut on the right': () => [nn.VolumetricReplicationPadding(1, -1, 2, 0, 1, 1), torch.randn(2, 2, 2, 2, 3)],
  'one volume': () => [nn.VolumetricReplicationPadding(1), torch.randn(2, 1, 2, 2)],
  'transposed volumes': () => [nn.VolumetricReplicationPadding(0, 1), torch.randn(2, 2, 1, 3).transpose(1, 3)],
});

test('the border repeats the outermost elements, in time too', () => {
  const module = nn.VolumetricReplicationPadding(0, 1, 0, -1, 2, 0);
  const x = torch.Tensor([
    [
      [[1], [2]],
      [[3], [4]],
    ],
  ]);
  assert.equal(values(module.forward(x)), [1, 1, 1, 1, 1, 1, 3, 3]);
  assert.equal(values(module.backward(x, torch.range(1, 8).view(1, 4, 1, 2))), [21, 0, 15, 0]);
});

test('it prints what Torch prints, and refuses to cut everything off', () => {
  const module = nn.VolumetricReplicationPadding(1, 2, 3, 4, -1, -2);
  const who = 'VolumetricReplicationPadding(left=1, right=2, top=3, bottom=4, front=-1, back=-2)';
  assert.is(String(module), `nn.${who}`);
  fails(
    () => module.forward(torch.zeros(1, 2, 1, 1)),
    RangeError,
    `${who}.forward: expected larger input, as its output would be -1 × 8 × 4, got (1 × 2 × 1 × 1)`,
  );
});

test.run();
