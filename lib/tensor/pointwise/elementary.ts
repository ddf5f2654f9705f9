/** @file Functions of one tensor's elements. */
import { kernels } from '../../kernels/index.js';
import type { Tensor } from '../tensor.js';
import { every, floating, type Loop, type Loops } from './loop.js';
import type { Maps, MapsNumbers } from './maps.js';

type OfTensor = Maps<[x: Tensor]>;
type OfNumber = MapsNumbers<[x: Tensor]>;

/**
 * y has the sizes and the type of x. `x.f()` works in place, `r.f(x)` and `torch.f(r, x)` write into r, `torch.f(x)`
 * makes a new tensor, or of a number a number.
 */
export interface Elementary {
  /**
   * y (x's sizes) = |x|. In place, or into r by `r.abs(x)`. The smallest Int stays as it is. Double, Float, Int and
   * Long, else a TypeError.
   */
  abs: OfNumber;
  /** y (x's sizes) = −x. In place, or into r by `r.neg(x)`. All types; integers wrap. */
  neg: OfTensor;
  /** y (x's sizes) = 1 where x > 0, −1 where x < 0, else 0. In place, or into r by `r.sign(x)`. All types. */
  sign: OfTensor;
  /** y (x's sizes) = eˣ. In place, or into r by `r.exp(x)`. Double and Float, else a TypeError. */
  exp: OfNumber;
  /** y (x's sizes) = ln x. In place, or into r by `r.log(x)`. Double and Float, else a TypeError. */
  log: OfNumber;
  /**
   * y (x's sizes) = ln(1 + x), exact for small x. In place, or into r by `r.log1p(x)`. Double and Float, else a
   * TypeError.
   */
  log1p: OfNumber;
  /** y (x's sizes) = 1 / (1 + e⁻ˣ). In place, or into r by `r.sigmoid(x)`. Double and Float, else a TypeError. */
  sigmoid: OfNumber;
  /** y (x's sizes) = cos x. In place, or into r by `r.cos(x)`. Double and Float, else a TypeError. */
  cos: OfNumber;
  /** y (x's sizes) = arccos x. In place, or into r by `r.acos(x)`. Double and Float, else a TypeError. */
  acos: OfNumber;
  /** y (x's sizes) = cosh x. In place, or into r by `r.cosh(x)`. Double and Float, else a TypeError. */
  cosh: OfNumber;
  /** y (x's sizes) = sin x. In place, or into r by `r.sin(x)`. Double and Float, else a TypeError. */
  sin: OfNumber;
  /** y (x's sizes) = arcsin x. In place, or into r by `r.asin(x)`. Double and Float, else a TypeError. */
  asin: OfNumber;
  /** y (x's sizes) = sinh x. In place, or into r by `r.sinh(x)`. Double and Float, else a TypeError. */
  sinh: OfNumber;
  /** y (x's sizes) = tan x. In place, or into r by `r.tan(x)`. Double and Float, else a TypeError. */
  tan: OfNumber;
  /** y (x's sizes) = arctan x. In place, or into r by `r.atan(x)`. Double and Float, else a TypeError. */
  atan: OfNumber;
  /** y (x's sizes) = tanh x. In place, or into r by `r.tanh(x)`. Double and Float, else a TypeError. */
  tanh: OfNumber;
  /** y (x's sizes) = √x. In place, or into r by `r.sqrt(x)`. Double and Float, else a TypeError. */
  sqrt: OfNumber;
  /** y (x's sizes) = 1 / √x. In place, or into r by `r.rsqrt(x)`. Double and Float, else a TypeError. */
  rsqrt: OfNumber;
  /** y (x's sizes) = 1 / x. In place, or into r by `r.cinv(x)`. Double and Float, else a TypeError. */
  cinv: OfTensor;
  /** y (x's sizes) = ⌊x⌋. In place, or into r by `r.floor(x)`. Double and Float, else a TypeError. */
  floor: OfNumber;
  /** y (x's sizes) = ⌈x⌉. In place, or into r by `r.ceil(x)`. Double and Float, else a TypeError. */
  ceil: OfNumber;
  /**
   * y (x's sizes) = the integer nearest to x, of two the one farther from 0. In place, or into r by `r.round(x)`.
   * Double and Float, else a TypeError.
   */
  round: OfNumber;
  /**
   * y (x's sizes) = x without its fraction. In place, or into r by `r.trunc(x)`. Double and Float, else a TypeError.
   */
  trunc: OfNumber;
  /** y (x's sizes) = x − trunc x. In place, or into r by `r.frac(x)`. Double and Float, else a TypeError. */
  frac: OfNumber;
}

export const root: Loop = ({ n, x, xo, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = Math.sqrt(x[xo + i]);
};
export const reciprocalRoot: Loop = ({ n, x, xo, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = 1 / Math.sqrt(x[xo + i]);
};
export const reciprocal: Loop = ({ n, x, xo, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = 1 / x[xo + i];
};

const signed = (loop: Loop): Loops => ({ ...floating(loop), Int: loop, Long: loop });
const tensor = (t: Loops): OfTensor => ({ maps: { t } });
const number = (t: Loops): OfNumber => ({ maps: { t }, numbers: true });

// biome-ignore format: one function a line
export const elementary: Elementary = {
  abs: number(signed(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.abs(x[xo + i]); })),
  neg: tensor(every(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = -x[xo + i]; })),
  sign: tensor(every(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = +(x[xo + i] > 0) - +(x[xo + i] < 0); })),
  exp: number(floating(({ n, x, xo, y, yo }) => kernels.exp(n, x, xo, y, yo))),
  log: number(floating(({ n, x, xo, y, yo }) => kernels.log(n, x, xo, y, yo))),
  log1p: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.log1p(x[xo + i]); })),
  sigmoid: number(floating(({ n, x, xo, y, yo }) => kernels.sigmoid(n, x, xo, y, yo))),
  cos: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.cos(x[xo + i]); })),
  acos: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.acos(x[xo + i]); })),
  cosh: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.cosh(x[xo + i]); })),
  sin: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.sin(x[xo + i]); })),
  asin: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.asin(x[xo + i]); })),
  sinh: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.sinh(x[xo + i]); })),
  tan: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.tan(x[xo + i]); })),
  atan: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.atan(x[xo + i]); })),
  tanh: number(floating(({ n, x, xo, y, yo }) => kernels.tanh(n, x, xo, y, yo))),
  sqrt: number(floating(root)),
  rsqrt: number(floating(reciprocalRoot)),
  cinv: tensor(floating(reciprocal)),
  floor: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.floor(x[xo + i]); })),
  ceil: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.ceil(x[xo + i]); })),
  round: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.sign(x[xo + i]) * Math.round(Math.abs(x[xo + i])); })),
  trunc: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.trunc(x[xo + i]); })),
  frac: number(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] - Math.trunc(x[xo + i]); })),
};
