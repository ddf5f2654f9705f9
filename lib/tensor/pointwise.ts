/** @file Pointwise functions: one table of scalar functions, from which methods and `torch.*` functions come. */
import { kernels, type Vector } from '../kernels/index.js';
import type { Tensor } from './tensor.js';
import { Storage } from './storage.js';
import type { TypedArray } from './types.js';

/** `x.f()` changes x; `x.f(y)` writes f(y) into x. */
export type Unary = (source?: Tensor) => Tensor;
/** `x.f(a)` changes x; `x.f(y, a)` writes f(y, a) into x. */
export interface WithNumber {
  (value: number): Tensor;
  (source: Tensor, value: number): Tensor;
}
/** `x.f(y)` changes x; `x.f(a, b)` writes a ∘ b into x. As many elements in each, of any shape. */
export type Binary = (a: Tensor, b?: Tensor) => Tensor;
/** x + s, x + y, x + s·y; with a first tensor more, of that tensor, into x. */
export interface Scaled {
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

type UnaryName =
  | 'exp' | 'log' | 'tanh' | 'sigmoid' | 'sqrt' | 'abs' | 'neg' | 'sign' | 'floor' | 'ceil' | 'round' | 'cinv'
  | 'log1p' | 'sin' | 'cos' | 'rsqrt' | 'trunc';
type WithNumberName = 'mul' | 'div';
type BinaryName = 'cmul' | 'cdiv' | 'cmax' | 'cmin' | 'cpow';

export interface Pointwise
  extends Record<UnaryName, Unary>,
    Record<WithNumberName, WithNumber>,
    Record<BinaryName, Binary> {
  add: Scaled;
  csub: Scaled;
  addcmul: Fused;
  /** `x.addcdiv(s, a, b)`: x + s · a / b. */
  addcdiv: Fused;
  /** xᵖ. */
  pow: WithNumber;
  /** Every element brought into [low, high]. */
  clamp(low: number, high: number): Tensor;
  clamp(source: Tensor, low: number, high: number): Tensor;
  fill(value: number): Tensor;
  zero(): Tensor;
  /** Every element x becomes f(x), in row-major order. */
  apply(f: (x: number) => number): Tensor;
}

/** sign(0) and round(half) as C has them: 0, and away from zero. */
const unary: Readonly<Record<UnaryName, (x: number) => number>> = {
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  sqrt: Math.sqrt,
  abs: Math.abs,
  neg: (x) => -x,
  sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  floor: Math.floor,
  ceil: Math.ceil,
  round: (x) => Math.sign(x) * Math.round(Math.abs(x)),
  cinv: (x) => 1 / x,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  rsqrt: (x) => 1 / Math.sqrt(x),
  trunc: Math.trunc,
};
const mapped = ['exp', 'log', 'tanh', 'sigmoid'] as const;

const withNumber: Readonly<Record<WithNumberName | 'pow', (x: number, a: number) => number>> = {
  mul: (x, a) => x * a,
  div: (x, a) => x / a,
  pow: (x, a) => x ** a,
};

const binary: Readonly<Record<BinaryName, (a: number, b: number) => number>> = {
  cmul: (a, b) => a * b,
  cdiv: (a, b) => a / b,
  cmax: (a, b) => (a >= b || a !== a ? a : b),
  cmin: (a, b) => (a <= b || a !== a ? a : b),
  cpow: (a, b) => a ** b,
};

type Operand = Tensor | number;

/** How many operands follow the source; with one more, and a tensor first, that tensor is the source. */
const following: Record<string, number> = { add: 1, csub: 1, addcmul: 2, addcdiv: 2, clamp: 2 };
for (const name of Object.keys(unary)) following[name] = 0;
for (const name of [...Object.keys(withNumber), ...Object.keys(binary)]) following[name] = 1;

/** Whether these operands name their source, so that the tensor before them is only written. */
export function namesSource(name: string, operands: readonly unknown[]): boolean {
  return typeof operands[0] === 'object' && operands.length > (following[name]);
}

export const pointwiseNames: readonly string[] = Object.keys(following);

/** The data of `x` from `at` in row-major order: its own memory when contiguous, a copy otherwise. */
function elements(x: Tensor): { data: TypedArray; at: number } {
  const source = x.contiguous();
  return { data: source._storage.data, at: source._offset };
}

function sameCount(name: string, result: Tensor, operand: Tensor): void {
  if (operand.nElement() !== result.nElement()) {
    throw new RangeError(`torch.${name}: expected ${result.nElement()} elements, got ${operand.describe()}`);
  }
  if (operand.elementType !== result.elementType) {
    throw new TypeError(`torch.${name}: expected a ${result.elementType.name}Tensor, got ${operand.describe()}`);
  }
}

/** Gives `compute` contiguous memory for the result, which takes the shape of the source, and writes it back when strided. */
function into(result: Tensor, source: Tensor, compute: (data: TypedArray, at: number, n: number) => void): Tensor {
  const n = source.nElement();
  if (result !== source && result.nElement() !== n) result.resizeAs(source);
  if (n === 0) return result;
  const { cast } = result.elementType;
  if (result.isContiguous() && !cast) compute(result._storage.data, result._offset, n);
  else {
    const data = cast ? new Float64Array(n) : result.elementType.allocate(n);
    compute(data, 0, n);
    const storage = new Storage(result.elementType, cast ? Array.from(data) : data);
    result.copy(source.new().set(storage, 0, result._size));
  }
  return result;
}

function parse(name: string, self: Tensor, operands: readonly (Operand | undefined)[]): [Tensor, Operand[]] {
  const given = operands.filter((x): x is Operand => x !== undefined);
  const source = namesSource(name, given) ? (given.shift() as Tensor) : self;
  for (const x of [source, ...given]) if (typeof x === 'object') sameCount(name, source, x);
  if (source.elementType !== self.elementType) sameCount(name, self, source);
  if (given.length < (following[name])) {
    throw new TypeError(`torch.${name}: expected ${following[name]} operand(s), got ${given.length}`);
  }
  return [source, given];
}

function unaryMethod(name: UnaryName): Unary {
  const f = unary[name];
  const vector = (mapped as readonly string[]).includes(name) ? (name as (typeof mapped)[number]) : undefined;
  return function (this: Tensor, ...operands) {
    const [source] = parse(name, this, operands);
    const { data: x, at: xo } = elements(source);
    return into(this, source, (y, yo, n) => {
      if (vector && !source.elementType.integer) kernels[vector](n, x as Vector, xo, y as Vector, yo);
      else for (let i = 0; i < n; i++) y[yo + i] = f(x[xo + i]);
    });
  };
}

function numberMethod(name: WithNumberName | 'pow'): WithNumber {
  const f = withNumber[name];
  return function (this: Tensor, ...operands: Operand[]) {
    const [source, [value]] = parse(name, this, operands);
    const { data: x, at: xo } = elements(source);
    return into(this, source, (y, yo, n) => {
      for (let i = 0; i < n; i++) y[yo + i] = f(x[xo + i], value as number);
    });
  };
}

function binaryMethod(name: BinaryName): Binary {
  const f = binary[name];
  return function (this: Tensor, ...operands) {
    const [source, [second]] = parse(name, this, operands);
    const { data: a, at: ao } = elements(source);
    const { data: b, at: bo } = elements(second as Tensor);
    return into(this, source, (y, yo, n) => {
      if (name === 'cmul' && !source.elementType.integer) {
        kernels.mul(n, a as Vector, ao, b as Vector, bo, y as Vector, yo);
      } else for (let i = 0; i < n; i++) y[yo + i] = f(a[ao + i], b[bo + i]);
    });
  };
}

/** [scale, tensors] of operands like (s), (y), (s, y), (s, a, b), (a, b). */
function scaled(operands: readonly Operand[]): [number, Tensor[]] {
  const tensors = operands.filter((x): x is Tensor => typeof x === 'object');
  return [typeof operands[0] === 'number' ? operands[0] : 1, tensors];
}

function sumMethod(name: 'add' | 'csub'): Scaled {
  const sign = name === 'add' ? 1 : -1;
  return function (this: Tensor, ...operands: Operand[]) {
    const [source, rest] = parse(name, this, operands);
    const [given, [term]] = scaled(rest);
    const scale = sign * given;
    const { data: x, at: xo } = elements(source);
    if (term && term !== this && source === this && this.isContiguous() && !this.elementType.integer) {
      const { data: t, at: to } = elements(term);
      kernels.axpy(this.nElement(), scale, t as Vector, to, 1, x as Vector, xo, 1);
      return this;
    }
    return into(this, source, (y, yo, n) => {
      if (term) {
        const { data: t, at: to } = elements(term);
        for (let i = 0; i < n; i++) y[yo + i] = (x[xo + i]) + scale * (t[to + i]);
      } else for (let i = 0; i < n; i++) y[yo + i] = (x[xo + i]) + scale;
    });
  };
}

function fusedMethod(name: 'addcmul' | 'addcdiv'): Fused {
  return function (this: Tensor, ...operands: Operand[]) {
    const [source, rest] = parse(name, this, operands);
    const [scale, [first, second]] = scaled(rest);
    const { data: x, at: xo } = elements(source);
    const { data: a, at: ao } = elements(first as Tensor);
    const { data: b, at: bo } = elements(second as Tensor);
    return into(this, source, (y, yo, n) => {
      if (name === 'addcmul') {
        for (let i = 0; i < n; i++) y[yo + i] = (x[xo + i]) + scale * (a[ao + i]) * (b[bo + i]);
      } else {
        for (let i = 0; i < n; i++) {
          y[yo + i] = (x[xo + i]) + (scale * (a[ao + i])) / (b[bo + i]);
        }
      }
    });
  };
}

function methods<K extends string, M>(names: readonly K[], make: (name: K) => M): Record<K, M> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, M>;
}

