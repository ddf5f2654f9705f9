/** @file SpatialFractionalMaxPooling against the checker, values worked out by hand, its draws, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import type { Tensor } from '../../lib/tensor/index.js';
import { torch } from '../../lib/torch.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch, a size': () => [nn.SpatialFractionalMaxPooling(2, 3, 3, 2), torch.randn(2, 2, 5, 6)],
  'one image, a ratio': () => [nn.SpatialFractionalMaxPooling(2, 2, 0.6, 0.5), torch.randn(2, 5, 7)],
  'places that are fixed': () => [nn.SpatialFractionalMaxPooling(2, 2, 2, 3).fixPoolingRegions(), torch.randn(2, 6, 5)],
});

test('windows stand where the samples say, the last one at the end', () => {
  const module = nn.SpatialFractionalMaxPooling(2, 2, 3, 1);
  const x = torch.Tensor([[[1, 8, 2, 3, 4, 5, 9], torch.zeros(7).toArray(), torch.zeros(7).toArray()]]);
  torch.manualSeed(1);
  module.forward(x);
  assert.equal((module.randomSamples as Tensor).size(), [1, 1, 2]);
  module.fixPoolingRegions();
  // α = 2.5: windows begin at ⌊2.5 · 0.5⌋ − 1 = 0, ⌊2.5 · 1.5⌋ − 1 = 2 and 5 along the width, and at 1 along the height.
  (module.randomSamples as Tensor).fill(0.5);
  assert.equal(values(module.forward(x)), [0, 0, 0]);
  const turned = torch.Tensor([[torch.zeros(7).toArray(), [1, 8, 2, 3, 4, 5, 9], torch.zeros(7).toArray()]]);
  assert.equal(values(module.forward(turned)), [8, 3, 9]);
  const gradOutput = torch.Tensor([[[1, 10, 100]]]);
  const zeros = torch.zeros(7).toArray();
  assert.equal(values(module.backward(turned, gradOutput)), [...zeros, 0, 1, 0, 10, 0, 0, 100, ...zeros]);
});

test('forward draws, other passes do not, and fixed places are drawn for a new number of planes only', () => {
  torch.manualSeed(1);
  const module = nn.SpatialFractionalMaxPooling(2, 2, 2, 2);
  const drawn = (x: Tensor): number[] => {
    module.forward(x);
    return values(module.randomSamples);
  };
  const [first, second] = [drawn(torch.randn(3, 5, 5)), drawn(torch.randn(3, 5, 5))];
  assert.not.equal(first, second);
  module.fixPoolingRegions();
  assert.equal(drawn(torch.randn(3, 6, 5)), second);
  assert.is(drawn(torch.randn(2, 3, 5, 5)).length, 12);
  const x = torch.randn(2, 3, 5, 5);
  const kept = drawn(x);
  const state = torch.getRNGState();
  module.backward(x, module.output);
  module.rForward(x, x);
  assert.equal([values(module.randomSamples), torch.getRNGState().toArray()], [kept, state.toArray()]);
  assert.equal(values((torch.deserialize(torch.serialize(module)) as typeof module).randomSamples), kept);
  assert.equal(values(module.clone().float().randomSamples), kept.map(Math.fround));
  module.fixPoolingRegions(false);
  assert.not.equal(drawn(x), kept);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.is(String(nn.SpatialFractionalMaxPooling(2, 3, 5, 4)), 'nn.SpatialFractionalMaxPooling(5x4, 2,3)');
  assert.is(String(nn.SpatialFractionalMaxPooling(2, 3, 0.5, 0.4)), 'nn.SpatialFractionalMaxPooling(0x0, 2,3)');
  const module = nn.SpatialFractionalMaxPooling(2, 3, 4, 3);
  const state = torch.getRNGState().toArray();
  fails(
    () => module.forward(torch.zeros(1, 5, 6)),
    RangeError,
    'SpatialFractionalMaxPooling(4x3, 2,3).forward: expected 6 elements or more along H, for 3 windows of 3, got 5',
  );
  assert.equal([module.randomSamples, torch.getRNGState().toArray()], [undefined, state]);
  fails(
    () => nn.SpatialFractionalMaxPooling(2, 2, 0.1, 0.5).forward(torch.zeros(1, 6, 6)),
    RangeError,
    'SpatialFractionalMaxPooling(0x0, 2,2).forward: expected input that the window fits in, which has places 3 × 0, got (1 × 6 × 6)',
  );
  fails(
    () => nn.SpatialFractionalMaxPooling(1, 2, 3, 3),
    RangeError,
    'SpatialFractionalMaxPooling: expected windows of 2 elements or more along each axis, got 2 × 1',
  );
  fails(
    () => nn.SpatialFractionalMaxPooling(2, 2, 3, 0.5),
    RangeError,
    'SpatialFractionalMaxPooling: expected output sizes from 1 up, or ratios between 0 and 1, got 0.5 × 3',
  );
});

test.run();
