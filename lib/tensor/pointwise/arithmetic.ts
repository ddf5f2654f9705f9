/** @file Sums, products and quotients, of tensors or of a tensor and a number. */
import { kernels } from '../../kernels/index.js';
import { exact } from '../ring.js';
import type { Tensor } from '../tensor.js';
import {
  constant,
  divisor,
  every,
  floating,
  integral,
  type Lanes,
  type Loop,
  type Loops,
  refusing,
  wrapping,
} from './loop.js';
import { type ByNumber, type ByTensor, byTensor, type Maps } from './maps.js';

type Sum = Maps<[x: Tensor, value: number] | [x: Tensor, a: Tensor] | [x: Tensor, s: number, a: Tensor]>;
type Fused = Maps<[x: Tensor, a: Tensor, b: Tensor] | [x: Tensor, s: number, a: Tensor, b: Tensor]>;

/**
 * y has the sizes and the type of x; a and b are of that type, with as many elements, in any shape. `x.f(…)` works in
 * place, `r.f(x, …)` and `torch.f(r, x, …)` write into r, `torch.f(x, …)` is new. Integers are those of C: a product
 * keeps its low bits, a quotient is cut off towards 0, what is stored wraps; Long refuses, by a RangeError, what is not
 * exact.
 */
export interface Arithmetic {
  /**
   * y (x's sizes) = x + value, x + a, or x + s·a. a has as many elements, else a RangeError. In place, or into r by
   * `r.add(x, …)`.
   */
  add: Sum;
  /**
   * y (x's sizes) = x − value, x − a, or x − s·a. a has as many elements, else a RangeError. In place, or into r by
   * `r.csub(x, …)`.
   */
  csub: Sum;
  /** y (x's sizes) = value · x. In place, or into r by `r.mul(x, value)`. */
  mul: ByNumber;
  /**
   * y (x's sizes) = x / value. In place, or into r by `r.div(x, value)`. A RangeError where an integer is divided by 0.
   */
  div: ByNumber;
  /** y (x's sizes) = x ∘ a. a has as many elements, else a RangeError. In place, or into r by `r.cmul(x, a)`. */
  cmul: ByTensor;
  /**
   * y (x's sizes) = x / a. a has as many elements, else a RangeError. In place, or into r by `r.cdiv(x, a)`. A
   * RangeError where an integer is divided by 0.
   */
  cdiv: ByTensor;
  /**
   * y (x's sizes) = x + s·a∘b, s = 1 by default. a and b have as many elements, else a RangeError. In place, or into r
   * by `r.addcmul(x, …)`.
   */
  addcmul: Fused;
  /**
   * y (x's sizes) = x + s·a/b, s = 1 by default. a and b have as many elements, else a RangeError. In place, or into r
   * by `r.addcdiv(x, …)`. A RangeError where an integer is divided by 0.
   */
  addcdiv: Fused;
}

const { multiply } = exact;

// The scale is given beside the lanes: s when adding, −s when subtracting.
function addReals({ n, x, xo, a, ao, y, yo }: Lanes, scale: number): void {
  // axpy promises nothing of two operands that are one, and does not read a where the scale is 0: NaN would get lost.
  if (x === y && xo === yo && !(a === y && ao === yo) && scale !== 0) kernels.axpy(n, scale, a, ao, 1, y, yo, 1);
  else for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + scale * a[ao + i];
}
function addWrapping({ n, x, xo, a, ao, y, yo }: Lanes, scale: number): void {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + Math.imul(scale, a[ao + i]);
}
function addExact({ n, x, xo, a, ao, y, yo }: Lanes, scale: number): void {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + multiply(scale, a[ao + i]);
}
const sums = (sign: 1 | -1): Loops => ({
  ...floating((lanes) => addReals(lanes, sign * lanes.s)),
  ...wrapping((lanes) => addWrapping(lanes, sign * lanes.s)),
  Long: (lanes) => addExact(lanes, sign * lanes.s),
});
const shifts = (sign: 1 | -1): Loops =>
  every(({ n, x, xo, s, y, yo }) => {
    const shift = sign * s;
    for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + shift;
  });

const multiplyReals: Loop = ({ n, x, xo, a, ao, y, yo }) => kernels.mul(n, x, xo, a, ao, y, yo);
const multiplyWrapping: Loop = ({ n, x, xo, a, ao, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = Math.imul(x[xo + i], a[ao + i]);
};
const scaleReals: Loop = ({ n, x, xo, s, y, yo }) => {
  if (x === y && xo === yo) kernels.scal(n, s, y, yo, 1);
  else for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] * s;
};
// Of Long as of reals: a product that a double does not hold is refused when it is stored.
const products: Loops = { ...floating(multiplyReals), ...wrapping(multiplyWrapping), Long: multiplyReals };
const multiples: Loops = { ...floating(scaleReals), ...constant(wrapping(multiplyWrapping)), Long: scaleReals };

const divideByNumber: Loop = ({ n, x, xo, s, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] / s;
};
const divideReals: Loop = ({ n, x, xo, a, ao, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] / a[ao + i];
};
const divideIntegers: Loop = refusing((lanes) => {
  const { n, x, xo, a, ao, y, yo } = lanes;
  for (let i = 0; i < n; i++) y[yo + i] = Math.trunc(x[xo + i] / divisor(lanes, a[ao + i]));
});
const quotients: Loops = { ...floating(divideReals), ...integral(divideIntegers) };
const fractions: Loops = { ...floating(divideByNumber), ...constant(integral(divideIntegers)) };

const addProducts: Loop = ({ n, x, xo, s, a, ao, b, bo, y, yo }) => {
  if (x === y && xo === yo) kernels.addcmul(n, s, a, ao, b, bo, y, yo);
  else for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + s * a[ao + i] * b[bo + i];
};
const addProductsWrapping: Loop = ({ n, x, xo, s, a, ao, b, bo, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + Math.imul(Math.imul(s, a[ao + i]), b[bo + i]);
};
const addProductsExact: Loop = ({ n, x, xo, s, a, ao, b, bo, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + multiply(multiply(s, a[ao + i]), b[bo + i]);
};
const addQuotients: Loop = ({ n, x, xo, s, a, ao, b, bo, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + (s * a[ao + i]) / b[bo + i];
};
const addQuotientsOf = (product: (x: number, y: number) => number): Loop =>
  refusing((lanes) => {
    const { n, x, xo, s, a, ao, b, bo, y, yo } = lanes;
    for (let i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] + Math.trunc(product(s, a[ao + i]) / divisor(lanes, b[bo + i]));
    }
  });
const fused = (loops: Loops): Fused => ({ maps: { ttt: loops, tntt: loops } });

export const arithmetic: Arithmetic = {
  add: { maps: { tn: shifts(1), tt: sums(1), tnt: sums(1) } },
  csub: { maps: { tn: shifts(-1), tt: sums(-1), tnt: sums(-1) } },
  mul: { maps: { tn: multiples } },
  div: { maps: { tn: fractions } },
  cmul: byTensor(products),
  cdiv: byTensor(quotients),
  addcmul: fused({ ...floating(addProducts), ...wrapping(addProductsWrapping), Long: addProductsExact }),
  addcdiv: fused({ ...floating(addQuotients), ...wrapping(addQuotientsOf(Math.imul)), Long: addQuotientsOf(multiply) }),
};
