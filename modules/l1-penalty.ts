/** @file The identity, which adds the gradient of an L1 penalty. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, number, optional, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * Not a map with its gradient: backward adds that of loss = m Σ|x| to gy. m = l1weight, divided by x's number of elements with sizeAverage.
 *   forward    y   = x
 *   backward   gx  = gy + m sign x, or without provideOutput m sign x alone; sign 0 = 0
 *   rForward   Ry  = Rx
 *   rBackward  Rgx = Rgy, or without provideOutput 0
 * Any shape.
 */
export class L1Penalty extends LinearMap {
  static override readonly torch: TorchFields = {
    l1weight: number(),
    sizeAverage: optional(flag, false),
    provideOutput: optional(flag, true),
    loss: unsaved(),
  };

  l1weight: number;
  sizeAverage: boolean;
  provideOutput: boolean;
  /** The penalty at the last input. */
  declare loss: number;

  constructor(l1weight: number, sizeAverage: boolean = false, provideOutput: boolean = true) {
    super();
    checkNumbers(this.constructor.name, { l1weight });
    this.l1weight = l1weight;
    this.sizeAverage = sizeAverage;
    this.provideOutput = provideOutput;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.loss = 0;
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input);
    this.loss = this.factor(x) * x.norm(1);
    return super.updateOutput(x);
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    const x = input as Tensor;
    const gx = (this.gradInput as Tensor).sign(x).mul(this.factor(x));
    return this.provideOutput ? gx.add(gradOutput as Tensor) : gx;
  }

  protected override map(_input: Activation, x: RActivation): RActivation {
    return x;
  }

  protected override adjoint(_input: Activation, g: RActivation): RActivation {
    return this.provideOutput ? g : undefined;
  }

  private factor(x: Tensor): number {
    return this.sizeAverage ? this.l1weight / x.nElement() : this.l1weight;
  }
}
