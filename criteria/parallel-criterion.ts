/** @file A criterion for each entry of a table. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import type { Target } from '../lib/nn/criterion.js';
import { CriterionSum } from '../lib/nn/criterion-sum.js';
import { flag, optional, plain, type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';

/**
 * CriterionSum in which criterion i reads x[i] and t[i], or the whole of t where repeatTarget is true.
 *   E = Σᵢ wᵢ Eᵢ(x[i], t[i])
 */
export class ParallelCriterion extends CriterionSum {
  static override readonly torch: TorchFields = {
    weights: plain('a list of numbers', (value) => Array.isArray(value) && value.every((w) => typeof w === 'number')),
    repeatTarget: optional(flag, false),
    gradInput: tableBuffer,
  };

  repeatTarget: boolean;

  constructor(repeatTarget: boolean = false) {
    super();
    this.repeatTarget = repeatTarget;
  }

  override updateOutput(input: Activation, target: Target): number {
    const n = this.criterions.length;
    const who = `${this.describe()}.forward: expected`;
    if (!Array.isArray(input) || input.length !== n) {
      throw new RangeError(`${who} input to be a table of ${n}, one for each criterion, got ${shapeOf(input)}`);
    }
    if (!this.repeatTarget && !(Array.isArray(target) && target.length === n)) {
      const got = Array.isArray(target) ? `one of ${target.length}` : typeof target;
      throw new RangeError(`${who} target to be a table of ${n}, one for each criterion, got ${got}`);
    }
    return super.updateOutput(input, target);
  }

  protected override inputOf(x: RActivation, i: number): RActivation {
    return entry(x, i);
  }

  protected override targetOf(t: Target, i: number): Target {
    return this.repeatTarget ? t : (t as readonly Target[])[i];
  }
}
