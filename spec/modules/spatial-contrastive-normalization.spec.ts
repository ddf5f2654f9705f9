/** @file SpatialContrastiveNormalization against the checker, what it is made of, and its files. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torchTable } from '../../lib/nn/torch-table.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
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

test('of a kernel of one dimension files have the two convolutions that Lua Torch7 has, and the generator stands where it does there', () => {
  torch.manualSeed(9);
  const module = nn.SpatialContrastiveNormalization(2, torch.Tensor([1, 2, 3, 2, 0.5]), 0.1);
  assert.ok(Math.abs((torch.uniform() as number) - 0.58175138989463) < 1e-14);
  const divisive = module.get(1) as InstanceType<typeof nn.SpatialDivisiveNormalization>;
  assert.is(
    String(divisive.stdestimator),
    [
      'nn.Sequential {',
      '  [input -> (1) -> (2) -> (3) -> (4) -> (5) -> (6) -> output]',
      '  (1): nn.Square',
      '  (2): nn.SpatialZeroPadding(l=2, r=2, t=2, b=2)',
      '  (3): nn.SpatialConvolutionMap',
      '  (4): nn.SpatialConvolution(2 -> 1, 1x5)',
      '  (5): nn.Replicate',
      '  (6): nn.Sqrt',
      '}',
    ].join('\n'),
  );
  // In the middle, where all of the kernel is inside, what these modules give is σ c of the passes.
  const x = torch.randn(2, 6, 7);
  const middle = (image: unknown): number => (image as Tensor).view(2, 6, 7).select(0, 0).get(3, 3) as number;
  const deviation = middle(divisive.stdestimator.forward(x));
  const c = 2 * (divisive.kernel.sum() as number) ** 2;
  assert.ok(Math.abs(middle(divisive.forward(x)) - (middle(x) * c) / deviation) < 1e-12);
});

test('errors say what is inside', () => {
  fails(
    () => nn.SpatialContrastiveNormalization(2, torch.ones(3)).forward(torch.zeros(1, 4, 4)),
    RangeError,
    'in module 0 of SpatialContrastiveNormalization: SpatialSubtractiveNormalization.forward: expected input (2 × H × W) or (N × 2 × H × W), got (1 × 4 × 4)',
  );
});

test.run();
