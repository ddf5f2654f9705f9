/** @file Several criteria of one input and target. */
import type { RActivation } from '../lib/nn/activation.js';
import type { Target } from '../lib/nn/criterion.js';
import { CriterionSum } from '../lib/nn/criterion-sum.js';
import type { TorchField, TorchFields } from '../lib/nn/torch-field.js';
import { Storage } from '../lib/tensor/index.js';

/** Torch has them in a DoubleStorage. */
const weights: TorchField = {
  toTorch: (value) => new Storage('Double', value as number[]),
  fromTorch: (value, expect) =>
    value instanceof Storage ? Array.from(value.data as ArrayLike<number>) : expect('a DoubleStorage'),
};

/**
 * CriterionSum in which every criterion reads the whole of x and t.
 *   E = Σᵢ wᵢ Eᵢ(x, t)
 */
export class MultiCriterion extends CriterionSum {
  static override readonly torch: TorchFields = { weights };

  protected override inputOf(x: RActivation): RActivation {
    return x;
  }

  protected override targetOf(t: Target): Target {
    return t;
  }
}
