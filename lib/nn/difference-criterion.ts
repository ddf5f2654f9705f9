/** @file Criteria of the difference of two tensors. */
import { Tensor } from '../tensor/index.js';
import { type Activation, entry, isZero, type RActivation } from './activation.js';
import { Criterion, type Target } from './criterion.js';
import { pairBuffer, type TorchFields } from './torch-field.js';

/**
 * A subclass writes h(z, t) of z = a − b, its gradient, and its Hessian times a vector unless that is zero wherever it exists.
 * {a, b}: two tensors of one shape.
 *   forward    E   = h(a − b, t)
 *   backward   ga  = h′,             gb  = −ga
 *   rForward   R{E} = ⟨h′, Ra − Rb⟩
 *   rBackward  Rga = h″ (Ra − Rb),   Rgb = −Rga
 */
export abstract class DifferenceCriterion extends Criterion {
  static override readonly torch: TorchFields = { gradInput: pairBuffer };

  declare private z: Tensor;
  declare private rz: Tensor;
  declare private slope: Tensor;
  declare private images: [Tensor, Tensor];

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.gradInput = [this.buffer(), this.buffer()];
    this.z = this.buffer();
    this.rz = this.buffer();
    this.slope = this.buffer();
    this.images = [this.buffer(), this.buffer()];
  }

  /** h(z, t), after checking t. */
  protected abstract loss(z: Tensor, target: Target): number;
  /** gz ← h′; gz has the size of z and any content. */
  protected abstract gradient(z: Tensor, target: Target, gz: Tensor): void;
  /** rgz ← h″ rz. */
  protected hessian?(z: Tensor, rz: Tensor, rgz: Tensor): void;

  override updateOutput(input: Activation, target: Target): number {
    const pair = this.tensors('forward', input);
    if (pair.length !== 2 || !pair[0].isSameSizeAs(pair[1])) {
      throw this.wrongShape('forward', 'input to be two tensors of one size', input);
    }
    this.output = this.loss(this.z.resizeAs(pair[0]).copy(pair[0]).add(-1, pair[1]), target);
    return this.output;
  }

  override updateGradInput(_input: Activation, target: Target): Activation {
    const [ga, gb] = this.gradInput as Tensor[];
    this.gradient(this.z, target, ga.resizeAs(this.z));
    gb.resizeAs(ga).mul(ga, -1);
    return this.gradInput;
  }

  override updateROutput(_input: Activation, rInput: RActivation, target: Target): number {
    this.rOutput = 0;
    if (!isZero(rInput)) {
      this.gradient(this.z, target, this.slope.resizeAs(this.z));
      this.rOutput = this.slope.dot(this.difference(rInput));
    }
    return this.rOutput;
  }

  override updateRGradInput(_input: Activation, rInput: RActivation, _target: Target): RActivation {
    this.rGradInput = undefined;
    if (this.hessian && !isZero(rInput)) {
      const [rga, rgb] = this.images;
      this.hessian(this.z, this.difference(rInput), rga.resizeAs(this.z));
      rgb.resizeAs(rga).mul(rga, -1);
      this.rGradInput = this.images;
    }
    return this.rGradInput;
  }

  /** Ra − Rb, either of which may be a structural zero. */
  private difference(r: RActivation): Tensor {
    const [ra, rb] = [entry(r, 0), entry(r, 1)];
    this.rz.resizeAs(this.z).zero();
    if (ra instanceof Tensor) this.rz.add(ra);
    if (rb instanceof Tensor) this.rz.add(-1, rb);
    return this.rz;
  }
}
