/** @file The call forms of pointwise functions: as methods, and as functions of the `torch` namespace. */
import type { Tensor } from './tensor.js';

export type UnaryName =
  | 'exp'
  | 'log'
  | 'log1p'
  | 'tanh'
  | 'sigmoid'
  | 'sin'
  | 'cos'
  | 'sqrt'
  | 'rsqrt'
  | 'cinv'
  | 'abs'
  | 'neg'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'trunc';
export type NumberName = 'mul' | 'div';
export type PairName = 'cmul' | 'cdiv' | 'cpow';
export type LimitName = 'cmax' | 'cmin';
export type SumName = 'add' | 'csub';
export type FusedName = 'addcmul' | 'addcdiv';

/** `x.f()` changes x; `x.f(y)` writes f(y) into x. */
export type Unary = (source?: Tensor) => Tensor;
/** `x.f(a)` changes x; `x.f(y, a)` writes f(y, a) into x. */
export interface WithNumber {
  (value: number): Tensor;
  (source: Tensor, value: number): Tensor;
}
/** xᵖ; `x.pow(y, p)` writes yᵖ into x, `x.pow(b, y)` b to the elements of y. */
export interface Power extends WithNumber {
  (base: number, exponent: Tensor): Tensor;
}
/** `x.f(y)` changes x; `x.f(a, b)` writes a ∘ b into x. As many elements in each, of any shape. */
export type Pair = (a: Tensor, b?: Tensor) => Tensor;
/** As `Pair`, the last operand also a number. */
export interface Limit {
  (limit: Tensor | number): Tensor;
  (source: Tensor, limit: Tensor | number): Tensor;
}
/** x + s, x + y, x + s·y; with a first tensor more, of that tensor, into x. */
export interface Sum {
  (value: number): Tensor;
  (value: number, y: Tensor): Tensor;
  (y: Tensor): Tensor;
  (source: Tensor, value: number): Tensor;
  (source: Tensor, value: number, y: Tensor): Tensor;
  (source: Tensor, y: Tensor): Tensor;
}
/** `x.addcmul(s, a, b)`: x + s · a ∘ b (s = 1 when left out); with a first tensor more, of that tensor, into x. */
export interface Fused {
  (value: number, a: Tensor, b: Tensor): Tensor;
  (a: Tensor, b: Tensor): Tensor;
  (source: Tensor, value: number, a: Tensor, b: Tensor): Tensor;
  (source: Tensor, a: Tensor, b: Tensor): Tensor;
}
/** Every element brought into [low, high]. */
export interface Clamp {
  (low: number, high: number): Tensor;
  (source: Tensor, low: number, high: number): Tensor;
}

/** `torch.f(x)` is new; `torch.f(result, x)` writes and returns the first. So with all that follow. */
export interface UnaryFunction {
  (x: Tensor): Tensor;
  (result: Tensor, x: Tensor): Tensor;
}
export interface NumberFunction {
  (x: Tensor, value: number): Tensor;
  (result: Tensor, x: Tensor, value: number): Tensor;
}
export interface PowerFunction extends NumberFunction {
  (base: number, exponent: Tensor): Tensor;
  (result: Tensor, base: number, exponent: Tensor): Tensor;
}
export interface PairFunction {
  (a: Tensor, b: Tensor): Tensor;
  (result: Tensor, a: Tensor, b: Tensor): Tensor;
}
export interface LimitFunction {
  (x: Tensor, limit: Tensor | number): Tensor;
  (result: Tensor, x: Tensor, limit: Tensor | number): Tensor;
}
export interface SumFunction {
  (x: Tensor, value: number): Tensor;
  (x: Tensor, y: Tensor): Tensor;
  (x: Tensor, value: number, y: Tensor): Tensor;
  (result: Tensor, x: Tensor, value: number): Tensor;
  (result: Tensor, x: Tensor, y: Tensor): Tensor;
  (result: Tensor, x: Tensor, value: number, y: Tensor): Tensor;
}
export interface FusedFunction {
  (x: Tensor, a: Tensor, b: Tensor): Tensor;
  (x: Tensor, value: number, a: Tensor, b: Tensor): Tensor;
  (result: Tensor, x: Tensor, a: Tensor, b: Tensor): Tensor;
  (result: Tensor, x: Tensor, value: number, a: Tensor, b: Tensor): Tensor;
}
export interface ClampFunction {
  (x: Tensor, low: number, high: number): Tensor;
  (result: Tensor, x: Tensor, low: number, high: number): Tensor;
}

export interface PointwiseMethods
  extends Record<UnaryName, Unary>,
    Record<NumberName, WithNumber>,
    Record<PairName, Pair>,
    Record<LimitName, Limit>,
    Record<SumName, Sum>,
    Record<FusedName, Fused> {
  pow: Power;
  clamp: Clamp;
}

export interface PointwiseFunctions
  extends Record<UnaryName, UnaryFunction>,
    Record<NumberName, NumberFunction>,
    Record<PairName, PairFunction>,
    Record<LimitName, LimitFunction>,
    Record<SumName, SumFunction>,
    Record<FusedName, FusedFunction> {
  pow: PowerFunction;
  clamp: ClampFunction;
}
