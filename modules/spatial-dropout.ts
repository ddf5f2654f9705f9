/** @file Random omission of whole planes. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { buffer, flag, named, number, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * M, a number for each plane, is drawn in forward when training: 1 with probability 1 − p, else 0 (nothing is rescaled). Otherwise
 * M = 1 − p. stochasticInference draws when evaluating as well. All passes use the M of the last forward.
 *   forward    y   = M x
 *   backward   gx  = M gy (when evaluating as well, where Torch has none)
 *   rForward   Ry  = M Rx
 *   rBackward  Rgx = M Rgy
 * x: (planes × H × W) or (N × planes × H × W). (Tompson et al. 2015.)
 */
export class SpatialDropout extends LinearMap {
  static override readonly torch: TorchFields = {
    p: number(),
    stochastic_inference: named('stochasticInference', optional(flag, false)),
    noise: buffer,
  };

  p: number = 0;
  stochasticInference: boolean;
  /** M, with size 1 in place of a plane's sizes. */
  declare noise: Tensor;

  constructor(p: number = 0.5, stochasticInference: boolean = false) {
    super();
    this.setp(p);
    this.stochasticInference = stochasticInference;
  }

  setp(p: number): this {
    checkNumbers(this.constructor.name, { p });
    this.p = p;
    return this;
  }

  /** The dimensions of a plane. */
  protected planeDims(): number {
    return 2;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.noise = this.buffer();
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input);
    const d = this.planeDims();
    const batched = x.dim() === d + 2;
    if (!batched && x.dim() !== d + 1) {
      const plane = ['T', 'H', 'W'].slice(3 - d).join(' × ');
      throw this.wrongShape('forward', `input (planes × ${plane}) or (N × planes × ${plane})`, x);
    }
    this.noise.resize(x._size.map((s, i) => (i <= Number(batched) ? s : 1)));
    if (this.train || this.stochasticInference) this.noise.bernoulli(1 - this.p);
    else this.noise.fill(1 - this.p);
    return super.updateOutput(x);
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    const y = this.reuse(last)
      .resizeAs(x as Tensor)
      .copy(x as Tensor);
    const planes = this.noise.nElement();
    const n = y.nElement() / planes;
    const [m, data] = [vector(this.noise), vector(y)];
    for (let k = 0; k < planes; k++) for (let i = k * n; i < (k + 1) * n; i++) data[i] *= m[k];
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    return this.map(input, g, last);
  }

  override toString(): string {
    return `${super.toString()}(${this.p.toFixed(6)})`;
  }
}
