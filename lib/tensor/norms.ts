/** @file Norms of differences and of slices. Double and Float only. */
import type { Makes, Reads } from './calls.js';
import { checkFloating, numberOf, operandOf } from './operands.js';
import type { Tensor } from './tensor.js';

export interface Norms {
  /** (Σ |x − y|ᵖ)^(1/p), p = 2 by default, over all elements in row-major order: as many in y, in any shape. Reads only. */
  dist: Reads<[y: Tensor, p?: number], number>;
  /**
   * Every slice of x along `dim` whose p-norm is above `maxnorm` scaled down to it (times maxnorm / (norm + 10⁻⁷)). `x.renorm(…)`
   * works in place. RangeError unless p > 0 and x has two dimensions or more.
   */
  renorm: Makes<[x: Tensor], [p: number, dim: number, maxnorm: number]>;
}

export const norms: Norms = {
  dist: {
    read(x, y, p = 2) {
      checkFloating('dist', x);
      if (!Number.isFinite(numberOf('dist', p))) throw new RangeError(`torch.dist: expected a finite p, got ${p}`);
      return x
        .new()
        .add(x, -1, operandOf('dist', x, y))
        .norm(p);
    },
  },
  renorm: {
    results: ['same'],
    operands: 1,
    inPlace: true,
    compute([result], x, p, dim, maxnorm) {
      checkFloating('renorm', x);
      if (!(numberOf('renorm', p) > 0)) throw new RangeError(`torch.renorm: expected p > 0, got ${p}`);
      if (x.dim() < 2) throw new RangeError(`torch.renorm: expected 2 dimensions or more, got ${x.describe()}`);
      const d = x.axis('renorm', dim);
      const limit = numberOf('renorm', maxnorm);
      result.resizeAs(x).copy(x);
      for (let i = 0; i < x._size[d]; i++) {
        const slice = result.select(d, i);
        const norm = slice.norm(p);
        if (norm > limit) slice.mul(limit / (norm + 1e-7));
      }
    },
  },
};
