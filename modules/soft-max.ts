/** @file Softmax. */
import { kernels } from '../lib/kernels/index.js';
import { type Rows, Rowwise } from '../lib/nn/rowwise.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * Over each row (n); for images, over the n planes of each pixel. The Jacobian J = diag(y) − y yᵀ is symmetric.
 *   forward    y   = e^(x − max x) / Σ e^(x − max x)
 *   backward   gx  = y ∘ (gy − Σ y gy)
 *   rForward   Ry  = y ∘ (Rx − Σ y Rx)
 *   rBackward  Rgx = Ry ∘ (gy − Σ y gy) + y ∘ (Rgy − Σ (Ry gy + y Rgy))
 * x: (n), (N × n), (n × H × W) or (N × n × H × W).
 */
export class SoftMax extends Rowwise {
  protected override map({ outer, n, inner }: Rows, x: Tensor, y: Tensor): void {
    kernels.softMax(outer, n, inner, vector(x), x._offset, vector(y), y._offset);
  }

  protected override adjoint({ outer, n, inner }: Rows, y: Tensor, gy: Tensor, gx: Tensor): void {
    kernels.softMaxGrad(outer, n, inner, vector(y), y._offset, vector(gy), gy._offset, vector(gx), gx._offset);
  }

  protected override derivative(rows: Rows, y: Tensor, rx: Tensor, ry: Tensor): void {
    this.adjoint(rows, y, rx, ry);
  }

  protected override adjointDerivative(
    rows: Rows,
    y: Tensor,
    ry: Tensor | undefined,
    gy: Tensor,
    rgy: Tensor | undefined,
    rgx: Tensor,
  ): void {
    const { outer, n, inner } = rows;
    if (ry) {
      kernels.softMaxRGrad(
        outer,
        n,
        inner,
        vector(y),
        y._offset,
        vector(ry),
        ry._offset,
        vector(gy),
        gy._offset,
        rgy && vector(rgy),
        rgy?._offset ?? 0,
        vector(rgx),
        rgx._offset,
      );
    } else this.adjoint(rows, y, rgy as Tensor, rgx);
  }
}
