/** @file Modules and criteria, and the R-operator of both, against PyTorch. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Activation } from '../lib/nn/activation.js';
import type { Criterion, Target } from '../lib/nn/criterion.js';
import type { Module } from '../lib/nn/module.js';
import { nn } from '../lib/nn.js';
import type { Tensor } from '../lib/tensor/index.js';
import {
  EXACT,
  EXACT_R,
  type GoldenTensor,
  namesIn,
  near,
  nearNumbers,
  read,
  setParameters,
  tensor,
} from './golden.js';

type BatchNormalization = InstanceType<typeof nn.BatchNormalization>;

interface Case {
  inputs: GoldenTensor[];
  params: GoldenTensor[];
  outputs: GoldenTensor[];
  gradOutput: GoldenTensor[];
  gradInput: GoldenTensor[];
  gradParams: GoldenTensor[];
  rInput: GoldenTensor[];
  rParams: GoldenTensor[];
  rGradOutput: GoldenTensor[];
  rOutput: GoldenTensor[];
  rGradInput: GoldenTensor[];
  rGradParams: GoldenTensor[];
  buffersBefore?: GoldenTensor[];
  buffersAfter?: GoldenTensor[];
}

/** Our module for each golden file. */
const modules: Record<string, (golden: Case) => Module> = {
  adaptiveavgpool2d: () => nn.SpatialAdaptiveAveragePooling(2, 3),
  avgpool2d: () => nn.SpatialAveragePooling(2, 2, 2, 2),
  'avgpool2d-3-stride2-pad1': () => nn.SpatialAveragePooling(3, 3, 2, 2, 1, 1),
  'batchnorm1d-eval': (golden) => withStatistics(nn.BatchNormalization(4), golden).evaluate(),
  'batchnorm1d-train': (golden) => withStatistics(nn.BatchNormalization(4), golden),
  'batchnorm1d-train-noaffine': (golden) => withStatistics(nn.BatchNormalization(4, 1e-5, 0.1, false), golden),
  'batchnorm2d-train': (golden) => withStatistics(nn.SpatialBatchNormalization(3), golden),
  conv1d: () => nn.TemporalConvolution(3, 4, 3),
  conv2d: () => nn.SpatialConvolution(2, 3, 3, 3),
  'conv2d-1x1-nobias': () => nn.SpatialConvolution(3, 2, 1, 1).noBias(),
  'conv2d-stride2-pad1': () => nn.SpatialConvolution(2, 3, 3, 3, 2, 2, 1, 1),
  'convtranspose1d-stride2': () => nn.SpatialFullConvolution(3, 2, 3, 1, 2, 1),
  convtranspose2d: () => nn.SpatialFullConvolution(3, 2, 3, 3),
  embedding: () => nn.LookupTable(6, 4),
  flatten: () => nn.View(-1).setNumInputDims(2),
  hardtanh: () => nn.HardTanh(-1.2, 0.8),
  // ε is added to the sum of 6 squares here, to their mean in PyTorch.
  layernorm: () => nn.LayerNormalization(6, 0, 6e-5),
  leakyrelu: () => nn.LeakyReLU(0.1),
  linear: () => nn.Linear(4, 3),
  'linear-1d': () => nn.Linear(4, 3),
  'linear-nobias': () => nn.Linear(4, 3, false),
  logsigmoid: () => nn.LogSigmoid(),
  'logsoftmax-1d': () => nn.LogSoftMax(),
  'logsoftmax-1d-700': () => nn.LogSoftMax(),
  'logsoftmax-2d': () => nn.LogSoftMax(),
  'logsoftmax-2d-700': () => nn.LogSoftMax(),
  // PyTorch's time is the last dimension, Torch's the one before features.
  maxpool1d: () =>
    nn
      .Sequential()
      .add(nn.Transpose([1, 2]))
      .add(nn.TemporalMaxPooling(2))
      .add(nn.Transpose([1, 2])),
  'lppool2d-2': () => nn.SpatialLPPooling(2, 2, 2, 2),
  maxpool2d: () => nn.SpatialMaxPooling(2, 2),
  'maxpool2d-3-stride2-pad1': () => nn.SpatialMaxPooling(3, 3, 2, 2, 1, 1),
  pixelshuffle: () => nn.PixelShuffle(2),
  'prelu-shared': () => nn.PReLU(),
  relu: () => nn.ReLU(),
  relu6: () => nn.ReLU6(),
  sigmoid: () => nn.Sigmoid(),
  'softmax-1d': () => nn.SoftMax(),
  'softmax-1d-700': () => nn.SoftMax(),
  'softmax-2d': () => nn.SoftMax(),
  'softmax-2d-700': () => nn.SoftMax(),
  'softmin-1d': () => nn.SoftMin(),
  'softmin-4d-dim1': () => nn.SoftMin(),
  softplus: () => nn.SoftPlus(),
  'softplus-700': () => nn.SoftPlus(),
  softshrink: () => nn.SoftShrink(0.5),
  tanh: () => nn.Tanh(),
  'tanh-700': () => nn.Tanh(),
  'upsample-bilinear-aligned': () => nn.SpatialUpSamplingBilinear({ oheight: 5, owidth: 4 }),
  'upsample-nearest': () => nn.UpSampling(2),
};

