/** @file Sums and products of the elements so far, and the vector product: lines along a dimension that stay lines. */
import type { Makes } from './calls.js';
import { lines, writeInto } from './lines.js';
import { checkArithmetic, checkType } from './operands.js';
import { ringOf } from './ring.js';
import type { Tensor } from './tensor.js';

/** For every type. Integers wrap as elements do; those of Long have to be exact, RangeError beyond ±(2⁵³ − 1). */
export interface Scans {
  /** yᵢ = x₀ + … + xᵢ along `dim`, by default the first. Sizes of x. */
  cumsum: Makes<[x: Tensor], [dim?: number]>;
  /** yᵢ = x₀ ⋯ xᵢ along `dim`, by default the first. Sizes of x. */
  cumprod: Makes<[x: Tensor], [dim?: number]>;
  /**
   * a × b of the vectors along `dim`, by default the first dimension of size 3. Sizes of a, which b has too. RangeError where the
   * sizes differ, or the dimension has not 3 elements.
   */
  cross: Makes<[a: Tensor, b: Tensor], [dim?: number]>;
}

function scan(name: 'cumsum' | 'cumprod'): Scans['cumsum'] {
  return {
    results: ['same'],
    operands: 1,
    compute([result], x, dim = 0) {
      checkArithmetic(name, x);
      const d = x.axis(name, dim);
      const { add, multiply } = ringOf(x.elementType);
      const [step, start] = name === 'cumsum' ? [add, 0] : [multiply, 1];
      writeInto(result, x._size, (to) => {
        const { data } = to.copy(x)._storage;
        lines(to, d, (_, first) => {
          let total = start;
          for (let i = 0; i < to._size[d]; i++) {
            const at = first + i * to._stride[d];
            total = step(total, data[at]);
            data[at] = total;
          }
        });
      });
    },
  };
}

export const scans: Scans = {
  cumsum: scan('cumsum'),
  cumprod: scan('cumprod'),
  cross: {
    results: ['same'],
    operands: 2,
    compute([result], a, b, dim = a._size.indexOf(3)) {
      checkType('cross', a, b);
      const d = a.axis('cross', dim);
      if (!a.isSameSizeAs(b) || a._size[d] !== 3) {
        const where = `3 elements in dimension ${d}, and equal sizes`;
        throw new RangeError(`torch.cross: expected ${where}, got ${a.describe()} and ${b.describe()}`);
      }
      writeInto(result, a._size, (to) => {
        for (let i = 0; i < 3; i++) {
          const [j, k] = [(i + 1) % 3, (i + 2) % 3];
          to.select(d, i).cmul(a.select(d, j), b.select(d, k)).addcmul(-1, a.select(d, k), b.select(d, j));
        }
      });
    },
  },
};
