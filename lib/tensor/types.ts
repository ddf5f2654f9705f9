/** @file The element types of tensors and storages. */
import { toHalf } from './half.js';
import { smallArray } from './small-memory.js';

export type TypedArray = Float64Array | Float32Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/** Torch's names; `Double` is the default. */
export type TypeName = 'Double' | 'Float' | 'Int' | 'Long' | 'Short' | 'Char' | 'Byte' | 'Half';

/** What a tensor needs to know of its elements. */
export interface ElementType {
  readonly name: TypeName;
  readonly integer: boolean;
  /** Whether the array would take numbers that are none of the type: a Long's holds fractions as well, a Half's floats. */
  readonly checked: boolean;
  /** A zeroed array of `length` elements. */
  readonly allocate: (length: number) => TypedArray;
  readonly holds: (data: unknown) => boolean;
  /** Bytes an element in C, on 64-bit machines. */
  readonly size: number;
  /** A number as an element: rounded, or truncated and wrapped as a C cast does; Long refuses what is not exact. */
  readonly cast: (value: number) => number;
}

/** The integer part; an error where doubles no longer tell integers apart. */
export function exactInteger(what: string, value: number): number {
  // An integer has one zero only: adding 0 turns −0 into it.
  const integer = Math.trunc(value) + 0;
  if (!Number.isSafeInteger(integer)) {
    throw new RangeError(`${what}: expected an integer within ±(2^53 − 1), got ${value}`);
  }
  return integer;
}

interface Elements {
  new (length: number): TypedArray;
  new (buffer: ArrayBuffer, offset: number, length: number): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}

function kind(
  name: TypeName,
  Elements: Elements,
  cast: (value: number) => number,
  integer: boolean = true,
): ElementType {
  return {
    name,
    integer,
    checked: name === 'Long' || name === 'Half',
    allocate: (length) => {
      try {
        return smallArray(Elements, length) ?? new Elements(length);
      } catch {
        throw new RangeError(`${name}Storage: expected as many elements as memory holds, got ${length}`);
      }
    },
    size: name === 'Half' ? 2 : Elements.BYTES_PER_ELEMENT,
    // A Half's array is ours: nobody else's has floats that are halves.
    holds: (data) => name !== 'Half' && data instanceof Elements,
    cast,
  };
}

/**
 * Long is held in a Float64Array of integers: exact within ±(2⁵³ − 1), and indices stay ordinary numbers. (A BigInt64Array
 * would make every index a bigint and every loop over one slow.) Half is held in a Float32Array of what 16 bits can hold.
 */
export const elementTypes: Readonly<Record<TypeName, ElementType>> = {
  Double: kind('Double', Float64Array, (v) => v, false),
  Float: kind('Float', Float32Array, Math.fround, false),
  Int: kind('Int', Int32Array, (v) => v | 0),
  Long: kind('Long', Float64Array, (v) => exactInteger('LongTensor', v)),
  Short: kind('Short', Int16Array, (v) => (v << 16) >> 16),
  Char: kind('Char', Int8Array, (v) => (v << 24) >> 24),
  Byte: kind('Byte', Uint8Array, (v) => v & 255),
  Half: kind('Half', Float32Array, toHalf, false),
};

/** What `torch.Tensor`, `zeros`, `rand`, new modules … make. */
export let defaultType: ElementType = elementTypes.Double;

export function setDefaultType(type: ElementType): void {
  defaultType = type;
}

/** Accepts 'Double', 'DoubleTensor' and 'torch.DoubleTensor'. */
export function elementType(name: string): ElementType {
  const short = name.replace(/^torch\./, '').replace(/(Tensor|Storage)$/, '');
  const found = Object.hasOwn(elementTypes, short) ? elementTypes[short as TypeName] : undefined;
  if (!found) {
    throw new TypeError(`torch.type: expected one of ${Object.keys(elementTypes).join(', ')}, got '${name}'`);
  }
  return found;
}

/** Stores n numbers as elements of `type`: all of them, or none when one is refused. */
export function store(
  type: ElementType,
  n: number,
  from: ArrayLike<number>,
  start: number,
  to: TypedArray,
  at: number,
): void {
  if (type.checked) {
    for (let i = 0; i < n; i++) type.cast(from[start + i]);
    for (let i = 0; i < n; i++) to[at + i] = type.cast(from[start + i]);
  } else {
    for (let i = 0; i < n; i++) to[at + i] = from[start + i];
  }
}
