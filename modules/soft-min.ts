/** @file Softmax of what is turned around. */
import type { Rows } from '../lib/nn/rowwise.js';
import { type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';
import { SoftMax } from './soft-max.js';

/** y = softmax(−x): all passes are those of SoftMax, with the sign of x, and so of gx, Rx and Rgx, changed. Shapes as there. */
export class SoftMin extends SoftMax {
  static override readonly torch: TorchFields = { mininput: unsaved() };

  protected override map(rows: Rows, x: Tensor, y: Tensor): void {
    super.map(rows, y.neg(x), y);
  }

  protected override adjoint(rows: Rows, y: Tensor, gy: Tensor, gx: Tensor): void {
    super.adjoint(rows, y, gy, gx);
    gx.neg();
  }

  protected override adjointDerivative(
    rows: Rows,
    y: Tensor,
    ry: Tensor | undefined,
    gy: Tensor,
    rgy: Tensor | undefined,
    rgx: Tensor,
  ): void {
    super.adjointDerivative(rows, y, ry, gy, rgy, rgx);
    if (ry) rgx.neg();
  }
}
