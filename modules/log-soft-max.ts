/** @file The logarithm of softmax. */
import { kernels } from '../lib/kernels/index.js';
import { type Rows, Rowwise } from '../lib/nn/rowwise.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * Over each row (n); for images, over the n planes of each pixel. p = eʸ is the softmax; s = Σ gy.
 *   forward    y   = x − max x − log Σ e^(x − max x)
 *   backward   gx  = gy − p s
 *   rForward   Ry  = Rx − Σ p Rx
 *   rBackward  Rgx = Rgy − p (Ry s + Rs)
 * x: (n), (N × n), (n × H × W) or (N × n × H × W).
 */
export class LogSoftMax extends Rowwise {
  protected override map({ outer, n, inner }: Rows, x: Tensor, y: Tensor): void {
    kernels.logSoftMax(outer, n, inner, vector(x), x._offset, vector(y), y._offset);
  }

  protected override adjoint({ outer, n, inner }: Rows, y: Tensor, gy: Tensor, gx: Tensor): void {
    kernels.logSoftMaxGrad(outer, n, inner, vector(y), y._offset, vector(gy), gy._offset, vector(gx), gx._offset);
  }

  protected override derivative({ outer, n, inner }: Rows, y: Tensor, rx: Tensor, ry: Tensor): void {
    kernels.logSoftMaxR(outer, n, inner, vector(y), y._offset, vector(rx), rx._offset, vector(ry), ry._offset);
  }

  protected override adjointDerivative(
    { outer, n, inner }: Rows,
    y: Tensor,
    ry: Tensor | undefined,
    gy: Tensor,
    rgy: Tensor | undefined,
    rgx: Tensor,
  ): void {
    kernels.logSoftMaxRGrad(
      outer,
      n,
      inner,
      vector(y),
      y._offset,
      ry && vector(ry),
      ry?._offset ?? 0,
      vector(gy),
      gy._offset,
      rgy && vector(rgy),
      rgy?._offset ?? 0,
      vector(rgx),
      rgx._offset,
    );
  }
}
