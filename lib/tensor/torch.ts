/** @file The `torch` namespace: constructors, functions that return a new tensor, and the default generator. */
import type { NdArray } from 'ndarray';
import { getThreads, setThreads } from '../kernels/index.js';
import { cat } from './cat.js';
import { type Functions, functions } from './functions.js';
import type { GeneratorState } from './generator.js';
import type { NestedNumbers } from './nested.js';
import { generator } from './random.js';
import { listed, type Sizes } from './shape.js';
import { Storage } from './storage.js';
import { Tensor } from './tensor.js';
import { type ElementType, elementType, elementTypes, type TypedArray, type TypeName } from './types.js';

let defaultType: ElementType = elementTypes.Double;

function fresh(size: Sizes): Tensor {
  return Tensor.zeros(defaultType, listed(size));
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
        throw new TypeError(
          `torch.${target}Tensor: expected ${target}, got ${first.elementType.name}; convert with type()`,
        );
      }
      if (first instanceof Tensor) return new Tensor(first._storage, first._offset, first._size, first._stride);
      const [, offset = 0, size = [first.size() - offset], stride] = args as [Storage, number?, number[]?, number[]?];
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

const own = {
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
  /**
   * The memory of an ndarray as a tensor, without a copy; strides may be negative. An ndarray without dimensions holds one
   * element, and becomes a tensor of one.
   */
  fromNdarray(array: NdArray<TypedArray>): Tensor {
    const type = Object.values(elementTypes).find((t) => t.holds(array.data));
    if (!type) {
      throw new TypeError(
        `torch.fromNdarray: expected an ndarray of an array that a tensor type holds, got ${array.dtype}`,
      );
    }
    const storage = new Storage(type, array.data);
    if (array.size === 0) return new Tensor(storage);
    if (array.shape.length === 0) return new Tensor(storage, array.offset, [1]);
    return new Tensor(storage, array.offset, array.shape, array.stride);
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
    if (step === 0 || !((last - first) / step >= 0)) {
      throw new RangeError(`torch.range: expected a step that leads from ${first} to ${last}, got ${step}`);
    }
    let i = 0;
    return fresh([Math.floor((last - first) / step) + 1]).apply(() => first + step * i++);
  },
  /** n values from first to last, evenly spaced; one only where both are the same. */
  linspace(first: number, last: number, n: number = 100): Tensor {
    if (!Number.isInteger(n) || n < (first === last ? 1 : 2)) {
      throw new RangeError(`torch.linspace: expected 2 points or more from ${first} to ${last}, got ${n}`);
    }
    let i = 0;
    return fresh([n]).apply(() => (n === 1 ? first : first + (i++ * (last - first)) / (n - 1)));
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
  /** Asks for n threads of a native BLAS; without one there is one thread. */
  setnumthreads: (n: number): void => setThreads(n),
  getnumthreads: (): number => getThreads(),

  manualSeed: (seed: number): void => generator.manualSeed(seed),
  seed: (): number => generator.seed(),
  initialSeed: (): number => generator.initialSeed(),
  getRNGState: (): GeneratorState => generator.getRNGState(),
  setRNGState: (state: GeneratorState): void => generator.setRNGState(state),
  random: (a?: number, b?: number): number =>
    a === undefined ? generator.random() : b === undefined ? generator.random(a) : generator.random(a, b),
  uniform: (a?: number, b?: number): number => generator.uniform(a, b),
  normal: (mean?: number, stdv?: number): number => generator.normal(mean, stdv),
  exponential: (lambda: number): number => generator.exponential(lambda),
  cauchy: (median?: number, sigma?: number): number => generator.cauchy(median ?? 0, sigma ?? 1),
  logNormal: (mean?: number, stdv?: number): number => generator.logNormal(mean ?? 1, stdv ?? 2),
  geometric: (p: number): number => generator.geometric(p),
  bernoulli: (p?: number): number => generator.bernoulli(p ?? 0.5),
};

type Torch = typeof own & Functions & Constructors & { cat: typeof cat; Tensor: TensorConstructor };

/** Torch's namespace: `torch.randn(2, 3)`, `torch.add(x, y)`, `torch.DoubleTensor(4)`, … */
export const torch: Torch = { ...own, ...functions, ...constructors, cat, Tensor: tensorConstructor(undefined) };
