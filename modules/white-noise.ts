/** @file Normal noise added when training. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { buffer, number, type TorchFields } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * ε is drawn in forward when training, normal with mean μ and standard deviation σ; otherwise ε = μ.
 *   forward    y   = x + ε
 *   backward   gx  = gy (when evaluating as well, where Torch has none)
 *   rForward   Ry  = Rx
 *   rBackward  Rgx = Rgy
 * Any shape.
 */
export class WhiteNoise extends LinearMap {
  static override readonly torch: TorchFields = { mean: number(), std: number(), noise: buffer };

  mean: number;
  std: number;
  declare noise: Tensor;

  constructor(mean: number = 0, std: number = 0.1) {
    super();
    checkNumbers(this.constructor.name, { mean, std });
    this.mean = mean;
    this.std = std;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.noise = this.buffer();
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input);
    const y = this.output as Tensor;
    return this.train ? y.add(x, this.noise.resizeAs(x).normal(this.mean, this.std)) : y.add(x, this.mean);
  }

  protected override map(_input: Activation, x: RActivation): RActivation {
    return x;
  }

  protected override adjoint(_input: Activation, g: RActivation): RActivation {
    return g;
  }

  override toString(): string {
    return `${super.toString()} mean: ${this.mean.toFixed(6)}, std: ${this.std.toFixed(6)}`;
  }
}
