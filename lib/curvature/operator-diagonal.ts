/** @file The diagonal of an operator, from products. */
import { type Generator, Tensor } from '../tensor/index.js';
import { applyBlock, eachColumns, type Operator } from './operator.js';
import { signs } from './trace.js';

export interface DiagonalOptions {
  /** Products to be made, from 2 up; 100 by default. With as many as there are unknowns the diagonal is exact. */
  products?: number;
  /** What draws; the default generator by default. */
  generator?: Generator;
}

export interface DiagonalEstimate {
  diagonal: Tensor;
  /** The standard error of each element, as the samples tell it; zero where the diagonal is exact. */
  standardError: Tensor;
  products: number;
}

/** So many vectors are applied at once. */
const ROWS = 8;

/** A on eₖ for every k. */
function exactly(operator: Operator): DiagonalEstimate {
  const { size } = operator;
  const diagonal = Tensor.zeros('Double', [size]);
  eachColumns(operator, (from, columns) => {
    for (let i = 0; i < columns.size(0); i++) diagonal.set(from + i, columns.get(i, from + i));
  });
  return { diagonal, standardError: diagonal.clone().zero(), products: size };
}

/**
 * diag A = E[z ∘ A z] for vectors z of signs, without bias (Bekas, Kokiopoulou and Saad 2007). The variance of element i is the sum of
 * the squares beside it in its row, Σⱼ≠ᵢ Aᵢⱼ². Where `products` are enough for unit vectors, those are taken, and the result is exact.
 *
 * @throws RangeError for fewer than 2 products.
 */
export function diagonal(operator: Operator, options: DiagonalOptions = {}): DiagonalEstimate {
  const { size } = operator;
  const { products = 100, generator } = options;
  if (!(Number.isInteger(products) && products >= 2)) {
    throw new RangeError(`diagonal: expected 2 products at least, got ${products}`);
  }
  if (products >= size) return exactly(operator);
  const [mean, squares] = [Tensor.zeros('Double', [size]), Tensor.zeros('Double', [size])];
  const off = Tensor.zeros('Double', [size]);
  for (let done = 0; done < products; ) {
    const Z = signs(Math.min(ROWS, products - done), size, generator);
    const samples = applyBlock(operator, Z).cmul(Z);
    for (let i = 0; i < Z.size(0); i++) {
      // Welford's update: sums of squares would cancel.
      off.copy(samples.select(0, i)).add(-1, mean);
      done++;
      mean.add(1 / done, off);
      squares.addcmul((done - 1) / done, off, off);
    }
  }
  return { diagonal: mean, standardError: squares.div((products - 1) * products).sqrt(), products };
}