export const pointwise: Pointwise & ThisType<Tensor> = {
  ...methods(Object.keys(unary) as UnaryName[], unaryMethod),
  ...methods(['mul', 'div', 'pow'] as const, numberMethod),
  ...methods(Object.keys(binary) as BinaryName[], binaryMethod),
  add: sumMethod('add'),
  csub: sumMethod('csub'),
  addcmul: fusedMethod('addcmul'),
  addcdiv: fusedMethod('addcdiv'),

  clamp(this: Tensor, ...operands: Operand[]) {
    const [source, [low, high]] = parse('clamp', this, operands);
    const { data: x, at: xo } = elements(source);
    return into(this, source, (y, yo, n) => {
      for (let i = 0; i < n; i++) {
        const v = x[xo + i];
        y[yo + i] = v < (low as number) ? (low as number) : v > (high as number) ? (high as number) : v;
      }
    });
  },

  fill(value) {
    const { cast } = this.elementType;
    const n = this.nElement();
    if (this.isContiguous()) {
      this._storage.data.fill(cast ? cast(value) : value, this._offset, this._offset + n);
    } else this.copy(this.new().resize(this._size).fill(value));
    return this;
  },

  zero() {
    return this.fill(0);
  },

  apply(f) {
    const { data: x, at: xo } = elements(this);
    return into(this, this, (y, yo, n) => {
      for (let i = 0; i < n; i++) y[yo + i] = f(x[xo + i]);
    });
  },
};
