/** @file Methods whose steps take some rows each: an epoch is a pass over shuffled mini-batches. */
import type { Batch } from '../../../lib/curvature/index.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import {
  adadelta,
  adagrad,
  adaHessian,
  adam,
  adamax,
  asgd,
  esgd,
  nag,
  type Opfunc,
  opfunc,
  rmsprop,
  sgd,
  sophia,
} from '../../../lib/optim/index.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { assess } from './assess.js';
import { costsOf } from './cost.js';
import { type Examples, MiniBatch } from './data.js';
import type { MiniBatchName } from './method-options.js';
import type { MethodState, Row, Trainer } from './methods.js';
import type { Settings } from './settings.js';

type Step = (f: Opfunc, x: Tensor, settings: Settings, memory: object, stepsInEpoch: number) => unknown;

/** Weight decay is in f: those that decay weights themselves are told not to. */
const steps: Readonly<Record<MiniBatchName, Step>> = {
  sgd: (f, x, { learningRate, momentum }, memory) => sgd(f, x, { learningRate, momentum }, memory),
  asgd: (f, x, { learningRate, averageFrom }, memory, stepsInEpoch) =>
    asgd(f, x, { eta0: learningRate, lambda: 0, t0: (averageFrom - 1) * stepsInEpoch }, memory),
  nag: (f, x, { learningRate, momentum }, memory) => nag(f, x, { learningRate, momentum }, memory),
  adagrad: (f, x, { learningRate }, memory) => adagrad(f, x, { learningRate }, memory),
  adadelta: (f, x, _settings, memory) => adadelta(f, x, {}, memory),
  rmsprop: (f, x, { learningRate }, memory) => rmsprop(f, x, { learningRate }, memory),
  adam: (f, x, { learningRate }, memory) => adam(f, x, { learningRate }, memory),
  adamax: (f, x, { learningRate }, memory) => adamax(f, x, { learningRate }, memory),
  'ada-hessian': (f, x, { learningRate }, memory) => adaHessian(f, x, { learningRate }, memory),
  sophia: (f, x, { learningRate, gamma }, memory) => sophia(f, x, { learningRate, gamma, weightDecay: 0 }, memory),
  esgd: (f, x, { learningRate, damping }, memory) => esgd(f, x, { learningRate, damping }, memory),
};

/** What states of methods tell, where they have it. */
interface Told {
  hvCounter?: number;
  /** asgd: the average of the weights. */
  ax?: Tensor;
}

export class MiniBatches implements Trainer {
  readonly state: MethodState;
  private readonly settings: Settings;
  private readonly model: Module;
  private readonly batches: readonly Batch[];
  private readonly batch: MiniBatch;
  private readonly f: Opfunc;
  private readonly parameters: Tensor;
  private readonly x: Tensor;
  private readonly rows: number;
  private readonly stepOnce: Step;
  private readonly hvCost: number;

  constructor(
    method: MiniBatchName,
    model: Module,
    examples: Examples,
    batches: readonly Batch[],
    settings: Settings,
    state: MethodState,
  ) {
    this.state = state;
    this.settings = settings;
    this.model = model;
    this.batches = batches;
    this.rows = examples.targets.nElement();
    this.batch = new MiniBatch(examples, Math.min(settings.batchSize, this.rows));
    const criterion = new nn.ClassNLLCriterion();
    this.f = opfunc(model, criterion, this.batch, { weightDecay: settings.weightDecay });
    [this.parameters] = model.getParameters();
    // The model has the average then, and x is beside it.
    if (method === 'asgd') state.x ??= this.parameters.clone();
    this.x = state.x ?? this.parameters;
    this.stepOnce = steps[method];
    this.hvCost = costsOf(model, criterion, batches.slice(0, 1)).hv;
  }

  step(iteration: number): Row | undefined {
    const { state, rows, settings, parameters } = this;
    const { batchSize, weightDecay } = settings;
    const told = state.memory as Told;
    state.order ??= torch.randperm(rows);
    const length = Math.min(batchSize, rows - state.position);
    this.batch.fill(state.order, state.position, length);
    const products = told.hvCounter ?? 0;
    this.stepOnce(this.f, this.x, settings, told, Math.ceil(rows / batchSize));
    const hv = told.hvCounter;
    state.productRows = (state.productRows ?? 0) + ((hv ?? 0) - products) * length;
    state.position += length;
    if (state.position < rows) return undefined;
    state.order = undefined;
    state.position = 0;
    if (told.ax) parameters.copy(told.ax);
    const { loss } = assess(this.model, this.batches);
    const gradients = iteration + (this.hvCost * state.productRows) / rows;
    return { iteration, loss: loss + (weightDecay / 2) * parameters.dot(parameters), hv, gradients };
  }
}
