/** @file The `torch` namespace: constructors, functions that return a new tensor, and the default generator. */
import type { NdArray } from 'ndarray';
import { pointwiseNames, namesSource } from './pointwise.js';
import { generator } from './random.js';
import type { GeneratorState } from './generator.js';
import { Storage } from './storage.js';
import { type NestedNumbers, Tensor } from './tensor.js';
import { elementType, elementTypes, type ElementType, type TypedArray, type TypeName } from './types.js';

let defaultType: ElementType = elementTypes.Double;

type Sizes = number[] | [readonly number[]];

function sizes(size: Sizes): readonly number[] {
  return Array.isArray(size[0]) ? size[0] : (size as number[]);
}

function fresh(size: Sizes): Tensor {
  return Tensor.zeros(defaultType, sizes(size));
}

/** A constructor that works with and without `new`. */
export interface TensorConstructor {
  (): Tensor;
  (...size: number[]): Tensor;
  (values: NestedNumbers | TypedArray): Tensor;
  (storage: Storage, offset?: number, size?: readonly number[], stride?: readonly number[]): Tensor;
  (other: Tensor): Tensor;
  new (...size: number[]): Tensor;
  new (values: NestedNumbers | TypedArray): Tensor;
  new (storage: Storage, offset?: number, size?: readonly number[], stride?: readonly number[]): Tensor;
  new (other: Tensor): Tensor;
}
export interface StorageConstructor {
  (content?: number | TypedArray | readonly number[]): Storage;
  new (content?: number | TypedArray | readonly number[]): Storage;
}

type TensorArguments =
  | number[]
  | [NestedNumbers | TypedArray]
  | [Storage, number?, (readonly number[])?, (readonly number[])?]
  | [Tensor];

/** `x instanceof torch.FloatTensor` asks for the type; `torch.Tensor` is the class of them all. */
function tensorConstructor(type: TypeName | undefined): TensorConstructor {
  function construct(...args: TensorArguments): Tensor {
    const [first] = args;
    const target = type ?? defaultType.name;
    if (first instanceof Tensor || first instanceof Storage) {
      if (first.elementType.name !== target) {
        throw new TypeError(`torch.${target}Tensor: expected ${target}, got ${first.elementType.name}; convert with type()`);
      }
      if (first instanceof Tensor) return new Tensor(first._storage, first._offset, first._size, first._stride);
      const [, offset = 0, size = [first.size()], stride] = args as [Storage, number?, number[]?, number[]?];
      return new Tensor(first, offset, size, stride);
    }
    if (typeof first === 'object') return Tensor.from(target, first);
    return Tensor.zeros(target, args as number[]);
  }
  Object.defineProperty(construct, Symbol.hasInstance, {
    value: (x: unknown) => x instanceof Tensor && (type === undefined || x.elementType.name === type),
  });
  Object.defineProperty(construct, 'name', { value: `${type ?? ''}Tensor` });
  return construct as unknown as TensorConstructor;
}

function storageConstructor(type: TypeName): StorageConstructor {
  function construct(content: number | TypedArray | readonly number[] = 0): Storage {
    return new Storage(type, content);
  }
  Object.defineProperty(construct, Symbol.hasInstance, {
    value: (x: unknown) => x instanceof Storage && x.elementType.name === type,
  });
  return construct as unknown as StorageConstructor;
}

type Constructors = Record<`${TypeName}Tensor`, TensorConstructor> & Record<`${TypeName}Storage`, StorageConstructor>;
const constructors = Object.fromEntries(
  (Object.keys(elementTypes) as TypeName[]).flatMap((type) => [
    [`${type}Tensor`, tensorConstructor(type)],
    [`${type}Storage`, storageConstructor(type)],
  ]),
) as Constructors;

type Operand = Tensor | number;
/** `f(x, …)` returns a new tensor, `f(result, x, …)` writes and returns the first. */
export type TensorFunction = (x: Tensor, ...operands: Operand[]) => Tensor;
type Method = (...operands: unknown[]) => Tensor;

function method(x: Tensor, name: string): Method {
  return (x[name as keyof Tensor] as Method).bind(x);
}

function pointwiseFunction(name: string): TensorFunction {
  return (x, ...operands) =>
    namesSource(name, operands) ? method(x, name)(...operands) : method(x.new(), name)(x, ...operands);
}

