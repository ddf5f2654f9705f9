/** @file How good a model is on a set: loss and accuracy. */
import type { Batch } from '../../../lib/curvature/index.js';
import type { Module } from '../../../lib/nn/module.js';
import { firstNonFinite } from '../../../lib/nn/non-finite.js';
import { nn } from '../../../lib/nn.js';
import { NonFiniteLossError } from '../../../lib/optim/index.js';
import type { Tensor } from '../../../lib/tensor/index.js';

export interface Assessment {
  /** The average negative log-likelihood, without weight decay. */
  loss: number;
  /** The part of the rows whose likeliest class is theirs, and their number. */
  accuracy: number;
  correct: number;
  rows: number;
}

/** @throws NonFiniteLossError, naming the first module that made a value which is not finite. */
export function assess(model: Module, batches: Iterable<Batch>): Assessment {
  const criterion = new nn.ClassNLLCriterion();
  let sum = 0;
  let correct = 0;
  let rows = 0;
  for (const { input, target } of batches) {
    const output = model.forward(input) as Tensor;
    const labels = target as Tensor;
    const loss = criterion.forward(output, labels);
    if (!Number.isFinite(loss)) {
      const origin = firstNonFinite(model, input) ?? 'the loss';
      throw new NonFiniteLossError(
        `expected a finite loss, got ${loss}; the first value that is not finite is in ${origin}`,
      );
    }
    const [, likeliest] = output.max(1);
    const n = labels.nElement();
    const [guesses, classes] = [likeliest.toArray(), labels.toArray()];
    for (let i = 0; i < n; i++) if (guesses[i] === classes[i]) correct++;
    sum += n * loss;
    rows += n;
  }
  return { loss: sum / rows, accuracy: correct / rows, correct, rows };
}
