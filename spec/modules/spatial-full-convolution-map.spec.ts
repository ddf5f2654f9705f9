/** @file SpatialFullConvolutionMap against the checker, its adjoint, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const { full, oneToOne, random } = nn.tables;

passesEveryCheck({
  'a batch': () => [nn.SpatialFullConvolutionMap(random(4, 3, 2), 3, 2), torch.randn(2, 4, 2, 3)],
  'one image, in steps': () => [nn.SpatialFullConvolutionMap(full(2, 3), 2, 2, 3, 1), torch.randn(2, 3, 2)],
  'planes that are not connected, transposed': () => [
    nn.SpatialFullConvolutionMap(oneToOne(2), 2, 2),
    torch.randn(3, 2, 2, 2).transpose(0, 1),
  ],
  'without bias': () => [nn.SpatialFullConvolutionMap(full(1, 2), 2, 2).noBias(), torch.randn(1, 2, 2)],
  'a deep network': () => [
    nn
      .Sequential()
      .add(nn.SpatialFullConvolutionMap(full(1, 2), 2, 2))
      .add(nn.Tanh())
      .add(nn.SpatialFullConvolutionMap(oneToOne(2), 2, 2))
      .add(nn.Tanh())
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(32, 2)),
    torch.randn(2, 1, 2, 2),
  ],
});

test('each element spreads its windows', () => {
  const module = nn.SpatialFullConvolutionMap(full(2, 1), 3, 1, 2, 1);
  module.weight.copy(torch.Tensor([1, 10, 100, 2, 20, 200]));
  module.bias?.fill(0.5);
  const x = torch.Tensor([[[1, 2]], [[3, 4]]]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [1, 1, 5]);
  assert.equal(values(y), [7.5, 70.5, 100 + 2 + 600 + 8.5, 20 + 80.5, 200 + 800.5]);
  const g = torch.Tensor([[[1, 2, 3, 4, 5]]]);
  assert.equal(values(module.backward(x, g)), [321, 543, 642, 1086]);
  assert.equal(values(module.gradWeight), [1 + 6, 2 + 8, 3 + 10, 3 + 12, 6 + 16, 9 + 20]);
  assert.equal(values(module.gradBias), [15]);
});

test('it is the adjoint of SpatialConvolutionMap with the columns of the table exchanged', () => {
  torch.manualSeed(1);
  const table = random(4, 3, 2);
  const module = nn.SpatialFullConvolutionMap(table, 3, 2, 2, 1).noBias();
  const other = nn.SpatialConvolutionMap(table.index(1, torch.LongTensor([1, 0])), 3, 2, 2, 1).noBias();
  other.weight.copy(module.weight);
  const [x, y] = [torch.randn(2, 4, 3, 4), torch.randn(2, 3, 4, 9)];
  other.forward(y);
  const adjoint = other.backward(y, x) as Tensor;
  assert.ok(torch.dist(module.forward(x) as Tensor, adjoint) < 1e-13);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  const module = nn.SpatialFullConvolutionMap(full(2, 3), 3, 4);
  assert.is(String(module), 'nn.SpatialFullConvolutionMap');
  fails(
    () => module.forward(torch.zeros(1, 4, 5)),
    RangeError,
    'SpatialFullConvolutionMap(2 -> 3, 3x4).forward: expected input (N × 2 × H × W) or (2 × H × W), got (1 × 4 × 5)',
  );
});

test.run();
