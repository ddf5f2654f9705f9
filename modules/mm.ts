/** @file The product of two matrices, or of two batches of them. */
import { BilinearPair } from '../lib/nn/bilinear-pair.js';
import { flag, type TorchFields } from '../lib/nn/torch-field.js';
import { gemm, type Tensor } from '../lib/tensor/index.js';

/**
 * y = op(a) op(b), op transposing where transA or transB says so; BilinearPair has the passes.
 * {a, b}: matrices, or batches of as many matrices (N × … × …).
 */
export class MM extends BilinearPair {
  static override readonly torch: TorchFields = { transA: flag, transB: flag };

  transA: boolean;
  transB: boolean;

  constructor(transA: boolean = false, transB: boolean = false) {
    super();
    this.transA = transA;
    this.transB = transB;
  }

  protected override resizeOutput(a: Tensor, b: Tensor, y: Tensor): void {
    const d = a.dim();
    const [rows, inner] = oriented(a._size.slice(-2), this.transA);
    const [inner2, columns] = oriented(b._size.slice(-2), this.transB);
    if ((d !== 2 && d !== 3) || b.dim() !== d || inner !== inner2 || (d === 3 && a._size[0] !== b._size[0])) {
      throw this.wrongShape('forward', 'matrices, or as many of them, that can be multiplied', [a, b]);
    }
    y.resize([...a._size.slice(0, d - 2), rows, columns]);
  }

  protected override product(a: Tensor, b: Tensor, y: Tensor): void {
    each([a, b, y], ([p, q, to]) => gemm(this.transA, this.transB, 1, p, q, 1, to));
  }

  protected override adjointFirst(g: Tensor, b: Tensor, ga: Tensor): void {
    each([g, b, ga], ([from, q, to]) => {
      if (this.transA) gemm(this.transB, true, 1, q, from, 1, to);
      else gemm(false, !this.transB, 1, from, q, 1, to);
    });
  }

  protected override adjointSecond(a: Tensor, g: Tensor, gb: Tensor): void {
    each([a, g, gb], ([p, from, to]) => {
      if (this.transB) gemm(true, this.transA, 1, from, p, 1, to);
      else gemm(!this.transA, false, 1, p, from, 1, to);
    });
  }
}

function oriented([rows, columns]: readonly number[], transposed: boolean): readonly number[] {
  return transposed ? [columns, rows] : [rows, columns];
}

/** The matrices themselves, or those of each sample. */
function each(tensors: Tensor[], visit: (matrices: Tensor[]) => void): void {
  if (tensors[0].dim() === 2) visit(tensors);
  else for (let i = 0; i < tensors[0]._size[0]; i++) visit(tensors.map((x) => x.select(0, i)));
}
