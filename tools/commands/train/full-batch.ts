/** @file Methods whose every step takes all the data. */
import type { Batch } from '../../../lib/curvature/index.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import {
  type CgState,
  type CubicNewtonState,
  cg,
  cubicNewton,
  type HfState,
  hf,
  type KrylovDescentState,
  krylovDescent,
  type LbfgsState,
  lbfgs,
  lswolfe,
  type NewtonCGState,
  newtonCG,
  type Opfunc,
  opfunc,
  type RpropState,
  rprop,
  type SaddleFreeNewtonState,
  saddleFreeNewton,
} from '../../../lib/optim/index.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { type Costs, costsOf } from './cost.js';
import { type Examples, MiniBatch } from './data.js';
import type { FullBatchName } from './method-options.js';
import type { MethodState, Row, Trainer } from './methods.js';
import type { Settings } from './settings.js';

/** The function over rows that are drawn for each step, and what part of all rows they are. */
interface Drawn {
  f: Opfunc;
  part: number;
}

/** What is minimised, and what evaluations of it cost. */
interface Problem {
  /** Of the subspace. */
  dimension: number;
  f: Opfunc;
  x: Tensor;
  costs: Costs;
  /** For products, and for the search of a subspace, where those do not take all rows. */
  curvature: Drawn | undefined;
  subspace: Drawn | undefined;
  /** Draws the rows of both, which are not the same as far as there are enough. */
  draw: () => void;
}

/** One step, or what an epoch has of them; `gradients` is how many there were before. */
type Step<State> = (problem: Problem, state: State, gradients: number) => Omit<Row, 'iteration'>;

function lossOf(f: Opfunc, x: Tensor): number {
  return f.lossAt?.(x) ?? f(x).loss;
}

/** What a method that takes Hv has evaluated so far. */
function curvedCost(costs: Costs, state: { evalCounter?: number; lossCounter?: number; hvCounter?: number }): number {
  const { evalCounter = 0, lossCounter = 0, hvCounter = 0 } = state;
  return evalCounter + costs.loss * lossCounter + costs.hv * hvCounter;
}

const newtonStep: Step<NewtonCGState> = ({ f, x, costs }, state) => {
  const [, [before, after]] = newtonCG(f, x, {}, state);
  const { gradientNorm, cgSteps, negativeCurvature, radius, hvCounter = 0, accepted } = state;
  const loss = accepted ? (after ?? before) : before;
  const gradients = curvedCost(costs, state);
  return { loss, gradientNorm, cgSteps, negativeCurvature, radius, hv: hvCounter, gradients };
};

const hfStep: Step<HfState> = ({ f, x, costs, curvature, draw }, state) => {
  draw();
  const [, [before, after]] = hf(f, x, { curvature: curvature?.f }, state);
  const { gradientNorm, cgSteps, lambda, ratio, accepted, gnvCounter = 0 } = state;
  const { evalCounter = 0, lossCounter = 0, curvatureCounter = 0, diagonalCounter = 0 } = state;
  const loss = accepted ? (after ?? before) : before;
  const onPart = curvatureCounter + costs.gnv * gnvCounter + costs.diagonal * diagonalCounter;
  const gradients = evalCounter + costs.loss * lossCounter + (curvature?.part ?? 1) * onPart;
  return { loss, gradientNorm, cgSteps, lambda, ratio, gnv: gnvCounter, gradients };
};

/** Steps of L-BFGS in an epoch: every call computes the gradient where the last one ended again. */
const LBFGS_STEPS = 10;
const lbfgsConfig = { maxIter: LBFGS_STEPS, maxEval: Infinity, nCorrection: 20, lineSearch: lswolfe };

const lbfgsStep: Step<LbfgsState> = ({ f, x }, state) => {
  const [, losses] = lbfgs(f, x, lbfgsConfig, state);
  return { loss: losses[losses.length - 1], gradients: state.funcEval };
};

const saddleFreeStep: Step<SaddleFreeNewtonState> = ({ f, x, costs, dimension }, state) => {
  const [, losses] = saddleFreeNewton(f, x, { dimension }, state);
  const { gradientNorm, rank, leastCurvature = 0, damping: lambda, hvCounter: hv = 0 } = state;
  const negativeCurvature = leastCurvature < 0;
  return {
    loss: Math.min(...losses),
    gradientNorm,
    rank,
    negativeCurvature,
    lambda,
    hv,
    gradients: curvedCost(costs, state),
  };
};

