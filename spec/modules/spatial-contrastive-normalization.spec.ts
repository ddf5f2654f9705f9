/** @file SpatialContrastiveNormalization against the checker, what it is made of, and its files. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torchTable } from '../../lib/nn/torch-table.js';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialContrastiveNormalization(2, torch.rand(3, 3).add(0.1)), torch.randn(2, 2, 4, 5)],
  'a kernel of one dimension': () => [
    nn.SpatialContrastiveNormalization(2, torch.rand(3).add(0.1)),
    torch.randn(2, 3, 4),
  ],
});

test('it subtracts, then divides', () => {
  const kernel = torch.Tensor([1, 2, 1]);
  const [sub, div] = [nn.SpatialSubtractiveNormalization(2, kernel), nn.SpatialDivisiveNormalization(2, kernel)];
  const x = torch.randn(2, 3, 4);
  const expected = values(div.forward(sub.forward(x)));
  assert.equal(values(nn.SpatialContrastiveNormalization(2, kernel).forward(x)), expected);
});

test('files have the two in a Sequential, and no list of modules', () => {
  const module = nn.SpatialContrastiveNormalization(2, torch.ones(3));
  const table = torchTable(module);
  assert.is(table.has('modules'), false);
  assert.equal((table.get('normalizer') as InstanceType<typeof nn.Sequential>).modules, module.modules);
  assert.is(String(module), 'nn.SpatialContrastiveNormalization');
});

test('errors say what is inside', () => {
  fails(
    () => nn.SpatialContrastiveNormalization(2, torch.ones(3)).forward(torch.zeros(1, 4, 4)),
    RangeError,
    'in module 0 of SpatialContrastiveNormalization: SpatialSubtractiveNormalization.forward: expected input (2 × H × W) or (N × 2 × H × W), got (1 × 4 × 4)',
  );
});

test.run();
