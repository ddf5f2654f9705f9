/** @file Constructors of tensors and storages of every type, and x.new. */
import type { NestedNumbers } from './nested.js';
import { kindOf } from './operands.js';
import { numbersOf } from './shape.js';
import { Storage } from './storage.js';
import { Tensor } from './tensor.js';
import { defaultType, type ElementType, elementTypes, type TypedArray, type TypeName } from './types.js';

/** Which elements of a storage: from `offset` (0) on, of all sizes up to its end; sizes and strides as lists, or in turn. */
export type StorageView =
  | [storage: Storage, offset?: number, size?: readonly number[] | Storage, stride?: readonly number[] | Storage]
  | [storage: Storage, offset: number, ...sizesAndStrides: number[]];

/** The tensor that views these elements; no strides, or a last one that is missing, are those of contiguous elements. */
export function viewOf(...[storage, offset = 0, ...rest]: StorageView): Tensor {
  const [size, stride] = rest;
  if (typeof size !== 'number') {
    const sizes = size === undefined ? [storage.size() - offset] : numbersOf(size);
    return new Tensor(storage, offset, sizes, stride === undefined ? undefined : numbersOf(stride as number[]));
  }
  const numbers = rest as number[];
  const strides = numbers.filter((_, i) => i % 2 === 1);
  const sizes = numbers.filter((_, i) => i % 2 === 0);
  return new Tensor(storage, offset, sizes, strides.length < sizes.length ? [...strides, 1] : strides);
}

interface Constructs {
  /** Zeroed, of these sizes; of none, empty. */
  (...size: number[]): Tensor;
  /** A copy of nested lists of numbers, or of one array. */
  (values: NestedNumbers | TypedArray): Tensor;
  /** Another view of the memory of a tensor of this type. */
  (other: Tensor): Tensor;
  /** A view of a storage of this type. */
  (...view: StorageView): Tensor;
  /** For all types but Long: zeroed, of the sizes and strides that LongStorages hold. */
  (sizes: Storage, strides: Storage): Tensor;
}
/** A constructor that works with and without `new`. */
export interface TensorConstructor extends Constructs {
  new (...size: number[]): Tensor;
  new (values: NestedNumbers | TypedArray): Tensor;
  new (other: Tensor): Tensor;
  new (...view: StorageView): Tensor;
  new (sizes: Storage, strides: Storage): Tensor;
}
export interface StorageConstructor {
  (content?: number | TypedArray | readonly number[]): Storage;
  (source: Storage, offset?: number, size?: number): Storage;
  new (content?: number | TypedArray | readonly number[]): Storage;
  new (source: Storage, offset?: number, size?: number): Storage;
}

export interface Constructing {
  /** A tensor of this one's type, of whatever its constructor takes. */
  readonly new: Constructs;
}

function made(type: ElementType, args: readonly unknown[]): Tensor {
  const [first, second] = args;
  if (first instanceof Storage && first.elementType !== type && first.elementType === elementTypes.Long) {
    const sized = new Tensor(new Storage(type));
    return second instanceof Storage ? sized.resize(first, second) : sized.resize(first);
  }
  if (first instanceof Tensor || first instanceof Storage) {
    if (first.elementType !== type) {
      const { name } = type;
      throw new TypeError(`torch.${name}Tensor: expected ${name}, got ${first.elementType.name}; convert with type()`);
    }
    if (first instanceof Storage) return viewOf(...(args as StorageView));
    return new Tensor(first._storage, first._offset, first._size, first._stride);
  }
  if (Array.isArray(first) || ArrayBuffer.isView(first)) return Tensor.from(type, first as NestedNumbers | TypedArray);
  const other = args.findIndex((size) => typeof size !== 'number');
  if (other >= 0) {
    const expected = 'sizes, nested lists of numbers, a tensor or a storage';
    throw new TypeError(`torch.${type.name}Tensor: expected ${expected}, got ${kindOf(args[other])}`);
  }
  return Tensor.zeros(type, args as readonly number[]);
}

function constructor<F extends object>(name: string, construct: F, isInstance: (x: unknown) => boolean): F {
  return Object.defineProperties(construct, {
    name: { value: name },
    [Symbol.hasInstance]: { value: isInstance },
  });
}

/** `x instanceof torch.FloatTensor` asks for the type; `torch.Tensor` is the class of them all, and makes the default type. */
function tensorConstructor(type?: ElementType): TensorConstructor {
  function construct(...args: unknown[]): Tensor {
    return made(type ?? defaultType, args);
  }
  return constructor(
    `${type?.name ?? ''}Tensor`,
    construct as unknown as TensorConstructor,
    (x) => x instanceof Tensor && (type === undefined || x.elementType === type),
  );
}

function storageConstructor(type?: ElementType): StorageConstructor {
  function construct(...args: [content?: number]): Storage {
    return new Storage(type ?? defaultType, ...args);
  }
  return constructor(
    `${type?.name ?? ''}Storage`,
    construct as unknown as StorageConstructor,
    (x) => x instanceof Storage && (type === undefined || x.elementType === type),
  );
}

type Named<Kind extends string, Constructor> = Record<`${TypeName | ''}${Kind}`, Constructor>;
export type Constructors = Named<'Tensor', TensorConstructor> & Named<'Storage', StorageConstructor>;

export const constructors: Constructors = Object.fromEntries(
  [undefined, ...Object.values(elementTypes)].flatMap((type) => [
    [`${type?.name ?? ''}Tensor`, tensorConstructor(type)],
    [`${type?.name ?? ''}Storage`, storageConstructor(type)],
  ]),
) as unknown as Constructors;

export const constructing: Constructing = {
  new(this: Tensor, ...args: unknown[]): Tensor {
    return made(this.elementType, args);
  },
};
