/** @file Random omission of elements. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, type NumberRule } from '../lib/nn/numbers.js';
import { buffer, flag, named, number, optional, type TorchFields } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/** A share of elements, of which some are left. */
const share: NumberRule = { words: 'within 0 <= p < 1', holds: (p) => p >= 0 && p < 1 };

/**
 * When training, M is drawn in forward: each element 1 with probability 1 − p, else 0, divided by 1 − p unless v1.
 * Otherwise M is 1, or 1 − p with v1. All passes use the M of the last forward. stochasticInference draws when evaluating
 * as well; its backward uses the mask, where Torch's forgets it.
 *   forward    y   = M ∘ x
 *   backward   gx  = M ∘ gy
 *   rForward   Ry  = M ∘ Rx
 *   rBackward  Rgx = M ∘ Rgy
 * Any shape. `inplace` is kept for compatibility; the module never overwrites its input.
 */
export class Dropout extends LinearMap {
  static override readonly torch: TorchFields = {
    p: number('0 <= p < 1', share.holds),
    v2: optional(flag, false),
    inplace: optional(flag, false),
    stochastic_inference: named('stochasticInference', optional(flag, false)),
    noise: buffer,
  };

  p: number = 0;
  /** Whether training, not evaluation, is what rescales. */
  v2: boolean;
  inplace: boolean;
  stochasticInference: boolean;
  declare noise: Tensor;
  /** What multiplies every element at the present point; undefined where `noise` does. */
  declare private factor: number | undefined;

  /** @throws RangeError unless 0 ≤ p < 1. */
  constructor(p: number = 0.5, v1: boolean = false, inplace: boolean = false, stochasticInference: boolean = false) {
    super();
    this.v2 = !v1;
    this.inplace = inplace;
    this.stochasticInference = stochasticInference;
    this.setp(p);
  }

  /** @throws RangeError unless 0 ≤ p < 1. */
  setp(p: number): this {
    checkNumbers('Dropout', { p }, share);
    this.p = p;
    return this;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.noise = this.buffer();
    this.factor = 1;
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input);
    if (this.p > 0 && (this.train || this.stochasticInference)) {
      this.factor = undefined;
      this.noise.resizeAs(x).bernoulli(1 - this.p);
      if (this.v2) this.noise.div(1 - this.p);
    } else this.factor = this.v2 ? 1 : 1 - this.p;
    return super.updateOutput(x);
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    const y = this.reuse(last).resizeAs(x as Tensor);
    return this.factor === undefined ? y.cmul(x as Tensor, this.noise) : y.mul(x as Tensor, this.factor);
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    return this.map(input, g, last);
  }

  override toString(): string {
    return `${super.toString()}(${this.p.toFixed(6)})`;
  }
}
