/** @file Checks a model with its criterion: the loss, its gradient, and Hv of the whole. */
import { type Activation, shapeOf } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import { expectDouble } from './check-module.js';
import { keepingGenerator } from './draws.js';
import { checkFlatParameters, checkSkippedInputGradient } from './flat.js';
import { LossSubject } from './loss-subject.js';
import { type CheckOptions, commonProperties, run } from './properties.js';
import type { Report } from './report.js';
import { seeded } from './subject.js';
import { preserving } from './walk.js';

/**
 * The gradient against the loss, Hv against the gradient, symmetry, third-order Taylor remainders, the whole Hessian
 * when it is small, flat parameters, and the R contract. Calls `model.getParameters()`, which moves the parameters
 * into flat tensors.
 *
 * @throws TypeError for a model or criterion that is not of type Double, and whatever forward throws.
 */
export function checkNetwork(
  model: Module,
  criterion: Criterion,
  input: Activation,
  target: Target,
  { seed = 1 }: CheckOptions = {},
): Report {
  for (const component of [model, criterion]) expectDouble('checkNetwork', component, input);
  const random = seeded(seed);
  model.getParameters();
  return keepingGenerator(() =>
    preserving({ model, criterion }, () => {
      const subject = LossSubject.at(model, criterion, input, target);
      return run(subject, `${subject.name} at ${shapeOf(input)}, seed ${seed}`, () => [
        ...commonProperties(subject, random),
        [['flat parameters'], () => checkFlatParameters(model, subject, subject.groups, random)],
        [['skipped input gradient'], () => checkSkippedInputGradient(subject, random)],
      ]);
    }),
  );
}
