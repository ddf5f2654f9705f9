/** @file Hinge loss of the cosines between things that are alike or not. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { checkLabels, labelAt } from '../lib/nn/class-target.js';
import { Criterion, inner, type Target } from '../lib/nn/criterion.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, number, optional, pairBuffer, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';
import { CosineDistance } from '../modules/cosine-distance.js';

/**
 * {a, b}: (N × n) or (n) each; y their cosines, of CosineDistance; t: N targets, 1 (alike) or −1 each, or one number for one row;
 * m = margin; c = N when averaging, else 1.
 *   forward    E   = Σᵢ eᵢ / c,     eᵢ = 1 − yᵢ where tᵢ = 1, max(0, yᵢ − m) where tᵢ = −1
 *   backward   {ga, gb} = (∂y/∂{a, b})ᵀ gy,     gyᵢ = −1 / c where tᵢ = 1; 1 / c where tᵢ = −1 and yᵢ > m; 0 at the kink and below
 *   rForward   R{E} = ⟨gy, Ry⟩
 *   rBackward  {Rga, Rgb} = R{(∂y/∂{a, b})ᵀ} gy; gy has no image, almost everywhere
 * Torch's gradient is 0 where 1 − yᵢ rounds to 0, too: there this one is 0 to rounding, and its Hessian is not lost.
 */
export class CosineEmbeddingCriterion extends Criterion {
  static override readonly torch: TorchFields = {
    gradInput: pairBuffer,
    margin: optional(number(), 0),
    sizeAverage: optional(flag, true),
    buffer: unsaved(),
    w: unsaved(),
    w1: unsaved(),
    w22: unsaved(),
    w32: unsaved(),
  };

  margin: number;
  sizeAverage: boolean = true;
  declare private cosines: CosineDistance;
  declare private gy: Tensor;

  constructor(margin: number = 0) {
    super();
    checkNumbers(this.constructor.name, { margin });
    this.margin = margin;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.cosines = new CosineDistance().type(this._type.name);
    this.gy = this.buffer();
  }

  override updateOutput(input: Activation, target: Target): number {
    const y = this.cosines.updateOutput(input);
    const n = y.nElement();
    checkLabels(`${this.describe()}.forward`, target, n);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const t = labelAt(target, i);
      if (t !== 1 && t !== -1) throw new RangeError(`${this.describe()}.forward: expected target 1 or -1, got ${t}`);
      const yi = y._storage.data[y._offset + i];
      sum += t === 1 ? 1 - yi : Math.max(0, yi - this.margin);
    }
    this.output = this.sizeAverage ? sum / n : sum;
    return this.output;
  }

  override updateGradInput(input: Activation, target: Target): Activation {
    this.gradInput = this.cosines.updateGradInput(input, this.slopes(target));
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation, target: Target): number {
    const ry = this.cosines.updateROutput(input, rInput);
    this.rOutput = inner(this.slopes(target), ry);
    return this.rOutput;
  }

  override updateRGradInput(input: Activation, rInput: RActivation, target: Target): RActivation {
    this.rGradInput = this.cosines.updateRGradInput(input, rInput, this.slopes(target), undefined);
    return this.rGradInput;
  }

  /** gy. */
  private slopes(target: Target): Tensor {
    const y = this.cosines.output as Tensor;
    const gy = this.gy.resizeAs(y);
    const n = y.nElement();
    const g = this.sizeAverage ? 1 / n : 1;
    for (let i = 0; i < n; i++) {
      const above = y._storage.data[y._offset + i] > this.margin;
      gy._storage.data[gy._offset + i] = labelAt(target, i) === 1 ? -g : above ? g : 0;
    }
    return gy;
  }
}
