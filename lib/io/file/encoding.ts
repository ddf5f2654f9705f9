/** @file What the two ways to write numbers, binary and as text, have in common. */
import type { TypedArray, TypeName } from '../../tensor/index.js';

/** Kinds of numbers in files. Of a LowLong, a long that was never written as a whole, the lower 32 bits are read. */
export type Kind = TypeName | 'LowLong';

/**
 * Numbers at the position of some bytes. `read` stops where the file ends or holds no number of the kind, and returns how many there
 * were. Single ints, longs and doubles, of which objects are made, have methods of their own. @throws FileFormatError where none is
 */
export interface Encoding {
  readInt(): number;
  readLong(): number;
  readDouble(): number;
  read(kind: Kind, into: TypedArray, n: number): number;
  writeInt(value: number): void;
  writeLong(value: number): void;
  writeDouble(value: number): void;
  write(kind: Kind, from: TypedArray): void;
  /** How many numbers the bytes that are left can be at the most: asked before memory for them is made. */
  most(kind: Kind): number;
}