const krylovStep: Step<KrylovDescentState> = ({ f, x, costs, dimension, curvature, subspace, draw }, state) => {
  draw();
  const config = { dimension, curvature: curvature?.f, subspace: subspace?.f };
  const [, losses] = krylovDescent(f, x, config, state);
  const { gradientNorm, rank, hvCounter: hv = 0 } = state;
  const { evalCounter = 0, curvatureCounter = 0, subspaceCounter = 0 } = state;
  const products = (curvature?.part ?? 1) * (curvatureCounter + costs.hv * hv);
  const gradients = evalCounter + products + (subspace?.part ?? 1) * subspaceCounter;
  // What is told of the point reached is no part of the method.
  const loss = subspace ? lossOf(f, x) : losses[losses.length - 1];
  return { loss, gradientNorm, rank, hv, gradients };
};

const cubicStep: Step<CubicNewtonState> = ({ f, x, costs, dimension }, state) => {
  const [, losses] = cubicNewton(f, x, { dimension }, state);
  const { gradientNorm, rank, negativeCurvature, sigma, ratio, accepted, hvCounter: hv } = state;
  const loss = losses[accepted ? losses.length - 1 : 0];
  return { loss, gradientNorm, rank, negativeCurvature, sigma, ratio, hv, gradients: curvedCost(costs, state) };
};

const cgStep: Step<CgState> = ({ f, x }, state, gradients) => {
  const [, losses, evaluations] = cg(f, x, {}, state);
  return { loss: losses[losses.length - 1], gradients: gradients + evaluations };
};

const rpropStep: Step<RpropState> = ({ f, x }, state, gradients) => {
  rprop(f, x, {}, state);
  return { loss: lossOf(f, x), gradients: gradients + 1 };
};

const steps: Readonly<Record<FullBatchName, Step<object>>> = {
  'newton-cg': newtonStep,
  hf: hfStep,
  'saddle-free-newton': saddleFreeStep,
  'krylov-descent': krylovStep,
  'cubic-newton': cubicStep,
  lbfgs: lbfgsStep,
  cg: cgStep,
  rprop: rpropStep,
};

/** How many epochs make ten steps: those of lbfgs and cg have about as many each. */
export function tenSteps(method: FullBatchName): number {
  return method === 'lbfgs' || method === 'cg' ? 1 : 10;
}

export class FullBatch implements Trainer {
  private readonly memory: object;
  private gradients: number;
  private readonly problem: Problem;
  private readonly stepOnce: Step<object>;

  constructor(
    method: FullBatchName,
    model: Module,
    examples: Examples,
    batches: readonly Batch[],
    { weightDecay, curvatureBatch, subspaceBatch, dimension }: Settings,
    state: MethodState,
  ) {
    const criterion = new nn.ClassNLLCriterion();
    const rows = examples.targets.nElement();
    // A size of 0 is that of a method without such a batch.
    const [forCurvature, forSubspace] = [curvatureBatch, subspaceBatch].map((size) =>
      size > 0 && size < rows ? new MiniBatch(examples, size) : undefined,
    );
    const drawn = (batch: MiniBatch | undefined): Drawn | undefined =>
      batch && { f: opfunc(model, criterion, batch, { weightDecay }), part: batch.target.nElement() / rows };
    this.memory = state.memory;
    this.gradients = state.gradients ?? 0;
    this.stepOnce = steps[method];
    this.problem = {
      dimension,
      // What belongs to the point is kept between products for a single batch only.
      f: opfunc(model, criterion, batches.length === 1 ? batches[0] : batches, { weightDecay }),
      x: model.getParameters()[0],
      costs: costsOf(model, criterion, forCurvature ? batches.slice(0, 1) : batches),
      curvature: drawn(forCurvature),
      subspace: drawn(forSubspace),
      draw: () => {
        if (!forCurvature && !forSubspace) return;
        const order = torch.randperm(rows);
        forCurvature?.fill(order, 0, curvatureBatch);
        forSubspace?.fill(order, rows - subspaceBatch, subspaceBatch);
      },
    };
  }

  /** Without what is memory only. */
  get state(): MethodState {
    const { vectors: _, ...memory } = this.memory as { vectors?: unknown };
    return { memory, order: undefined, position: 0, gradients: this.gradients };
  }

  step(iteration: number): Row {
    const row = this.stepOnce(this.problem, this.memory, this.gradients);
    this.gradients = row.gradients ?? 0;
    return { iteration, ...row };
  }
}
