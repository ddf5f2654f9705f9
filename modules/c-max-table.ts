/** @file The largest of a table's tensors, element by element. */
import { type Activation, entry, type RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { buffer, type TorchFields, tableBuffer, unsaved } from '../lib/nn/torch-field.js';
import { Tensor, vector } from '../lib/tensor/index.js';

/**
 * k: for every element the entry that is largest there, found in forward; the first of several equal ones, as in Torch.
 *   forward    y    = xₖ
 *   backward   gxₖ   = gy,     zero for the other entries
 *   rForward   Ry   = Rxₖ
 *   rBackward  Rgxₖ  = Rgy,    zero for the other entries
 * x: a table of tensors with as many elements each; y has the shape of the first. Of NaN only that of the first entry is kept.
 */
export class CMaxTable extends LinearMap {
  static override readonly torch: TorchFields = {
    gradInput: tableBuffer,
    maxIdx: buffer,
    maxVals: buffer,
    mask: buffer,
    gradMaxVals: buffer,
    maskByteTensor: unsaved(),
  };

  /** k. */
  declare private maxIdx: Tensor;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.maxIdx = Tensor.zeros('Int', []);
  }

  /** Whether a takes the place of b, which came earlier in the table. */
  protected beats(a: number, b: number): boolean {
    return a > b;
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensors('forward', input);
    const n = x[0].nElement();
    if (x.some((piece) => piece.nElement() !== n)) {
      throw this.wrongShape('forward', 'a table of tensors of one size', input);
    }
    const k = this.maxIdx.resizeAs(x[0]).zero()._storage.data;
    const pieces = x.map((piece) => piece.contiguous());
    for (let e = 1; e < pieces.length; e++) {
      for (let i = 0; i < n; i++) {
        if (this.beats(vector(pieces[e])[pieces[e]._offset + i], vector(pieces[k[i]])[pieces[k[i]]._offset + i]))
          k[i] = e;
      }
    }
    return super.updateOutput(input);
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): RActivation {
    const y = this.reuse(last).resizeAs((input as Tensor[])[0]);
    const k = this.maxIdx._storage.data;
    (x as RActivation[]).forEach((piece, e) => {
      const from = (piece as Tensor | undefined)?.contiguous();
      const to = vector(y);
      for (let i = 0; i < y.nElement(); i++) if (k[i] === e) to[i] = from ? vector(from)[from._offset + i] : 0;
    });
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): RActivation {
    const from = (g as Tensor).contiguous();
    const gs = vector(from);
    const k = this.maxIdx._storage.data;
    return (input as Tensor[]).map((x, e) => {
      const gx = this.reuse(entry(last, e)).resizeAs(x);
      const to = vector(gx);
      for (let i = 0; i < gx.nElement(); i++) to[i] = k[i] === e ? gs[from._offset + i] : 0;
      return gx;
    });
  }
}
