/** @file Affine map. */
import { Affine } from '../lib/nn/affine.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { optional, type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { gemm, gemv, type Tensor } from '../lib/tensor/index.js';

/**
 * x: (N × n) or (n); W: (m × n); b: (m); s = scale.  R{·} = d/dr at w + r·v; v is rWeight, rBias.
 *   forward    y   = x Wᵀ + 1 bᵀ
 *   backward   gx  = gy W            gW  += s gyᵀ x                gb  += s gyᵀ 1
 *   rForward   Ry  = Rx Wᵀ + x RWᵀ + 1 Rbᵀ
 *   rBackward  Rgx = Rgy W + gy RW   RgW += s (Rgyᵀ x + gyᵀ Rx)    Rgb += s Rgyᵀ 1
 * Initial weights: uniform in ±1/√n, drawn in Torch's order.
 */
export class Linear extends Affine {
  static override readonly torch: TorchFields = {
    weight: tensor(2),
    bias: optional(tensor((owner: Linear) => [owner.weight._size[0]])),
    addBuffer: unsaved(),
  };

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputSize: number, outputSize: number, bias: boolean = true) {
    super();
    checkSizes(this.constructor.name, [inputSize, outputSize], `${inputSize} -> ${outputSize}`);
    this.makeParameter('weight', outputSize, inputSize);
    if (bias) this.makeParameter('bias', outputSize);
    this.reset();
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const [m, n] = this.weight._size;
    const d = x._size.length;
    if ((d !== 1 && d !== 2) || x._size[d - 1] !== n) {
      throw this.wrongShape('forward', `input (N × ${n}) or (${n})`, x);
    }
    if (d === 1) y.resize(m);
    else y.resize(x._size[0], m);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    if (x._size.length === 1) gemv(false, 1, w, x, accumulate ? 1 : 0, y);
    else gemm(false, true, 1, x, w, accumulate ? 1 : 0, y);
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    if (g._size.length === 1) gemv(true, 1, w, g, accumulate ? 1 : 0, gx);
    else gemm(false, false, 1, g, w, accumulate ? 1 : 0, gx);
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    if (x._size.length === 1) gw.addr(scale, g, x);
    else gemm(true, false, scale, g, x, 1, gw);
  }

  /** Rows are all that a batch is. */
  protected override stacks(): boolean {
    return true;
  }

  override toString(): string {
    const [m, n] = this.weight._size;
    return `${super.toString()}(${n} -> ${m})${this.bias ? '' : ' without bias'}`;
  }
}
