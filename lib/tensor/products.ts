/** @file Products of matrices, vectors and batches of matrices, and sums with them. */
import { dot, gemm, gemv } from './blas.js';
import { type Calls, leading, type Makes, type MakingFunction, type MakingMethod, type Reads } from './calls.js';
import { overlap } from './copy.js';
import { writeInto } from './lines.js';
import { checkArithmetic, checkType, kindOf, numberOf, tensorOf } from './operands.js';
import { ringOf } from './ring.js';
import type { Tensor } from './tensor.js';

/** ([β,] M, [α,] A, B): β M + α A B, of which β and α are 1 when left out. */
type SumOperands =
  | [m: Tensor, a: Tensor, b: Tensor]
  | [m: Tensor, alpha: number, a: Tensor, b: Tensor]
  | [beta: number, m: Tensor, a: Tensor, b: Tensor]
  | [beta: number, m: Tensor, alpha: number, a: Tensor, b: Tensor];
/** As a method, M may be the tensor itself; then one number alone is α. */
type MethodOperands =
  | SumOperands
  | [a: Tensor, b: Tensor]
  | [alpha: number, a: Tensor, b: Tensor]
  | [beta: number, alpha: number, a: Tensor, b: Tensor];

/** `x.f(B)` and `torch.f(A, B)` are new; `r.f(A, B)` and `torch.f(r, A, B)` write into r. */
type Multiplies = Calls<
  MakingMethod<[a: Tensor, b: Tensor], [], [r: Tensor]>,
  MakingFunction<[a: Tensor, b: Tensor], [], [r: Tensor]>
>;
/** `x.f([β,] [α,] A, B)` adds to βx; `r.f([β,] M, [α,] A, B)` and `torch.f(r, …)` write into r; `torch.f([β,] M, [α,] A, B)` is new. */
type Adds = Calls<
  (...operands: MethodOperands) => Tensor,
  (...operands: SumOperands | [result: Tensor, ...SumOperands]) => Tensor
>;

/**
 * For every type, the same in all operands. Integers wrap as elements do; those of Long have to be exact. Results may share memory
 * with operands. RangeError for sizes that do not fit.
 */
export interface Products {
  /** Σ x y over all elements in row-major order, as many in both; a number. The sum of integers wraps as an element does. */
  dot: Reads<[y: Tensor], number>;
  /** A B of (n×m) and (m×p): (n×p). */
  mm: Multiplies;
  /** A v of (n×m) and (m): (n). */
  mv: Multiplies;
  /** u vᵀ of (n) and (m): (n×m). */
  ger: Multiplies;
  /** A_i B_i of each i, of (b×n×m) and (b×m×p): (b×n×p). */
  bmm: Multiplies;
  /** β M + α A B of (n×m) and (m×p), M (n×p). */
  addmm: Adds;
  /** β M + α A v of (n×m) and (m), M (n). */
  addmv: Adds;
  /** β M + α u vᵀ of (n) and (m), M (n×m). */
  addr: Adds;
  /** β M + α Σᵢ A_i B_i of (b×n×m) and (b×m×p), M (n×p). */
  addbmm: Adds;
  /** β M_i + α A_i B_i of each i, of (b×n×m) and (b×m×p), M (b×n×p). */
  baddbmm: Adds;
  /** gain · ‖a_i − b_j‖² of the slices of a and b along their first dimensions (n and m), which have as many elements: (n×m); gain = 1. */
  match: Makes<[a: Tensor, b: Tensor], [gain?: number]>;
}

/** A kind of product, as the two functions that have it: what sizes it takes, and C ← α A B + β C. */
interface Product {
  expected: string;
  /** The size of the product, or undefined where A and B do not fit. */
  size(a: readonly number[], b: readonly number[]): number[] | undefined;
  add(alpha: number, a: Tensor, b: Tensor, beta: number, c: Tensor): void;
}

