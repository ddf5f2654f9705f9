/** @file SpatialDepthWiseConvolution against the checker, PyTorch, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { EXACT, EXACT_R, type GoldenTensor, near, read, tensor } from '../golden.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialDepthWiseConvolution(2, 3, 3, 2), torch.randn(2, 2, 4, 5)],
  'one image, in steps, padded': () => [nn.SpatialDepthWiseConvolution(3, 2, 3, 2, 2, 1, 1, 2), torch.randn(3, 3, 4)],
  'one pixel, of transposed images': () => [
    nn.SpatialDepthWiseConvolution(2, 2, 1, 1),
    torch.randn(2, 2, 3, 2).transpose(2, 3),
  ],
  'without bias': () => [nn.SpatialDepthWiseConvolution(2, 1, 2, 2).noBias(), torch.randn(2, 2, 3, 3)],
  'a deep network': () => [
    nn
      .Sequential()
      .add(nn.SpatialDepthWiseConvolution(1, 2, 3, 3))
      .add(nn.Tanh())
      .add(nn.SpatialDepthWiseConvolution(2, 2, 2, 2))
      .add(nn.Tanh())
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(16, 2)),
    torch.randn(2, 1, 5, 5),
  ],
});

test('each plane has windows of its own, whose outputs are neighbours', () => {
  const module = nn.SpatialDepthWiseConvolution(2, 2, 2, 1);
  // Rows of w: (o, c) = (0, 0), (0, 1), (1, 0), (1, 1).
  module.weight.copy(torch.Tensor([1, 10, 2, 20, 3, 30, 4, 40]));
  module.bias?.copy(torch.Tensor([0.5, 0.25, 0.125, 0.0625]));
  const x = torch.Tensor([[[1, 2]], [[3, 4]]]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [4, 1, 1]);
  assert.equal(values(y), [21.5, 63.125, 86.25, 172.0625]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1]], [[2]], [[3]], [[4]]]))), [7, 70, 22, 220]);
  assert.equal(values(module.gradWeight), [1, 2, 9, 12, 2, 4, 12, 16]);
  assert.equal(values(module.gradBias), [1, 3, 2, 4]);
});

test("it is PyTorch's convolution in as many groups as planes, with its R-operator", () => {
  type Lists = Record<
    | 'inputs'
    | 'params'
    | 'outputs'
    | 'gradOutput'
    | 'gradInput'
    | 'gradParams'
    | 'rInput'
    | 'rParams'
    | 'rGradOutput'
    | 'rOutput'
    | 'rGradInput'
    | 'rGradParams',
    GoldenTensor[]
  >;
  const golden = read<Lists>('pytorch/conv2d-depthwise.json');
  // PyTorch has (planes in · 2 × 1 × 3 × 3) and (planes in · 2), where Torch has the 2 first.
  const asTorch = ([w, b]: GoldenTensor[]): Tensor[] => [
    tensor(w).view(3, 2, 3, 3).transpose(0, 1).contiguous(),
    tensor(b).view(3, 2).t().contiguous(),
  ];
  const module = nn.SpatialDepthWiseConvolution(3, 2, 3, 3);
  const [parameters, gradients, v, hv] = module.parameters();
  const set = (to: Tensor[], from: Tensor[]): void => {
    for (const [i, each] of to.entries()) each.copy(from[i]);
  };
  const same = (got: Tensor[], expected: GoldenTensor[], bound: number): void => {
    for (const [i, each] of asTorch(expected).entries()) {
      assert.ok(torch.dist(got[i], each) <= bound * torch.norm(each));
    }
  };
  set(parameters, asTorch(golden.params));
  set(v, asTorch(golden.rParams));
  module.zeroGradParameters();
  const [x, g, rx, rg] = [golden.inputs, golden.gradOutput, golden.rInput, golden.rGradOutput].map(([t]) => tensor(t));
  near(module.forward(x), golden.outputs[0], EXACT, 'output');
  near(module.backward(x, g), golden.gradInput[0], EXACT, 'gradInput');
  same(gradients, golden.gradParams, EXACT);
  near(module.rForward(x, rx), golden.rOutput[0], EXACT_R, 'rOutput');
  near(module.rBackward(x, rx, g, rg), golden.rGradInput[0], EXACT_R, 'rGradInput');
  same(hv, golden.rGradParams, EXACT_R);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.equal(
    [nn.SpatialDepthWiseConvolution(1, 2, 3, 4), nn.SpatialDepthWiseConvolution(1, 2, 3, 4, 2, 1, 0, 1).noBias()].map(
      String,
    ),
    [
      'nn.SpatialDepthWiseConvolution(1 -> 2, 3x4)',
      'nn.SpatialDepthWiseConvolution(1 -> 2, 3x4, 2,1, 0,1) without bias',
    ],
  );
  const module = nn.SpatialDepthWiseConvolution(2, 3, 3, 4);
  const who = 'SpatialDepthWiseConvolution(2 -> 3, 3x4).forward';
  fails(
    () => module.forward(torch.zeros(3, 4, 5)),
    RangeError,
    `${who}: expected input (N × 2 × H × W) or (2 × H × W), got (3 × 4 × 5)`,
  );
  fails(
    () => module.forward(torch.zeros(2, 3, 5)),
    RangeError,
    `${who}: expected input large enough for an output, here (6 × 0 × 3), got (2 × 3 × 5)`,
  );
});

test.run();
