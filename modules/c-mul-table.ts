/** @file The product of a table's tensors, element by element. */
import { kernels } from '../lib/kernels/index.js';
import { type Activation, entry, isZero, type RActivation } from '../lib/nn/activation.js';
import { Module } from '../lib/nn/module.js';
import { type TorchFields, tableBuffer, unsaved } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * With pᵢ = ∏_{j≤i} xⱼ and sᵢ = gy ∏_{j>i} xⱼ, all products element by element:
 *   forward    y   = ∏ᵢ xᵢ
 *   backward   gxᵢ  = gy ∏_{j≠i} xⱼ = pᵢ₋₁ sᵢ
 *   rForward   Ry  = Σᵢ Rxᵢ ∏_{j≠i} xⱼ,                                        by Rpᵢ = Rpᵢ₋₁ xᵢ + pᵢ₋₁ Rxᵢ
 *   rBackward  Rgxᵢ = Rgy ∏_{j≠i} xⱼ + gy Σ_{k≠i} Rxₖ ∏_{j≠i,k} xⱼ = Rpᵢ₋₁ sᵢ + pᵢ₋₁ Rsᵢ,   by Rsᵢ₋₁ = Rsᵢ xᵢ + sᵢ Rxᵢ
 * Nothing is divided, so that all of it holds where factors are zero. (Torch multiplies too, n² times; what its
 * updateGradInput_efficient makes of y / xᵢ is NaN there.)
 * x: a table of tensors with as many elements each; y has the shape of the first.
 */
export class CMulTable extends Module {
  static override readonly torch: TorchFields = { gradInput: tableBuffer, tout: unsaved() };

  /** pᵢ; the last is the output. Rpᵢ, gxᵢ and Rgxᵢ likewise. */
  declare private products: Tensor[];
  declare private rProducts: Tensor[];
  declare private gradients: Tensor[];
  declare private rGradients: Tensor[];
  declare private rSuffix: Tensor;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.products = [];
    this.rProducts = [];
    this.gradients = [];
    this.rGradients = [];
    this.rSuffix = this.buffer();
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensors('forward', input);
    const n = x[0].nElement();
    if (x.some((factor) => factor.nElement() !== n)) {
      throw this.wrongShape('forward', 'a table of tensors of one size', input);
    }
    let p = this.at(this.products, 0, x[0]).copy(x[0]);
    for (let i = 1; i < x.length; i++) p = times(p, x[i], this.at(this.products, i, x[0]), false);
    this.output = p;
    return p;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor[] {
    const x = input as Tensor[];
    const gx = x.map((factor, i) => this.at(this.gradients, i, factor));
    const s = gx[0].copy(gradOutput as Tensor);
    for (let i = x.length - 1; i > 0; i--) {
      times(this.products[i - 1], s, gx[i], false);
      times(s, x[i], s, false);
    }
    this.gradInput = gx;
    return gx;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const x = input as Tensor[];
    const first = firstMoved(rInput);
    if (first < 0) return this.setROutput(undefined);
    for (let i = first; i < x.length; i++) {
      const rx = entry(rInput, i) as Tensor | undefined;
      const rp = this.at(this.rProducts, i, x[0]);
      if (i > first) times(this.rProducts[i - 1], x[i], rp, false);
      if (i === 0) rp.copy(rx as Tensor);
      else if (rx) times(this.products[i - 1], rx, rp, i > first);
    }
    return this.setROutput(this.rProducts[x.length - 1]);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    const x = input as Tensor[];
    const first = firstMoved(rInput);
    const rgx: RActivation[] = x.map(() => undefined);
    const s = this.rSuffix.resizeAs(x[0]).copy(gradOutput as Tensor);
    let rs: Tensor | undefined;
    if (!isZero(rGradOutput)) rs = this.at(this.rGradients, 0, x[0]).copy(rGradOutput as Tensor);
    for (let i = x.length - 1; i > 0; i--) {
      const curved = first >= 0 && first < i;
      if (curved || rs) {
        const target = this.at(this.rGradients, i, x[i]);
        if (curved) times(this.rProducts[i - 1], s, target, false);
        if (rs) times(this.products[i - 1], rs, target, curved);
        rgx[i] = target;
      }
      const rx = entry(rInput, i) as Tensor | undefined;
      const moved = rs !== undefined;
      if (rs) times(rs, x[i], rs, false);
      if (rx) times(s, rx, (rs ??= this.at(this.rGradients, 0, x[0])), moved);
      times(s, x[i], s, false);
    }
    rgx[0] = rs;
    return this.setRGradInput(isZero(rgx) ? undefined : rgx);
  }

  /** Buffer i of a list, in the shape of `like`. */
  private at(list: Tensor[], i: number, like: Tensor): Tensor {
    list[i] ??= this.buffer();
    return list[i].resizeAs(like);
  }
}

/** The first entry that is not a structural zero, or −1. */
function firstMoved(r: RActivation): number {
  return Array.isArray(r) ? r.findIndex((entry) => !isZero(entry)) : -1;
}

/** z ← a ∘ b, or z ← z + a ∘ b. z may be a or b unless it accumulates. */
function times(a: Tensor, b: Tensor, z: Tensor, accumulate: boolean): Tensor {
  const n = z.nElement();
  const [x, y] = [a.contiguous(), b.contiguous()];
  if (accumulate) kernels.addcmul(n, 1, vector(x), x._offset, vector(y), y._offset, vector(z), z._offset);
  else kernels.mul(n, vector(x), x._offset, vector(y), y._offset, vector(z), z._offset);
  return z;
}