const matrices: Product = {
  expected: '(n × m) and (m × p)',
  size: (a, b) => (a.length === 2 && b.length === 2 && a[1] === b[0] ? [a[0], b[1]] : undefined),
  add: (alpha, a, b, beta, c) => gemm(false, false, alpha, a, b, beta, c),
};
const matrixVector: Product = {
  expected: '(n × m) and (m)',
  size: (a, v) => (a.length === 2 && v.length === 1 && a[1] === v[0] ? [a[0]] : undefined),
  add: (alpha, a, v, beta, c) => gemv(false, alpha, a, v, beta, c),
};
const outer: Product = {
  expected: '(n) and (m)',
  size: (u, v) => (u.length === 1 && v.length === 1 ? [u[0], v[0]] : undefined),
  add: (alpha, u, v, beta, c) => gemm(false, false, alpha, u.unsqueeze(1), v.unsqueeze(0), beta, c),
};
const batches: Product = {
  expected: '(b × n × m) and (b × m × p)',
  size: (a, b) => (a.length === 3 && b.length === 3 && a[0] === b[0] && a[2] === b[1] ? [a[0], a[1], b[2]] : undefined),
  add(alpha, a, b, beta, c) {
    for (let i = 0; i < a._size[0]; i++) {
      gemm(false, false, alpha, a.select(0, i), b.select(0, i), beta, c.select(0, i));
    }
  },
};
const summedBatches: Product = {
  expected: batches.expected,
  size: (a, b) => batches.size(a, b)?.slice(1),
  add(alpha, a, b, beta, c) {
    for (let i = 0; i < a._size[0]; i++) {
      gemm(false, false, alpha, a.select(0, i), b.select(0, i), i === 0 ? beta : 1, c);
    }
  },
};

function shapes(name: string, expected: string, ...operands: Tensor[]): never {
  const got = operands.map((x) => `(${x._size.join(' × ')})`).join(', ');
  throw new RangeError(`torch.${name}: expected ${expected}, got ${got}`);
}

function sizeOf(name: string, product: Product, a: Tensor, b: Tensor): number[] {
  checkArithmetic(name, a);
  return product.size(a._size, b._size) ?? shapes(name, product.expected, a, b);
}

/**
 * What to compute on: the result, or a tensor that is copied into it afterwards where writing it would change A or B, or an error may
 * come in the middle.
 */
function separate(result: Tensor, size: readonly number[], a: Tensor, b: Tensor): Tensor {
  if (result.elementType.checked) return result.new();
  const { data } = result._storage;
  if (data !== a._storage.data && data !== b._storage.data) return result;
  const stays = result._size.length === size.length && result._size.every((s, d) => s === size[d]);
  return stays && !overlap(result, a) && !overlap(result, b) ? result : result.new();
}

function multiplying(name: string, product: Product): Multiplies {
  return {
    call(...operands) {
      const given = leading(operands) > 2 ? (operands[0] as Tensor) : undefined;
      const [a, b] = operands.slice(given ? 1 : 0).map((x) => tensorOf(name, x));
      const result = given ?? tensorOf(name, a).new();
      checkType(name, result, a);
      checkType(name, a, tensorOf(name, b));
      const size = sizeOf(name, product, a, b);
      const to = separate(result, size, a, b).resize(size);
      product.add(1, a, b, 0, to);
      return to === result ? result : result.resize(size).copy(to);
    },
  };
}

interface Sum {
  beta: number;
  /** M. */
  start: Tensor;
  alpha: number;
  a: Tensor;
  b: Tensor;
}

