/** @file CriterionSum: criteria inside a criterion, whose losses are weighted and added. */
import { type Activation, addScaled, isZero, type RActivation, withZeros } from './activation.js';
import { Criterion, type Target } from './criterion.js';
import { checkNumbers } from './numbers.js';
import { shown, type TorchField, type TorchFields } from './torch-field.js';
import { errorInside } from './way.js';

const criterions: TorchField = {
  toTorch: (value) => value,
  fromTorch: (value, expect) => {
    if (!Array.isArray(value)) return expect('a list of criteria');
    const other = value.find((part) => !(part instanceof Criterion));
    return other === undefined ? value : expect('a list of criteria', `one with ${shown(other)} in it`);
  },
};

/**
 * xᵢ and tᵢ: what criterion i reads of x and t, which a subclass says; wᵢ its weight.
 *   forward    E   = Σᵢ wᵢ Eᵢ(xᵢ, tᵢ)
 *   backward   gx  = Σᵢ wᵢ gxᵢ, each in the place of xᵢ
 *   rForward   R{E} = Σᵢ wᵢ R{Eᵢ}
 *   rBackward  Rgx = Σᵢ wᵢ Rgxᵢ, each in the place of xᵢ
 */
export abstract class CriterionSum extends Criterion {
  static override readonly torch: TorchFields = { criterions };

  criterions: Criterion[] = [];
  weights: number[] = [];

  /** Appends a criterion; returns this one. */
  add(criterion: Criterion, weight: number = 1): this {
    if (!(criterion instanceof Criterion)) {
      throw new TypeError(`${this.describe()}.add: expected a criterion, got ${shown(criterion)}`);
    }
    checkNumbers(`${this.describe()}.add`, { weight });
    this.criterions.push(criterion);
    this.weights.push(weight);
    return this;
  }

  /** xᵢ, or what is in its place in something of the shape of x. */
  protected abstract inputOf(x: RActivation, i: number): RActivation;
  /** tᵢ. */
  protected abstract targetOf(t: Target, i: number): Target;

  /** Whether one of the criteria averages. */
  override averages(): boolean {
    return this.criterions.some((criterion) => criterion.averages());
  }

  /** @throws Error where some criteria average and others add up: over several batches that is neither. */
  override weightsInAverage(input: Activation, target: Target): readonly number[] {
    if (this.averages() && !this.criterions.every((criterion) => criterion.averages())) {
      throw new Error(
        `${this.describe()}: expected criteria that all average or all add up over several batches, got both; use one batch`,
      );
    }
    return this.criterions.flatMap((criterion, i) =>
      criterion.weightsInAverage(this.inputOf(input, i) as Activation, this.targetOf(target, i)),
    );
  }

  override updateOutput(input: Activation, target: Target): number {
    this.output = this.sum((criterion, i) =>
      criterion.updateOutput(this.inputOf(input, i) as Activation, this.targetOf(target, i)),
    );
    return this.output;
  }

  override updateGradInput(input: Activation, target: Target): Activation {
    this.gradInput = withZeros(input, undefined, this.gradInput);
    this.each((criterion, i) => {
      const gx = criterion.updateGradInput(this.inputOf(input, i) as Activation, this.targetOf(target, i));
      addScaled(this.inputOf(this.gradInput, i), this.weights[i], gx);
    });
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation, target: Target): number {
    this.rOutput = this.sum((criterion, i) => {
      const [x, rx] = [this.inputOf(input, i) as Activation, this.inputOf(rInput, i)];
      return criterion.updateROutput(x, rx, this.targetOf(target, i));
    });
    return this.rOutput;
  }

  override updateRGradInput(input: Activation, rInput: RActivation, target: Target): RActivation {
    const images = this.each((criterion, i) => {
      const [x, rx] = [this.inputOf(input, i) as Activation, this.inputOf(rInput, i)];
      return criterion.updateRGradInput(x, rx, this.targetOf(target, i));
    });
    if (images.every(isZero)) return undefined;
    const rgx = withZeros(input, undefined, this.rGradInput);
    images.forEach((image, i) => {
      addScaled(this.inputOf(rgx, i), this.weights[i], image);
    });
    this.rGradInput = rgx;
    return rgx;
  }

  private sum(f: (criterion: Criterion, i: number) => number): number {
    return this.each(f).reduce((sum, loss, i) => sum + this.weights[i] * loss, 0);
  }

  /** What f makes of each criterion; an error comes with the way to it. */
  private each<T>(f: (criterion: Criterion, i: number) => T): T[] {
    return this.criterions.map((criterion, i) => {
      try {
        return f(criterion, i);
      } catch (error) {
        throw errorInside(`criterion ${i} of ${this.describe()}`, error);
      }
    });
  }
}
