/** @file The product of a matrix and a vector, or of two batches of them. */
import { BilinearPair } from '../lib/nn/bilinear-pair.js';
import { flag, type TorchFields } from '../lib/nn/torch-field.js';
import { gemv, type Tensor } from '../lib/tensor/index.js';

/**
 * y = op(M) v, op transposing where `trans` says so; BilinearPair has the passes.
 * {M, v}: (m × n) and (n), or (N × m × n) and (N × n); with trans, v has m elements.
 */
export class MV extends BilinearPair {
  static override readonly torch: TorchFields = { trans: flag };

  trans: boolean;

  constructor(trans: boolean = false) {
    super();
    this.trans = trans;
  }

  protected override resizeOutput(m: Tensor, v: Tensor, y: Tensor): void {
    const d = m.dim();
    const [rows, columns] = m._size.slice(-2);
    const [from, to] = this.trans ? [rows, columns] : [columns, rows];
    const batched = d === 3 && m._size[0] === v._size[0];
    if ((d !== 2 && !batched) || v.dim() !== d - 1 || v._size[d - 2] !== from) {
      throw this.wrongShape('forward', 'a matrix and a vector, or as many of both, that can be multiplied', [m, v]);
    }
    y.resize(batched ? [m._size[0], to] : [to]);
  }

  protected override product(m: Tensor, v: Tensor, y: Tensor): void {
    each([m, v, y], ([matrix, x, to]) => gemv(this.trans, 1, matrix, x, 1, to));
  }

  protected override adjointFirst(g: Tensor, v: Tensor, gm: Tensor): void {
    each([gm, g, v], ([to, from, x]) => to.addr(...((this.trans ? [x, from] : [from, x]) as [Tensor, Tensor])));
  }

  protected override adjointSecond(m: Tensor, g: Tensor, gv: Tensor): void {
    each([m, g, gv], ([matrix, from, to]) => gemv(!this.trans, 1, matrix, from, 1, to));
  }
}

/** A matrix and vectors, or those of each sample. */
function each(tensors: Tensor[], visit: (parts: Tensor[]) => void): void {
  if (tensors[0].dim() === 2) visit(tensors);
  else for (let i = 0; i < tensors[0]._size[0]; i++) visit(tensors.map((x) => x.select(0, i)));
}
