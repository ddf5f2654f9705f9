/** @file The element types of tensors and storages. */

export type TypedArray = Float64Array | Float32Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/** Torch's names; `Double` is the default. */
export type TypeName = 'Double' | 'Float' | 'Int' | 'Long' | 'Short' | 'Char' | 'Byte';

/** What a tensor needs to know of its elements. */
export interface ElementType {
  readonly name: TypeName;
  readonly integer: boolean;
  /** A zeroed array of `length` elements. */
  readonly allocate: (length: number) => TypedArray;
  readonly holds: (data: TypedArray) => boolean;
  /** What storing a number makes of it where the array alone would not: Long truncates and refuses beyond ±2⁵³. */
  readonly cast: ((value: number) => number) | undefined;
}

function castLong(value: number): number {
  const integer = Math.trunc(value);
  if (!(Math.abs(integer) <= 2 ** 53)) {
    throw new RangeError(`LongTensor: expected an integer within ±2^53, got ${value}`);
  }
  return integer;
}

/**
 * Long is held in a Float64Array of integers: exact to 2⁵³, and indices stay ordinary numbers. (A BigInt64Array would make
 * every index a bigint and every loop over one slow.)
 */
export const elementTypes: Readonly<Record<TypeName, ElementType>> = {
  Double: {
    name: 'Double',
    integer: false,
    allocate: (n) => new Float64Array(n),
    holds: (d) => d instanceof Float64Array,
    cast: undefined,
  },
  Float: {
    name: 'Float',
    integer: false,
    allocate: (n) => new Float32Array(n),
    holds: (d) => d instanceof Float32Array,
    cast: undefined,
  },
  Int: {
    name: 'Int',
    integer: true,
    allocate: (n) => new Int32Array(n),
    holds: (d) => d instanceof Int32Array,
    cast: undefined,
  },
  Long: {
    name: 'Long',
    integer: true,
    allocate: (n) => new Float64Array(n),
    holds: (d) => d instanceof Float64Array,
    cast: castLong,
  },
  Short: {
    name: 'Short',
    integer: true,
    allocate: (n) => new Int16Array(n),
    holds: (d) => d instanceof Int16Array,
    cast: undefined,
  },
  Char: {
    name: 'Char',
    integer: true,
    allocate: (n) => new Int8Array(n),
    holds: (d) => d instanceof Int8Array,
    cast: undefined,
  },
  Byte: {
    name: 'Byte',
    integer: true,
    allocate: (n) => new Uint8Array(n),
    holds: (d) => d instanceof Uint8Array,
    cast: undefined,
  },
};

/** Accepts 'Double', 'DoubleTensor' and 'torch.DoubleTensor'. */
export function elementType(name: string): ElementType {
  const short = name.replace(/^torch\./, '').replace(/(Tensor|Storage)$/, '');
  const found = Object.hasOwn(elementTypes, short) ? elementTypes[short as TypeName] : undefined;
  if (!found) {
    throw new TypeError(`torch.type: expected one of ${Object.keys(elementTypes).join(', ')}, got '${name}'`);
  }
  return found;
}