/** Operands of a method, or of a function where `self`, which stands for M, is undefined. */
function parsed(name: string, self: Tensor | undefined, operands: readonly unknown[]): Sum {
  const at = operands.findIndex((x) => typeof x !== 'number');
  const numbers = operands.slice(0, Math.max(at, 0)) as number[];
  const rest = operands.slice(numbers.length);
  const named = rest.length > 2;
  const inner = named && typeof rest[1] === 'number' ? rest[1] : undefined;
  const [a, b] = rest.slice(-2);
  const length = 2 + (named ? 1 : 0) + (inner === undefined ? 0 : 1);
  const misplaced = typeof a === 'number' || typeof b === 'number' || !(named || self);
  if (rest.length !== length || numbers.length > (named ? 1 : 2) || misplaced) {
    const m = self ? '[M,]' : 'M,';
    throw new TypeError(`torch.${name}: expected ([β,] ${m} [α,] A, B), got (${operands.map(kindOf).join(', ')})`);
  }
  const start = tensorOf(name, named ? rest[0] : self);
  for (const x of [a, b]) checkType(name, start, tensorOf(name, x));
  const { cast } = start.elementType;
  const beta = named || numbers.length === 2 ? numbers[0] : undefined;
  const alpha = named ? inner : numbers.at(-1);
  return { beta: cast(beta ?? 1), start, alpha: cast(alpha ?? 1), a: a as Tensor, b: b as Tensor };
}

function adding(name: string, product: Product): Adds {
  const add = (result: Tensor, { beta, start, alpha, a, b }: Sum): Tensor => {
    checkType(name, result, start);
    const size = sizeOf(name, product, a, b);
    if (start._size.length !== size.length || start._size.some((s, d) => s !== size[d])) {
      shapes(name, `a sum of size (${size.join(' × ')})`, start);
    }
    const to = separate(result, size, a, b);
    if (to !== start) to.resize(size).copy(start);
    product.add(alpha, a, b, beta, to);
    return to === result ? result : result.resize(size).copy(to);
  };
  return {
    method: (x, ...operands) => add(x as Tensor, parsed(name, x as Tensor, operands)),
    call(...operands) {
      if (operands.filter((x) => typeof x !== 'number').length > 3) {
        return add(tensorOf(name, operands[0]), parsed(name, undefined, operands.slice(1)));
      }
      const sum = parsed(name, undefined, operands);
      return add(sum.start.new(), sum);
    },
  };
}

export const products: Products = {
  dot: {
    read(x, y) {
      checkType('dot', x, tensorOf('dot', y));
      checkArithmetic('dot', x);
      if (x.nElement() !== y.nElement()) shapes('dot', 'as many elements in both', x, y);
      return dot(x, y);
    },
  },
  mm: multiplying('mm', matrices),
  mv: multiplying('mv', matrixVector),
  ger: multiplying('ger', outer),
  bmm: multiplying('bmm', batches),
  addmm: adding('addmm', matrices),
  addmv: adding('addmv', matrixVector),
  addr: adding('addr', outer),
  addbmm: adding('addbmm', summedBatches),
  baddbmm: adding('baddbmm', batches),
  match: {
    results: ['same'],
    operands: 2,
    compute([result], a, b, gain = 1) {
      checkType('match', a, b);
      checkArithmetic('match', a);
      const [n, m] = [a, b].map((x) => (x.dim() === 0 ? 0 : x._size[0]));
      const length = a.nElement() / n;
      if (n === 0 || m * length !== b.nElement()) shapes('match', 'slices of as many elements in both', a, b);
      const { add, multiply } = ringOf(a.elementType);
      const scale = a.elementType.cast(numberOf('match', gain));
      const [x, y] = [a.contiguous(), b.contiguous()];
      writeInto(result, [n, m], (to) => {
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < m; j++) {
            let total = 0;
            for (let k = 0; k < length; k++) {
              const minus = multiply(-1, y._storage.data[y._offset + j * length + k]);
              const difference = add(x._storage.data[x._offset + i * length + k], minus);
              total = add(total, multiply(difference, difference));
            }
            to._storage.data[to._offset + i * m + j] = multiply(scale, total);
          }
        }
      });
    },
  },
};
