/** @file Checks a criterion. */
import { type Activation, shapeOf } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import { checkCriterionCallOrder } from './call-order.js';
import { expectDouble } from './check-module.js';
import { keepingGenerator } from './draws.js';
import { LossSubject } from './loss-subject.js';
import { type CheckOptions, commonProperties, run } from './properties.js';
import type { Report } from './report.js';
import { seeded } from './subject.js';
import { preserving } from './walk.js';

/**
 * Whether backward is the gradient of the loss, rForward its directional derivative and rBackward the Hessian's
 * product, and whether the criterion keeps the R contract, at `input` and `target`.
 *
 * @throws TypeError for a criterion that is not of type Double, and whatever forward throws.
 */
export function checkCriterion(
  criterion: Criterion,
  input: Activation,
  target: Target,
  { seed = 1 }: CheckOptions = {},
): Report {
  expectDouble('checkCriterion', criterion, input);
  const random = seeded(seed);
  return keepingGenerator(() =>
    preserving(criterion, () => {
      const subject = LossSubject.at(undefined, criterion, input, target);
      return run(subject, `${criterion.describe()} at ${shapeOf(input)}, seed ${seed}`, () => [
        ...commonProperties(subject, random),
        [['order of calls'], () => checkCriterionCallOrder(criterion, subject.input, subject.target)],
      ]);
    }),
  );
}
