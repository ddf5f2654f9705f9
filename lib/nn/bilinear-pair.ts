/** @file BilinearPair: y = B(a, b) of a table {a, b}. A class writes B and its two adjoints; all methods come from here. */
import { Tensor } from '../tensor/index.js';
import { type Activation, entry, isZero, type RActivation, shapeOf } from './activation.js';
import { Module } from './module.js';
import { pairBuffer, type TorchFields } from './torch-field.js';

/**
 * Ba(g, b) is the adjoint of B(·, b), Bb(a, g) that of B(a, ·).
 *   forward    y   = B(a, b)
 *   backward   ga  = Ba(gy, b)                   gb  = Bb(a, gy)
 *   rForward   Ry  = B(Ra, b) + B(a, Rb)
 *   rBackward  Rga = Ba(Rgy, b) + Ba(gy, Rb)     Rgb = Bb(Ra, gy) + Bb(a, Rgy)
 * Terms with a structural zero are left out.
 */
export abstract class BilinearPair extends Module {
  static override readonly torch: TorchFields = { gradInput: pairBuffer };

  declare private gradients: [Tensor, Tensor];
  declare private rGradients: [Tensor, Tensor];

  /** Checks the inputs and gives y its size. */
  protected abstract resizeOutput(a: Tensor, b: Tensor, y: Tensor): void;
  /** y ← y + B(a, b). */
  protected abstract product(a: Tensor, b: Tensor, y: Tensor): void;
  /** ga ← ga + Ba(g, b). */
  protected abstract adjointFirst(g: Tensor, b: Tensor, ga: Tensor): void;
  /** gb ← gb + Bb(a, g). */
  protected abstract adjointSecond(a: Tensor, g: Tensor, gb: Tensor): void;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.gradients = [this.buffer(), this.buffer()];
    this.rGradients = [this.buffer(), this.buffer()];
  }

  override updateOutput(input: Activation): Tensor {
    const [a, b] = Array.isArray(input) && input.length === 2 ? input : [];
    if (!(a instanceof Tensor && b instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.forward: expected a table of two tensors, got ${shapeOf(input)}`);
    }
    for (const x of [a, b]) this.tensor('forward', x);
    const y = this.output as Tensor;
    this.resizeOutput(a, b, y);
    this.product(a, b, y.zero());
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    const [a, b] = input as [Tensor, Tensor];
    const [ga, gb] = this.zeroed(this.gradients, a, b);
    this.adjointFirst(gradOutput as Tensor, b, ga);
    this.adjointSecond(a, gradOutput as Tensor, gb);
    this.gradInput = this.gradients;
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const [a, b] = input as [Tensor, Tensor];
    const [ra, rb] = [entry(rInput, 0), entry(rInput, 1)] as (Tensor | undefined)[];
    const ry = this.reuse(this.rOutput)
      .resizeAs(this.output as Tensor)
      .zero();
    if (ra) this.product(ra, b, ry);
    if (rb) this.product(a, rb, ry);
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    if (isZero(rInput) && isZero(rGradOutput)) return this.setRGradInput(undefined);
    const [a, b] = input as [Tensor, Tensor];
    const [ra, rb] = [entry(rInput, 0), entry(rInput, 1)] as (Tensor | undefined)[];
    const [gy, rgy] = [gradOutput as Tensor, rGradOutput as Tensor | undefined];
    const [rga, rgb] = this.zeroed(this.rGradients, a, b);
    if (rgy) this.adjointFirst(rgy, b, rga);
    if (rb) this.adjointFirst(gy, rb, rga);
    if (ra) this.adjointSecond(ra, gy, rgb);
    if (rgy) this.adjointSecond(a, rgy, rgb);
    return this.setRGradInput(this.rGradients);
  }

  private zeroed(pair: [Tensor, Tensor], a: Tensor, b: Tensor): [Tensor, Tensor] {
    pair[0].resizeAs(a).zero();
    pair[1].resizeAs(b).zero();
    return pair;
  }
}