/** A product takes `tensors` operands; one tensor more in front is the result. */
function productFunction(name: string, tensors: number): (...operands: Operand[]) => Tensor {
  return (...operands) => {
    const given = operands.filter((x): x is Tensor => x instanceof Tensor);
    const result = given.length > tensors ? (operands[0] as Tensor) : given[0].new();
    return method(result, name)(...(given.length > tensors ? operands.slice(1) : operands));
  };
}

function reductionFunction(name: 'sum' | 'mean' | 'prod'): { (x: Tensor): number; (x: Tensor, dim: number): Tensor } {
  function reduce(x: Tensor): number;
  function reduce(x: Tensor, dim: number): Tensor;
  function reduce(x: Tensor, dim?: number): number | Tensor {
    return dim === undefined ? x[name]() : x[name](dim);
  }
  return reduce;
}

function extremeFunction(name: 'max' | 'min'): { (x: Tensor): number; (x: Tensor, dim: number): [Tensor, Tensor] } {
  function reduce(x: Tensor): number;
  function reduce(x: Tensor, dim: number): [Tensor, Tensor];
  function reduce(x: Tensor, dim?: number): number | [Tensor, Tensor] {
    return dim === undefined ? x[name]() : x[name](dim);
  }
  return reduce;
}

type PointwiseFunctions = Record<
  | 'exp' | 'log' | 'tanh' | 'sigmoid' | 'sqrt' | 'abs' | 'neg' | 'sign' | 'floor' | 'ceil' | 'round' | 'cinv' | 'log1p'
  | 'sin' | 'cos' | 'rsqrt' | 'trunc' | 'mul' | 'div' | 'pow' | 'cmul' | 'cdiv' | 'cmax' | 'cmin' | 'cpow'
  | 'add' | 'csub' | 'addcmul' | 'addcdiv' | 'clamp',
  TensorFunction
>;

const pointwiseFunctions = Object.fromEntries(
  pointwiseNames.map((name) => [name, pointwiseFunction(name)]),
) as PointwiseFunctions;

