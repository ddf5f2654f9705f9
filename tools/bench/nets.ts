/** @file Gradient and Hessian-vector product of whole networks, in milliseconds and as a ratio. */
import { nn, torch } from '../../lib/index.js';
import { medians } from './measure.js';

const cases = [
  { name: '3-2-3', sizes: [3, 2, 3], batch: 10 },
  { name: '64-32-10', sizes: [64, 32, 10], batch: 32 },
  { name: '784-512-256-10', sizes: [784, 512, 256, 10], batch: 128 },
];

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

/** One gradient, and one Hv at a fixed point, of a tanh network with log-softmax and negative log-likelihood. */
export function tasks(sizes: readonly number[], batch: number, type: string): [() => void, () => void] {
  torch.manualSeed(1);
  const net = nn.Sequential();
  sizes.slice(1).forEach((size, i) => {
    if (i > 0) net.add(nn.Tanh());
    net.add(nn.Linear(sizes[i], size));
  });
  net.add(nn.LogSoftMax()).type(type);
  const criterion = nn.ClassNLLCriterion();
  criterion.type(type);
  const input = torch.randn(batch, sizes[0]).type(type);
  const target = torch.Tensor(Array.from({ length: batch }, (_, i) => i % (sizes.at(-1) as number)));
  const [, gradParameters, rParameters, rGradParameters] = net.getParameters();
  rParameters.normal();
  net.skipInputGradient(true);
  let gradOutput = criterion.gradInput;
  const gradient = (): void => {
    gradParameters.zero();
    const output = net.forward(input);
    criterion.forward(output, target);
    gradOutput = criterion.backward(output, target);
    net.backward(input, gradOutput);
  };
  const hv = (): void => {
    rGradParameters.zero();
    const rOutput = net.rForward(input);
    net.rBackward(input, undefined, gradOutput, criterion.rBackward(net.output, rOutput, target));
  };
  gradient();
  return [gradient, hv];
}

/** All nets on the kernels of this process. */
export function nets(): NetRow[] {
  return cases.flatMap(({ name, sizes, batch }) =>
    ['Double', 'Float'].map((type) => {
      const [gradient, hv] = tasks(sizes, batch, type);
      const both = (): void => {
        gradient();
        hv();
      };
      const [gradientMs, hvMs, bothMs] = medians([gradient, hv, both]);
      return { net: name, batch, type, threads: torch.getnumthreads(), gradientMs, hvMs, bothMs };
    }),
  );
}
