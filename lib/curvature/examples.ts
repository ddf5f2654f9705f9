/** @file The examples of a batch: the rows of the model's output, and the part of the loss that belongs to each. */
import { BatchNormalization } from '../../modules/batch-normalization.js';
import { type Activation, shapeOf } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import { Tensor } from '../tensor/index.js';

export interface Examples {
  /** (rows × …), or (…) for one row. */
  output: Tensor;
  /** ∂E/∂output, contiguous. */
  gradOutput: Tensor;
  rows: number;
  /** What an example's part of E is multiplied with to be its own loss l, E being the mean of l (the sum, for criteria that add up). */
  share: number;
}

/** What E divides its terms by: 1 for criteria that add up. */
export function divisorOf(criterion: Criterion, output: Tensor, target: Target): number {
  return criterion.averages() ? criterion.weightInAverage(output, target) : 1;
}

/** The examples of a batch at which model and criterion stand. @throws TypeError unless the output is one tensor. */
export function examplesOf(
  who: string,
  criterion: Criterion,
  output: Activation,
  target: Target,
  gradOutput: Activation,
): Examples {
  if (!(output instanceof Tensor) || !(gradOutput instanceof Tensor)) {
    throw new TypeError(`${who}: expected a model whose output is one tensor, got ${shapeOf(output)}`);
  }
  const rows = output.dim() === 1 ? 1 : output._size[0];
  const divisor = divisorOf(criterion, output, target);
  // Where E averages over what is inside an example too, its elements or places, an example's loss is the average of its own.
  const averagesInside = criterion.averages() && (output.dim() > 2 || divisor > rows);
  const share = averagesInside ? rows : divisor;
  return { output, gradOutput: gradOutput.contiguous(), rows, share };
}

/** @throws RangeError where the output of one example depends on the others. */
export function checkIndependent(who: string, model: Module): void {
  const mixing = model.findModules(BatchNormalization).find((module) => module.train);
  if (!mixing) return;
  throw new RangeError(
    `${who}: expected examples that do not see each other, got ${mixing.describe()} in training: call model.evaluate()`,
  );
}
