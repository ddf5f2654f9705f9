/** @file The methods, cut into steps between which a run can be interrupted. */
import type { Batch } from '../../../lib/curvature/index.js';
import type { Module } from '../../../lib/nn/module.js';
import type { Tensor } from '../../../lib/tensor/index.js';
import type { Examples } from './data.js';
import { FullBatch, tenSteps } from './full-batch.js';
import { isFullBatch } from './method-options.js';
import { MiniBatches } from './mini-batches.js';
import type { Settings } from './settings.js';

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
  /** The dimensions of the subspace. */
  rank?: number;
  /** The damping: of hf that of the next step, of saddle-free-newton that of the last. */
  lambda?: number;
  /** cubic-newton: the weight of the cubic term in the next step. */
  sigma?: number;
  /** How far the last step could be trusted: fall of the loss over the fall predicted. */
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
  /** Of mini-batches: the order of the rows in this epoch, and how many of them are done. */
  order: Tensor | undefined;
  position: number;
  /** asgd: the weights; the model has their average. */
  x?: Tensor;
  /** Of mini-batches: the rows of all products with H so far. */
  productRows?: number;
  /** Of methods that do not count them: the gradients so far. */
  gradients?: number;
}

export interface Trainer {
  readonly state: MethodState;
  /** One step; the row of epoch `iteration` when the step ends it. */
  step(iteration: number): Row | undefined;
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
    : new MiniBatches(method, model, examples, batches, settings, state);
}

/**
 * Whether a method that takes all the data at each step has arrived: ‖g‖ ≤ tolerance / 1000, or the last 10 steps together lowered the loss
 * by at most 10 × tolerance × loss. A function of the rows alone, so that a resumed run decides as one without a break does.
 */
export function converged(rows: readonly Row[], { method, tolerance }: Settings): boolean {
  if (!isFullBatch(method) || tolerance === 0 || rows.length === 0) return false;
  const last = rows[rows.length - 1];
  if ((last.gradientNorm ?? Infinity) <= tolerance / 1000) return true;
  const span = tenSteps(method);
  if (rows.length <= span) return false;
  return rows[rows.length - 1 - span].loss - last.loss <= 10 * tolerance * last.loss;
}
