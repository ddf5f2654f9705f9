/** @file `npm start`: proves gradient and Hv of a small network, then trains it with exact Hv and, at equal cost, with sgd. */
import { checkNetwork } from '../lib/check/index.js';
import { nn, optim, type Tensor, torch } from '../lib/index.js';
import { counting, kernels, useKernels } from '../lib/kernels/index.js';
import type { Module } from '../lib/nn/module.js';

const pointsPerSpiral = 97;
const newtonSteps = 75;
const reports = 15;

/** Two interleaved spirals of one and a half turns (Lang and Witbrock 1988): no line, and no small network, parts them easily. */
function twoSpirals(): { input: Tensor; target: Tensor } {
  const rows: number[][] = [];
  const labels: number[] = [];
  for (let i = 0; i < pointsPerSpiral; i++) {
    const angle = (i * Math.PI) / 32;
    const radius = 1 - i / 104;
    for (const label of [0, 1]) {
      const side = label === 0 ? 1 : -1;
      rows.push([side * radius * Math.sin(angle), side * radius * Math.cos(angle)]);
      labels.push(label);
    }
  }
  return { input: torch.Tensor(rows), target: torch.Tensor(labels) };
}

function network(): Module {
  torch.manualSeed(1);
  const net = nn.Sequential();
  for (const [from, to] of [
    [2, 20],
    [20, 20],
    [20, 20],
  ])
    net.add(nn.Linear(from, to)).add(nn.Tanh());
  return net.add(nn.Linear(20, 2)).add(nn.LogSoftMax());
}

const data = twoSpirals();
const criterion = nn.ClassNLLCriterion();

function accuracy(net: Module): number {
  const [, classes] = (net.forward(data.input) as Tensor).max(1);
  const wanted = data.target.toArray();
  return classes.toArray().filter((k, i) => k === wanted[i]).length / wanted.length;
}

/** What one Hv, and a loss alone, cost in gradients: their multiply-adds, counted. */
function costsInGradients(): { hv: number; loss: number } {
  const counter = counting(kernels);
  const before = useKernels(counter);
  const counted = (work: () => unknown): number => {
    counter.reset();
    work();
    return counter.multiplyAdds;
  };
  try {
    const net = network();
    const [w, , v] = net.getParameters();
    const f = optim.opfunc(net, criterion, data);
    const gradient = counted(() => f(w));
    const { hv } = f(w);
    return { hv: counted(() => hv?.(v.normal())) / gradient, loss: counted(() => f.lossAt?.(w)) / gradient };
  } finally {
    useKernels(before);
  }
}

interface Point {
  cost: number;
  loss: number;
  accuracy: number;
}

function trainNewton(costs: { hv: number; loss: number }): Point[] {
  const net = network();
  const [w] = net.getParameters();
  const f = optim.opfunc(net, criterion, data, { weightDecay: 1e-5 });
  const state: optim.NewtonCGState = {};
  const curve: Point[] = [];
  for (let step = 0; step < newtonSteps; step++) {
    optim.newtonCG(f, w, { maxCG: 60 }, state);
    const { evalCounter = 0, lossCounter = 0, hvCounter = 0 } = state;
    const cost = evalCounter + costs.loss * lossCounter + costs.hv * hvCounter;
    if ((step + 1) % (newtonSteps / reports) === 0) curve.push({ cost, loss: f(w).loss, accuracy: accuracy(net) });
  }
  return curve;
}

/** The same network from the same start, measured where the other run has spent as many gradients. */
function trainSgd(costs: readonly number[]): Point[] {
  const net = network();
  const [w] = net.getParameters();
  const f = optim.opfunc(net, criterion, data, { weightDecay: 1e-5 });
  const state: optim.SgdState = {};
  const curve: Point[] = [];
  for (let step = 1; curve.length < costs.length; step++) {
    optim.sgd(f, w, { learningRate: 0.1, momentum: 0.9, dampening: 0 }, state);
    if (step >= costs[curve.length]) curve.push({ cost: step, loss: f(w).loss, accuracy: accuracy(net) });
  }
  return curve;
}

console.log(
  `Two spirals, ${2 * pointsPerSpiral} points; network 2-20-20-20-2, tanh, log-softmax, negative log-likelihood.\n`,
);
console.log(
  '1. Are gradient and Hessian-vector product right? Checked against computations that do not share their code:\n',
);
const report = checkNetwork(network(), criterion, data.input, data.target, { seed: 1 });
console.log(`${report}\n`);
if (!report.passed) process.exit(1);

const costs = costsInGradients();
console.log('2. Training with exact Hv (Newton-CG) and with sgd (momentum 0.9, rate 0.1), at equal cost.');
console.log(
  `   Cost is in gradients: one Hv counts ${costs.hv.toFixed(2)}, a loss alone ${costs.loss.toFixed(2)}, by multiply-adds.\n`,
);
const newton = trainNewton(costs);
const sgd = trainSgd(newton.map((point) => point.cost));
console.log('             newton-cg               sgd');
console.log('   cost      loss  accuracy      loss  accuracy');
newton.forEach((point, i) => {
  const columns = [point, sgd[i]].map(
    (p) => `${p.loss.toFixed(4).padStart(8)}  ${(100 * p.accuracy).toFixed(1).padStart(6)} %`,
  );
  console.log(`${point.cost.toFixed(0).padStart(7)}  ${columns.join('  ')}`);
});
