/** @file The quotient of two tensors. */
import { type Activation, entry, isZero, type RActivation } from '../lib/nn/activation.js';
import { Module } from '../lib/nn/module.js';
import { type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * Element by element, with q = 1 / x₂, y = x₁ q, Ry = q (Rx₁ − y Rx₂):
 *   forward    y   = x₁ / x₂
 *   backward   gx₁  = q gy                        gx₂  = −q y gy
 *   rForward   Ry  = q (Rx₁ − y Rx₂)
 *   rBackward  Rgx₁ = q (Rgy − q Rx₂ gy)          Rgx₂ = −q (y Rgy + Ry gy − q y Rx₂ gy)
 * x: a table of two tensors with as many elements; y has the shape of the first.
 */
export class CDivTable extends Module {
  static override readonly torch: TorchFields = { gradInput: tableBuffer };

  declare private gradients: Tensor[];
  declare private rGradients: Tensor[];

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.gradients = [this.buffer(), this.buffer()];
    this.rGradients = [this.buffer(), this.buffer()];
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensors('forward', input);
    if (x.length !== 2 || x[0].nElement() !== x[1].nElement()) {
      throw this.wrongShape('forward', 'a table of two tensors of one size', input);
    }
    return (this.output as Tensor).resizeAs(x[0]).copy(x[0]).cdiv(x[1]);
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor[] {
    const [x1, x2] = input as [Tensor, Tensor];
    const [g1, g2] = this.gradients;
    g1.resizeAs(x1)
      .copy(gradOutput as Tensor)
      .cdiv(x2);
    g2.resizeAs(x2)
      .copy(g1)
      .cmul(this.output as Tensor)
      .neg();
    this.gradInput = this.gradients;
    return this.gradients;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const [, x2] = input as [Tensor, Tensor];
    const [r1, r2] = [entry(rInput, 0), entry(rInput, 1)] as (Tensor | undefined)[];
    const ry = this.reuse(this.rOutput).resizeAs(this.output as Tensor);
    if (r1) ry.copy(r1);
    else ry.zero();
    if (r2) ry.addcmul(-1, this.output as Tensor, r2);
    return this.setROutput(ry.cdiv(x2));
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    if (isZero(rInput) && isZero(rGradOutput)) return this.setRGradInput(undefined);
    const [x1, x2] = input as [Tensor, Tensor];
    const [gy, y] = [gradOutput as Tensor, this.output as Tensor];
    const r2 = entry(rInput, 1) as Tensor | undefined;
    const [g1, g2] = this.rGradients;
    g1.resizeAs(x1);
    g2.resizeAs(x2);
    if (isZero(rGradOutput)) g1.zero();
    else g1.copy(rGradOutput as Tensor);
    if (r2) g1.add(-1, g2.copy(gy).cmul(r2).cdiv(x2));
    g2.copy(g1).cmul(y);
    if (!isZero(rInput)) g2.addcmul(1, this.rOutput as Tensor, gy);
    g2.cdiv(x2).neg();
    g1.cdiv(x2);
    return this.setRGradInput(this.rGradients);
  }
}