const statistics = (module: BatchNormalization): Tensor[] => [module.running_mean, module.running_var];

/** The module, with the running statistics that PyTorch's had before. */
function withStatistics<T extends BatchNormalization>(module: T, { buffersBefore }: Case): T {
  statistics(module).forEach((running, i) => {
    running.copy(tensor((buffersBefore as GoldenTensor[])[i]));
  });
  return module;
}

/** A tensor of ours for one of PyTorch's. */
type Layout = (x: Tensor) => Tensor;

/** Inputs and outputs, and parameters, where PyTorch's lie in other ways than Torch's. */
const layouts: Record<string, { activation: Layout; parameter: Layout }> = {
  // Frames before planes, and the window before the planes that it meets.
  conv1d: {
    activation: (x) => x.transpose(1, 2),
    parameter: (w) => (w.dim() === 3 ? w.transpose(1, 2).contiguous().view(w.size(0), -1) : w),
  },
  // A sequence is an image of one row.
  'convtranspose1d-stride2': {
    activation: (x) => x.view(x.size(0), x.size(1), 1, x.size(2)),
    parameter: (w) => (w.dim() === 3 ? w.view(w.size(0), w.size(1), 1, w.size(2)) : w),
  },
};

/** The golden numbers of a file as ours lie. */
function readCase(name: string): Case {
  const golden = read<Case>(`pytorch/modules/${name}.json`);
  if (!Object.hasOwn(layouts, name)) return golden;
  const { activation, parameter } = layouts[name];
  const moved = Object.entries(golden).map(([key, value]) => {
    if (!Array.isArray(value)) return [key, value];
    const layout = /params/i.test(key) ? parameter : activation;
    return [
      key,
      value.map((piece) => {
        const x = layout(tensor(piece)).contiguous();
        return { shape: x.size(), data: x.toArray() };
      }),
    ];
  });
  return Object.fromEntries(moved) as Case;
}

test('every golden module has an expression, and every expression a file', () => {
  assert.equal(Object.keys(modules).sort(), namesIn('pytorch/modules'));
});

for (const [name, make] of Object.entries(modules)) {
  test(`${name} and its R-operator are PyTorch's`, () => {
    const golden = readCase(name);
    const module = make(golden);
    setParameters(module, golden.params);
    setParameters(module, golden.rParams, 2);
    const [x, gy, rgy] = [golden.inputs, golden.gradOutput, golden.rGradOutput].map((list) => tensor(list[0]));
    // PyTorch gives indices no gradient; ours is 0.
    const indices = x.elementType.integer;
    const rx = indices ? undefined : tensor(golden.rInput[0]);
    const zeros = { shape: x.size(), data: x.toArray().fill(0) };
    near(module.forward(x), golden.outputs[0], EXACT, 'output');
    module.zeroGradParameters();
    near(module.backward(x, gy), indices ? zeros : golden.gradInput[0], EXACT, 'gradInput');
    near(module.parameters()[1], golden.gradParams, EXACT, 'gradParameters');
    near(module.rForward(x, rx), golden.rOutput[0], EXACT_R, 'rOutput');
    module.zeroRGradParameters();
    near(module.rBackward(x, rx, gy, rgy), indices ? zeros : golden.rGradInput[0], EXACT_R, 'rGradInput');
    near(module.parameters()[3], golden.rGradParams, EXACT_R, 'rGradParameters');
    if (module instanceof nn.BatchNormalization) {
      near(statistics(module), (golden.buffersAfter as GoldenTensor[]).slice(0, 2), EXACT, 'running statistics');
    }
  });
}

interface CriterionCase {
  criterion: (golden: Case) => Criterion;
  /** What stands before the criterion. */
  module?: () => Module;
  /** Bounds other than the usual ones, for a reason. */
  bound?: number;
}

/** BCECriterion adds 1e-12 to what it takes the logarithm of, as Torch's does and PyTorch's does not. */
const LOGARITHMS_MOVED = 1e-10;

/** CosineEmbeddingCriterion adds 1e-12 to squared lengths, as Torch's does and PyTorch's does not. */
const LENGTHS_MOVED = 1e-10;

