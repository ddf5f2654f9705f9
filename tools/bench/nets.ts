/** @file Gradient and Hessian-vector product of whole networks, in milliseconds and as a ratio, and the memory they take. */
import { type Module, nn, torch } from '../../lib/index.js';
import { medians } from './measure.js';
import { memoryPeak } from './memory.js';

export interface NetCase {
  net: string;
  batch: number;
  input: readonly number[];
  classes: number;
  /** The layers up to the logits. */
  layers(): Module[];
}

/** Linear layers of these sizes with tanh between them. */
export function perceptron(batch: number, ...sizes: number[]): NetCase {
  const layers = (): Module[] =>
    sizes.slice(1).flatMap((size, i) => [...(i > 0 ? [nn.Tanh()] : []), nn.Linear(sizes[i], size)]);
  return { net: sizes.join('-'), batch, input: [sizes[0]], classes: sizes[sizes.length - 1], layers };
}

export const netCases: readonly NetCase[] = [
  perceptron(10, 3, 2, 3),
  perceptron(32, 64, 32, 10),
  perceptron(128, 784, 512, 256, 10),
  { net: 'lenet', batch: 64, input: [1, 28, 28], classes: 10, layers: lenet },
  { net: 'conv-bn', batch: 32, input: [3, 32, 32], classes: 10, layers: convolutionsAndBatchNormalizations },
];

function lenet(): Module[] {
  return [
    nn.SpatialConvolution(1, 20, 5, 5),
    nn.SpatialMaxPooling(2, 2),
    nn.SpatialConvolution(20, 50, 5, 5),
    nn.SpatialMaxPooling(2, 2),
    nn.View(-1).setNumInputDims(3),
    nn.Linear(800, 500),
    nn.Tanh(),
    nn.Linear(500, 10),
  ];
}

function convolutionsAndBatchNormalizations(): Module[] {
  const block = (from: number, to: number): Module[] => [
    nn.SpatialConvolution(from, to, 3, 3, 1, 1, 1),
    nn.SpatialBatchNormalization(to),
    nn.ReLU(),
  ];
  return [
    ...block(3, 32),
    ...block(32, 32),
    nn.SpatialMaxPooling(2, 2),
    ...block(32, 64),
    nn.SpatialMaxPooling(2, 2),
    nn.View(-1).setNumInputDims(3),
    nn.Linear(4096, 256),
    nn.ReLU(),
    nn.Linear(256, 10),
  ];
}

export const types: readonly string[] = ['Double', 'Float'];

export interface NetRow {
  net: string;
  batch: number;
  type: string;
  threads: number;
  gradientMs: number;
  hvMs: number;
  /** A gradient and an Hv, at a point that is new each time. */
  bothMs: number;
}

/** One gradient, and one Hv at the point of the last gradient, of a network with log-softmax and negative log-likelihood. */
export function tasks({ batch, input, classes, layers }: NetCase, type: string): [() => void, () => void] {
  torch.manualSeed(1);
  const net = nn.Sequential();
  for (const layer of layers()) net.add(layer);
  net.add(nn.LogSoftMax()).type(type);
  const criterion = nn.ClassNLLCriterion();
  criterion.type(type);
  const x = torch.randn(batch, ...input).type(type);
  const target = torch.Tensor(Array.from({ length: batch }, (_, i) => i % classes));
  const [, gradParameters, rParameters, rGradParameters] = net.getParameters();
  rParameters.normal();
  net.skipInputGradient(true);
  let gradOutput = criterion.gradInput;
  const gradient = (): void => {
    gradParameters.zero();
    const output = net.forward(x);
    criterion.forward(output, target);
    gradOutput = criterion.backward(output, target);
    net.backward(x, gradOutput);
  };
  const hv = (): void => {
    rGradParameters.zero();
    const rOutput = net.rForward(x);
    net.rBackward(x, undefined, gradOutput, criterion.rBackward(net.output, rOutput, target));
  };
  return [gradient, hv];
}

/** Nets on the kernels of this process. */
export function nets(cases: readonly NetCase[]): NetRow[] {
  return cases.flatMap((net) =>
    types.map((type) => {
      const [gradient, hv] = tasks(net, type);
      const both = (): void => {
        gradient();
        hv();
      };
      gradient();
      const [gradientMs, hvMs, bothMs] = medians([gradient, hv, both]);
      return { net: net.net, batch: net.batch, type, threads: torch.getnumthreads(), gradientMs, hvMs, bothMs };
    }),
  );
}

/** The net of that name, in a list, or all where there is none. @throws RangeError that names those there are */
export function netsNamed(name: string | undefined): readonly NetCase[] {
  if (name === undefined) return netCases;
  const found = netCases.filter((c) => c.net === name);
  if (found.length > 0) return found;
  throw new RangeError(`expected a net (${netCases.map((c) => c.net).join(', ')}), got '${name}'`);
}

/** Megabytes that gradients and products of one net add to this process, which has not computed before; undefined where nobody tells. */
export function peakOf(name: string, type: string): number | undefined {
  const [net] = netsNamed(name);
  const [gradient, hv] = tasks(net, type);
  // A product loads what computes products.
  const sample = torch.randn(64, 64).type(type);
  torch.mm(sample, sample);
  return memoryPeak(() => {
    for (let i = 0; i < 3; i++) {
      gradient();
      hv();
    }
  });
}
