/** @file SpatialConvolutionMap against the checker, convolutions without a table, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const { full, oneToOne, random } = nn.tables;

passesEveryCheck({
  'a batch': () => [nn.SpatialConvolutionMap(random(4, 3, 2), 3, 2), torch.randn(2, 4, 4, 5)],
  'one image, in steps': () => [nn.SpatialConvolutionMap(full(2, 3), 2, 2, 2, 1), torch.randn(2, 4, 5)],
  'one pixel, of transposed images': () => [
    nn.SpatialConvolutionMap(oneToOne(3), 1, 1),
    torch.randn(3, 2, 3, 4).transpose(0, 1),
  ],
  'planes that are not connected': () => [nn.SpatialConvolutionMap(oneToOne(2), 2, 2), torch.randn(2, 3, 3, 3)],
  'without bias, an output that is not connected': () => [
    nn.SpatialConvolutionMap(torch.LongTensor([[0, 2]]), 2, 2).noBias(),
    torch.randn(1, 3, 3),
  ],
  'a deep network': () => [
    nn
      .Sequential()
      .add(nn.SpatialConvolutionMap(full(1, 2), 3, 3))
      .add(nn.Tanh())
      .add(nn.SpatialConvolutionMap(oneToOne(2), 2, 2))
      .add(nn.Tanh())
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(8, 2)),
    torch.randn(2, 1, 5, 5),
  ],
});

test('each connection adds its window to its plane', () => {
  // Planes 0 and 1 to plane 0, plane 1 to plane 1.
  const module = nn.SpatialConvolutionMap(
    torch.LongTensor([
      [0, 0],
      [1, 1],
      [1, 0],
    ]),
    2,
    1,
  );
  module.weight.copy(torch.Tensor([1, 10, 2, 20, 3, 30]));
  module.bias?.copy(torch.Tensor([0.5, 0.25]));
  const x = torch.Tensor([[[1, 2, 3]], [[4, 5, 6]]]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [2, 1, 2]);
  assert.equal(values(y), [21 + 162.5, 32 + 195.5, 108.25, 130.25]);
  const g = torch.Tensor([[[1, 2]], [[3, 4]]]);
  assert.equal(values(module.backward(x, g)), [1, 10 + 2, 20, 6 + 3, 60 + 8 + 30 + 6, 80 + 60]);
  assert.equal(values(module.gradWeight), [1 + 4, 2 + 6, 12 + 20, 15 + 24, 4 + 10, 5 + 12]);
  assert.equal(values(module.gradBias), [3, 7]);
});

test('with all planes connected it is SpatialConvolution', () => {
  torch.manualSeed(1);
  const other = nn.SpatialConvolution(3, 2, 3, 2, 2, 1);
  torch.manualSeed(1);
  const module = nn.SpatialConvolutionMap(full(3, 2), 3, 2, 2, 1);
  assert.equal(values(module.weight), values(other.weight));
  const x = torch.randn(2, 3, 4, 7);
  assert.ok(torch.dist(module.forward(x) as Tensor, other.forward(x) as Tensor) < 1e-14);
});

test('weights are drawn for each connection, in ±1/√(elements of all windows on its plane)', () => {
  torch.manualSeed(5);
  const module = nn.SpatialConvolutionMap(
    torch.LongTensor([
      [0, 0],
      [1, 0],
      [0, 1],
    ]),
    2,
    1,
  );
  torch.manualSeed(5);
  const drawn = [4, 4, 4, 4, 2, 2, 4, 2].map((n) => (2 * torch.uniform() - 1) / Math.sqrt(n));
  const got = [...values(module.weight), ...values(module.bias)];
  assert.ok(
    got.every((w, i) => Math.abs(w - drawn[i]) < 1e-15),
    `${got}`,
  );
});

test('decay takes a part of weight and bias', () => {
  const module = nn.SpatialConvolutionMap(oneToOne(1), 1, 1);
  module.weight.fill(4);
  module.bias?.fill(8);
  module.decayParameters(0.25);
  assert.equal([values(module.weight), values(module.bias)], [[3], [6]]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  const module = nn.SpatialConvolutionMap(full(2, 3), 3, 4);
  assert.is(String(module), 'nn.SpatialConvolutionMap');
  const who = 'SpatialConvolutionMap(2 -> 3, 3x4).forward';
  fails(
    () => module.forward(torch.zeros(1, 4, 5)),
    RangeError,
    `${who}: expected input (N × 2 × H × W) or (2 × H × W), got (1 × 4 × 5)`,
  );
  fails(
    () => module.forward(torch.zeros(2, 3, 5)),
    RangeError,
    `${who}: expected input large enough for an output, here (3 × 0 × 3), got (2 × 3 × 5)`,
  );
  const name = 'SpatialConvolutionMap: expected';
  fails(
    () => nn.SpatialConvolutionMap(torch.zeros(3), 3, 3),
    RangeError,
    `${name} connections (n × 2) of planes from 0 up, got DoubleTensor(3)`,
  );
  fails(
    () => nn.SpatialConvolutionMap(full(1, 2).add(-1), 3, 3),
    RangeError,
    `${name} connections (n × 2) of planes from 0 up, got plane -1`,
  );
  fails(
    () => nn.SpatialConvolutionMap([[0, 0]] as unknown as Tensor, 3, 3),
    TypeError,
    `${name} a tensor of connections, got object`,
  );
  fails(
    () => nn.SpatialConvolutionMap(full(2, 3), 3, 3, 0),
    RangeError,
    `${name} kernel, stride and dilation from 1 up, got kernel 3 × 3, stride 1 × 0, padding 0 × 0, dilation 1 × 1`,
  );
});

test.run();