const functions = {

  /** The type that `torch.Tensor`, `zeros`, `rand`, new modules … have from now on. */
  setdefaulttensortype(name: string): void {
    const type = elementType(name);
    if (type.integer) throw new TypeError(`torch.setdefaulttensortype: expected Double or Float, got ${type.name}`);
    defaultType = type;
  },
  getdefaulttensortype(): string {
    return `torch.${defaultType.name}Tensor`;
  },
  /** `torch.DoubleTensor`, `torch.LongStorage`, or JavaScript's typeof. */
  type(x: unknown): string {
    return x instanceof Tensor || x instanceof Storage ? x.type() : typeof x;
  },
  isTensor(x: unknown): x is Tensor {
    return x instanceof Tensor;
  },
  /** The memory of an ndarray as a tensor, without a copy. */
  fromNdarray(array: NdArray<TypedArray>): Tensor {
    const type = Object.values(elementTypes).find((t) => t.holds(array.data));
    if (!type) throw new TypeError(`torch.fromNdarray: expected a typed array that a tensor type holds, got ${array.dtype}`);
    return new Tensor(new Storage(type, array.data), array.offset, array.shape, array.stride);
  },

  zeros: (...size: Sizes): Tensor => fresh(size),
  ones: (...size: Sizes): Tensor => fresh(size).fill(1),
  /** The n×m identity. */
  eye(n: number, m: number = n): Tensor {
    const x = fresh([n, m]);
    for (let i = 0; i < Math.min(n, m); i++) x._storage.data[i * m + i] = 1;
    return x;
  },
  /** first, first + step, … up to and with last. */
  range(first: number, last: number, step: number = 1): Tensor {
    if (step === 0 || (last - first) / step < 0) {
      throw new RangeError(`torch.range: expected a step that leads from ${first} to ${last}, got ${step}`);
    }
    let i = 0;
    return fresh([Math.floor((last - first) / step) + 1]).apply(() => first + step * i++);
  },
  /** n values from first to last, evenly spaced. */
  linspace(first: number, last: number, n: number = 100): Tensor {
    let i = 0;
    return fresh([n]).apply(() => (n === 1 ? first : first + (i++ * (last - first)) / (n - 1)));
  },
  /** The tensors joined along `dim`, by default the last. */
  cat(tensors: readonly Tensor[], dim: number = -1): Tensor {
    if (tensors.length === 0) throw new RangeError('torch.cat: expected at least one tensor, got none');
    const [first] = tensors;
    const d = first.axis('cat', dim);
    const size = first.size();
    size[d] = 0;
    for (const x of tensors) {
      if (x.dim() !== size.length || x._size.some((s, i) => i !== d && s !== size[i])) {
        throw new RangeError(`torch.cat: expected sizes that differ in dimension ${d} only, got ${x.describe()}`);
      }
      size[d] += x._size[d];
    }
    const joined = Tensor.zeros(first.elementType, size);
    let at = 0;
    for (const x of tensors) {
      joined.narrow(d, at, x._size[d]).copy(x);
      at += x._size[d];
    }
    return joined;
  },

  rand: (...size: Sizes): Tensor => fresh(size).uniform(),
  randn: (...size: Sizes): Tensor => fresh(size).normal(),
  /** A random permutation of 0 … n − 1. */
  randperm: (n: number): Tensor => Tensor.from(defaultType, generator.permutation(n)),
  /** Indices (Long) drawn with the given weights; a row of draws for each row of weights. */
  multinomial(weights: Tensor, n: number, replacement: boolean = false): Tensor {
    if (weights.dim() !== 1 && weights.dim() !== 2) {
      throw new RangeError(`torch.multinomial: expected (K) or (rows × K) weights, got ${weights.describe()}`);
    }
    if (weights.dim() === 1) return Tensor.from('Long', generator.multinomial(weights.toArray(), n, replacement));
    const rows = weights.split(1).map((row) => generator.multinomial(row.toArray(), n, replacement));
    return Tensor.from('Long', rows);
  },
  manualSeed: (seed: number): void => generator.manualSeed(seed),
  seed: (): number => generator.seed(),
  initialSeed: (): number => generator.initialSeed(),
  getRNGState: (): GeneratorState => generator.getRNGState(),
  setRNGState: (state: GeneratorState): void => generator.setRNGState(state),
  random: (a?: number, b?: number): number =>
    a === undefined ? generator.random() : b === undefined ? generator.random(a) : generator.random(a, b),
  uniform: (a?: number, b?: number): number => generator.uniform(a, b),
  normal: (mean?: number, stdv?: number): number => generator.normal(mean, stdv),
  exponential: (lambda?: number): number => generator.exponential(lambda ?? 1),
  cauchy: (median?: number, sigma?: number): number => generator.cauchy(median ?? 0, sigma ?? 1),
  logNormal: (mean?: number, stdv?: number): number => generator.logNormal(mean ?? 1, stdv ?? 2),
  geometric: (p: number): number => generator.geometric(p),
  bernoulli: (p?: number): number => generator.bernoulli(p ?? 0.5),
};

type Products = Record<'mm' | 'mv' | 'ger' | 'addmm' | 'addmv' | 'addr', (...operands: Operand[]) => Tensor>;
const products: Products = {
  mm: productFunction('mm', 2),
  mv: productFunction('mv', 2),
  ger: productFunction('ger', 2),
  addmm: productFunction('addmm', 3),
  addmv: productFunction('addmv', 3),
  addr: productFunction('addr', 3),
};

interface ReductionFunctions extends Record<'sum' | 'mean' | 'prod', { (x: Tensor): number; (x: Tensor, dim: number): Tensor }> {
  max: { (x: Tensor): number; (x: Tensor, dim: number): [Tensor, Tensor] };
  min: { (x: Tensor): number; (x: Tensor, dim: number): [Tensor, Tensor] };
  norm: (x: Tensor, p?: number) => number;
  dot: (x: Tensor, y: Tensor) => number;
}
const reductionFunctions: ReductionFunctions = {
  sum: reductionFunction('sum'),
  mean: reductionFunction('mean'),
  prod: reductionFunction('prod'),
  max: extremeFunction('max'),
  min: extremeFunction('min'),
  norm: (x, p) => x.norm(p),
  dot: (x, y) => x.dot(y),
};

type Torch = typeof functions & { Tensor: TensorConstructor } & Constructors & PointwiseFunctions & Products & ReductionFunctions;

/** Torch's namespace: `torch.randn(2, 3)`, `torch.add(x, y)`, `torch.DoubleTensor(4)`, … */
export const torch: Torch = {
  ...functions,
  Tensor: tensorConstructor(undefined),
  ...constructors,
  ...pointwiseFunctions,
  ...products,
  ...reductionFunctions,
};