const criteria: Record<string, CriterionCase> = {
  bceloss: { criterion: () => nn.BCECriterion(), bound: LOGARITHMS_MOVED },
  'bceloss-sum': { criterion: () => nn.BCECriterion(undefined, false), bound: LOGARITHMS_MOVED },
  // Sigmoid, then BCECriterion, where PyTorch has one class: the same while no sigmoid rounds to 0 or 1.
  bcewithlogits: { criterion: () => nn.BCECriterion(), module: () => nn.Sigmoid(), bound: LOGARITHMS_MOVED },
  'bcewithlogits-700': { criterion: () => nn.MultiLabelSoftMarginCriterion() },
  'bcewithlogits-sum': {
    criterion: () => nn.BCECriterion(undefined, false),
    module: () => nn.Sigmoid(),
    bound: LOGARITHMS_MOVED,
  },
  cosineembeddingloss: { criterion: () => nn.CosineEmbeddingCriterion(0.2), bound: LENGTHS_MOVED },
  crossentropyloss: { criterion: () => nn.CrossEntropyCriterion() },
  'crossentropyloss-ignore': { criterion: () => nn.CrossEntropyCriterion(undefined, true, 2) },
  'crossentropyloss-spatial': {
    criterion: () => nn.SpatialClassNLLCriterion(),
    module: () => nn.SpatialLogSoftMax(),
  },
  'crossentropyloss-sum': { criterion: () => nn.CrossEntropyCriterion(undefined, false) },
  'crossentropyloss-weights': { criterion: (golden) => nn.CrossEntropyCriterion(weightsOf(golden)) },
  'hingeembeddingloss-sum': { criterion: () => summed(nn.HingeEmbeddingCriterion()) },
  // PyTorch's mean over rows is no option of Torch's.
  kldivloss: { criterion: () => nn.DistKLDivCriterion() },
  l1loss: { criterion: () => nn.AbsCriterion() },
  'l1loss-sum': { criterion: () => nn.AbsCriterion(false) },
  marginrankingloss: { criterion: () => nn.MarginRankingCriterion(0.3) },
  mseloss: { criterion: () => nn.MSECriterion() },
  'mseloss-sum': { criterion: () => nn.MSECriterion(false) },
  'multilabelmarginloss-sum': { criterion: () => summed(nn.MultiLabelMarginCriterion()) },
  // Torch's sum over rows is not divided by their length, as PyTorch's is.
  multilabelsoftmarginloss: { criterion: () => nn.MultiLabelSoftMarginCriterion() },
  multimarginloss: { criterion: () => nn.MultiMarginCriterion() },
  'multimarginloss-p2': { criterion: () => nn.MultiMarginCriterion(2) },
  'multimarginloss-sum': { criterion: () => summed(nn.MultiMarginCriterion()) },
  nllloss: { criterion: () => nn.ClassNLLCriterion() },
  'nllloss-ignore': { criterion: () => nn.ClassNLLCriterion(undefined, true, 2) },
  'nllloss-sum': { criterion: () => nn.ClassNLLCriterion(undefined, false) },
  'nllloss-weights': { criterion: (golden) => nn.ClassNLLCriterion(weightsOf(golden)) },
  smoothl1loss: { criterion: () => nn.SmoothL1Criterion() },
  'softmarginloss-sum': { criterion: () => summed(nn.SoftMarginCriterion()) },
};

function oneOrTable(list: GoldenTensor[]): Activation {
  return list.length === 1 ? tensor(list[0]) : list.map(tensor);
}

/** Those whose constructor has no sizeAverage have the field. */
function summed<T extends Criterion & { sizeAverage: boolean }>(criterion: T): T {
  criterion.sizeAverage = false;
  return criterion;
}

function weightsOf(golden: Case): Tensor {
  return tensor((golden.buffersBefore as GoldenTensor[])[0]);
}

test('every golden criterion has an expression, and every expression a file', () => {
  assert.equal(Object.keys(criteria).sort(), namesIn('pytorch/criteria'));
});

for (const [name, { criterion: make, module: before, bound }] of Object.entries(criteria)) {
  test(`${name} and its R-operator are PyTorch's`, () => {
    const golden = read<Case>(`pytorch/criteria/${name}.json`);
    const model = before ? before() : nn.Identity();
    const criterion = make(golden);
    const [x, rx] = [golden.inputs.slice(0, -1), golden.rInput].map(oneOrTable);
    const t: Target = tensor(golden.inputs[golden.inputs.length - 1]);
    const exact = bound ?? EXACT;
    const exactR = bound ?? EXACT_R;
    const y: Activation = model.forward(x);
    nearNumbers([criterion.forward(y, t)], golden.outputs[0].data, exact, 'loss');
    const gy = criterion.backward(y, t);
    near([model.backward(x, gy)].flat(), golden.gradInput, exact, 'gradInput');
    const ry = model.rForward(x, rx);
    nearNumbers([criterion.rForward(y, ry, t)], golden.rOutput[0].data, exactR, 'rLoss');
    const rgy = criterion.rBackward(y, ry, t);
    near([model.rBackward(x, rx, gy, rgy)].flat(), golden.rGradInput, exactR, 'rGradInput');
  });
}

test.run();
