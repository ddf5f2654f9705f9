/** @file The methods, cut into steps between which a run can be interrupted. */
import type { Batch } from '../../../lib/curvature/index.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { adam, type Opfunc, opfunc, sgd } from '../../../lib/optim/index.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { assess } from './assess.js';
import { type Examples, MiniBatch } from './data.js';
import { FullBatch, type FullBatchName, tenSteps } from './full-batch.js';
import type { MethodName, Settings } from './settings.js';

/** What an epoch came to: a line of the table, of log.csv and of the JSON output. */
export interface Row {
  iteration: number;
  /** At the point reached, weight decay included. */
  loss: number;
  /** Where the step began. */
  gradientNorm?: number;
  cgSteps?: number;
  negativeCurvature?: boolean;
  radius?: number;
  /** hf: the damping that the next step begins with, and how far the last one could be trusted. */
  lambda?: number;
  ratio?: number;
  /** Products with the Hessian, and with the Gauss-Newton matrix, since the first epoch. */
  hv?: number;
  gnv?: number;
  /** All that was evaluated since the first epoch, in gradients over all the data, by multiply-adds. */
  gradients?: number;
}

/** What a method needs to go on, all of it fit for a checkpoint. */
export interface MethodState {
  /** The state of the method of optim. */
  memory: object;
  /** sgd, adam: the order of the rows in this epoch, and how many of them are done. */
  order: Tensor | undefined;
  position: number;
}

export interface Trainer {
  readonly state: MethodState;
  /** One step; the row of epoch `iteration` when the step ends it. */
  step(iteration: number): Row | undefined;
}

class MiniBatches implements Trainer {
  readonly state: MethodState;
  private readonly settings: Settings;
  private readonly model: Module;
  private readonly batches: readonly Batch[];
  private readonly batch: MiniBatch;
  private readonly f: Opfunc;
  private readonly x: Tensor;
  private readonly rows: number;

  constructor(model: Module, examples: Examples, batches: readonly Batch[], settings: Settings, state: MethodState) {
    this.state = state;
    this.settings = settings;
    this.model = model;
    this.batches = batches;
    this.rows = examples.targets.nElement();
    this.batch = new MiniBatch(examples, Math.min(settings.batchSize, this.rows));
    this.f = opfunc(model, new nn.ClassNLLCriterion(), this.batch, { weightDecay: settings.weightDecay });
    this.x = model.getParameters()[0];
  }

  step(iteration: number): Row | undefined {
    const { state, rows } = this;
    const { batchSize, learningRate, momentum, method, weightDecay } = this.settings;
    state.order ??= torch.randperm(rows);
    const length = Math.min(batchSize, rows - state.position);
    this.batch.fill(state.order, state.position, length);
    if (method === 'adam') adam(this.f, this.x, { learningRate }, state.memory);
    else sgd(this.f, this.x, { learningRate, momentum }, state.memory);
    state.position += length;
    if (state.position < rows) return undefined;
    state.order = undefined;
    state.position = 0;
    const { loss } = assess(this.model, this.batches);
    return { iteration, loss: loss + (weightDecay / 2) * this.x.dot(this.x), gradients: iteration };
  }
}

/** The trainer of a method, in the state of a checkpoint or in a new one. */
export function makeTrainer(
  model: Module,
  examples: Examples,
  batches: readonly Batch[],
  settings: Settings,
  state: MethodState = { memory: {}, order: undefined, position: 0 },
): Trainer {
  const { method } = settings;
  return isFullBatch(method)
    ? new FullBatch(method, model, examples, batches, settings, state)
    : new MiniBatches(model, examples, batches, settings, state);
}

function isFullBatch(method: MethodName): method is FullBatchName {
  return Object.hasOwn(tenSteps, method);
}

/**
 * Whether a method that takes all the data at each step has arrived: ‖g‖ ≤ tolerance / 1000, or the last 10 steps together lowered the loss
 * by at most 10 × tolerance × loss. A function of the rows alone, so that a resumed run decides as one without a break does.
 */
export function converged(rows: readonly Row[], { method, tolerance }: Settings): boolean {
  if (!isFullBatch(method) || tolerance === 0 || rows.length === 0) return false;
  const last = rows[rows.length - 1];
  if ((last.gradientNorm ?? Infinity) <= tolerance / 1000) return true;
  const span = tenSteps[method];
  if (rows.length <= span) return false;
  return rows[rows.length - 1 - span].loss - last.loss <= 10 * tolerance * last.loss;
}
