/** @file The identity above 0, a random slope below. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { buffer, flag, number, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { generator, type Tensor } from '../lib/tensor/index.js';

/**
 * A: 1 where x > 0; elsewhere (at 0 too) a number drawn for each element from [l, u) in forward when training, (l + u) / 2 when not.
 *   forward    y   = A ∘ x
 *   backward   gx  = A ∘ gy
 *   rForward   Ry  = A ∘ Rx
 *   rBackward  Rgx = A ∘ Rgy
 * Any shape. `inplace` is kept for compatibility; the module never overwrites its input.
 */
export class RReLU extends LinearMap {
  static override readonly torch: TorchFields = {
    lower: number(),
    upper: number(),
    inplace: optional(flag, false),
    noise: buffer,
  };

  lower: number;
  upper: number;
  inplace: boolean;
  /** A. */
  declare noise: Tensor;

  /** @throws RangeError unless 0 ≤ l ≤ u. */
  constructor(lower: number = 1 / 8, upper: number = 1 / 3, inplace: boolean = false) {
    super();
    checkNumbers(this.constructor.name, { lower, upper });
    if (!(lower >= 0 && lower <= upper)) throw new RangeError(`RReLU: expected 0 <= l <= u, got ${lower} and ${upper}`);
    this.lower = lower;
    this.upper = upper;
    this.inplace = inplace;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.noise = this.buffer();
  }

  override updateOutput(input: Activation): Activation {
    const { lower, upper, train } = this;
    const mean = (lower + upper) / 2;
    const x = this.tensor('forward', input);
    this.noise
      .resizeAs(x)
      .copy(x)
      .apply((v) => (v > 0 ? 1 : train ? generator.uniform(lower, upper) : mean));
    return super.updateOutput(x);
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    return this.reuse(last).cmul(x as Tensor, this.noise);
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    return this.map(input, g, last);
  }

  override toString(): string {
    return `${super.toString()} (l:${this.lower.toFixed(6)}, u:${this.upper.toFixed(6)})`;
  }
}
