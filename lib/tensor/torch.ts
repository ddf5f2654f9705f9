/** @file The `torch` namespace: constructors, functions that return a new tensor, and the default generator. */
import type { NdArray } from 'ndarray';
import { getThreads, setThreads } from '../kernels/index.js';
import { cat } from './cat.js';
import { type Functions, functions } from './functions.js';
import type { NestedNumbers } from './nested.js';
import { seeds } from './seeds.js';
import { Storage } from './storage.js';
import { Tensor } from './tensor.js';
import { defaultType, elementType, elementTypes, setDefaultType, type TypedArray, type TypeName } from './types.js';

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
    setDefaultType(type);
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

  /** Asks for n threads of a native BLAS; without one there is one thread. */
  setnumthreads: (n: number): void => setThreads(n),
  getnumthreads: (): number => getThreads(),
};

type Torch = typeof own & typeof seeds & Functions & Constructors & { cat: typeof cat; Tensor: TensorConstructor };

/** Torch's namespace: `torch.randn(2, 3)`, `torch.add(x, y)`, `torch.DoubleTensor(4)`, … */
export const torch: Torch = {
  ...own,
  ...seeds,
  ...functions,
  ...constructors,
  cat,
  Tensor: tensorConstructor(undefined),
};
