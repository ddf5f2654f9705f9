/** @file Functions of one tensor's elements. */
import { kernels } from '../../kernels/index.js';
import type { Tensor } from '../tensor.js';
import { every, floating, type Loop, type Loops } from './loop.js';
import type { Maps } from './maps.js';

type Unary = Maps<[x: Tensor]>;

/** y is of the sizes and the type of x. `x.f()` works in place, `r.f(x)` and `torch.f(r, x)` write into r, `torch.f(x)` is new. */
export interface Elementary {
  /** y = |x|. In place, or into r by `r.abs(x)`. All types; the smallest Int stays what it is, as in C. */
  abs: Unary;
  /** y = −x. In place, or into r by `r.neg(x)`. All types; integers wrap. */
  neg: Unary;
  /** y = 1, 0 or −1 as x is above, at or below 0; 0 of NaN. In place, or into r by `r.sign(x)`. All types. */
  sign: Unary;
  /** y = eˣ. In place, or into r by `r.exp(x)`. Double and Float, else a TypeError. */
  exp: Unary;
  /** y = ln x. In place, or into r by `r.log(x)`. Double and Float, else a TypeError. */
  log: Unary;
  /** y = ln(1 + x), exact for small x. In place, or into r by `r.log1p(x)`. Double and Float, else a TypeError. */
  log1p: Unary;
  /** y = tanh x. In place, or into r by `r.tanh(x)`. Double and Float, else a TypeError. */
  tanh: Unary;
  /** y = 1 / (1 + e⁻ˣ). In place, or into r by `r.sigmoid(x)`. Double and Float, else a TypeError. */
  sigmoid: Unary;
  /** y = sin x. In place, or into r by `r.sin(x)`. Double and Float, else a TypeError. */
  sin: Unary;
  /** y = cos x. In place, or into r by `r.cos(x)`. Double and Float, else a TypeError. */
  cos: Unary;
  /** y = √x. In place, or into r by `r.sqrt(x)`. Double and Float, else a TypeError. */
  sqrt: Unary;
  /** y = 1 / √x. In place, or into r by `r.rsqrt(x)`. Double and Float, else a TypeError. */
  rsqrt: Unary;
  /** y = 1 / x. In place, or into r by `r.cinv(x)`. Double and Float, else a TypeError. */
  cinv: Unary;
  /** y = ⌊x⌋. In place, or into r by `r.floor(x)`. Double and Float, else a TypeError. */
  floor: Unary;
  /** y = ⌈x⌉. In place, or into r by `r.ceil(x)`. Double and Float, else a TypeError. */
  ceil: Unary;
  /** y = the nearest integer, halves away from 0. In place, or into r by `r.round(x)`. Double and Float, else a TypeError. */
  round: Unary;
  /** y = x without its fraction. In place, or into r by `r.trunc(x)`. Double and Float, else a TypeError. */
  trunc: Unary;
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

const of = (t: Loops): Unary => ({ maps: { t } });

// biome-ignore format: one function a line
export const elementary: Elementary = {
  abs: of(every(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.abs(x[xo + i]); })),
  neg: of(every(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = -x[xo + i]; })),
  sign: of(every(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] > 0 ? 1 : x[xo + i] < 0 ? -1 : 0; })),
  exp: of(floating(({ n, x, xo, y, yo }) => kernels.exp(n, x, xo, y, yo))),
  log: of(floating(({ n, x, xo, y, yo }) => kernels.log(n, x, xo, y, yo))),
  tanh: of(floating(({ n, x, xo, y, yo }) => kernels.tanh(n, x, xo, y, yo))),
  sigmoid: of(floating(({ n, x, xo, y, yo }) => kernels.sigmoid(n, x, xo, y, yo))),
  log1p: of(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.log1p(x[xo + i]); })),
  sin: of(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.sin(x[xo + i]); })),
  cos: of(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.cos(x[xo + i]); })),
  sqrt: of(floating(root)),
  rsqrt: of(floating(reciprocalRoot)),
  cinv: of(floating(reciprocal)),
  floor: of(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.floor(x[xo + i]); })),
  ceil: of(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.ceil(x[xo + i]); })),
  round: of(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.sign(x[xo + i]) * Math.round(Math.abs(x[xo + i])); })),
  trunc: of(floating(({ n, x, xo, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = Math.trunc(x[xo + i]); })),
};
