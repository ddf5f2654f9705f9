/** @file Numbers as a processor holds them. */
import type { TypedArray } from '../../tensor/index.js';
import { FileFormatError } from '../t7/format-error.js';
import { type Bytes, memoryOf } from './bytes.js';
import { type Conversion, halves, longs4, longs8, lowLongs8 } from './conversions.js';
import type { Encoding, Kind } from './encoding.js';

export const littleEndianMachine: boolean = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** How many bytes a long takes; 0 is what this machine's Torch has, 8. */
export type LongSize = 0 | 4 | 8;

/** Turns the bytes of each element of `width` bytes round. */
function turn(bytes: Uint8Array, width: number): void {
  for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
}

/** Elements are converted in pieces that windows hold. */
const pieceLength = 512;

export class Binary implements Encoding {
  readonly #bytes: Bytes;
  littleEndian: boolean = littleEndianMachine;
  longSize: LongSize = 0;
  readonly #one = new Float64Array(1);

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  readInt(): number {
    return this.#bytes.view.getInt32(this.#take(4, 'an int'), this.littleEndian);
  }

  readDouble(): number {
    return this.#bytes.view.getFloat64(this.#take(8, 'a double'), this.littleEndian);
  }

  readLong(): number {
    const at = this.#take(this.#longs.width, 'a long');
    this.#convert(this.#longs, at, 1, this.#one, 0);
    return this.#one[0];
  }

  read(kind: Kind, into: TypedArray, n: number): number {
    const count = Math.min(n, this.most(kind));
    const conversion = this.#conversion(kind);
    if (conversion === undefined) {
      const width = into.BYTES_PER_ELEMENT;
      const raw = memoryOf(into, count);
      const got = this.#bytes.read(raw);
      if (this.littleEndian !== littleEndianMachine) turn(raw, width);
      return Math.floor(got / width);
    }
    for (let i = 0; i < count; i += pieceLength) {
      const piece = Math.min(pieceLength, count - i);
      const at = this.#bytes.take(piece * conversion.width);
      if (at < 0) return i;
      this.#convert(conversion, at, piece, into, i);
    }
    return count;
  }

  writeInt(value: number): void {
    const at = this.#bytes.room(4);
    this.#bytes.view.setInt32(at, value, this.littleEndian);
  }

  writeDouble(value: number): void {
    const at = this.#bytes.room(8);
    this.#bytes.view.setFloat64(at, value, this.littleEndian);
  }

  writeLong(value: number): void {
    this.#one[0] = value;
    this.write('Long', this.#one);
  }

  write(kind: Kind, from: TypedArray): void {
    const conversion = this.#conversion(kind);
    if (conversion === undefined) {
      const raw = memoryOf(from);
      if (this.littleEndian === littleEndianMachine) {
        this.#bytes.write(raw);
        return;
      }
      const turned = raw.slice();
      turn(turned, from.BYTES_PER_ELEMENT);
      this.#bytes.write(turned);
      return;
    }
    for (let i = 0; i < from.length; i += pieceLength) {
      const piece = Math.min(pieceLength, from.length - i);
      const at = this.#bytes.room(piece * conversion.width);
      const done = conversion.write(this.#bytes.view, at, piece, this.littleEndian, from, i);
      if (done === piece) continue;
      throw new RangeError(`${this.#bytes.name}: expected a long of 4 bytes, got ${from[i + done]}`);
    }
  }

  most(kind: Kind): number {
    return Math.floor(this.#bytes.left / this.#width(kind));
  }

  get #longs(): Conversion {
    return this.longSize === 4 ? longs4 : longs8;
  }

  #conversion(kind: Kind): Conversion | undefined {
    if (kind === 'LowLong') return this.longSize === 4 ? longs4 : lowLongs8;
    return kind === 'Long' ? this.#longs : kind === 'Half' ? halves : undefined;
  }

  #width(kind: Kind): number {
    if (kind === 'Byte' || kind === 'Char') return 1;
    if (kind === 'Short') return 2;
    return this.#conversion(kind)?.width ?? (kind === 'Double' ? 8 : 4);
  }

  #take(n: number, what: string): number {
    const at = this.#bytes.take(n);
    if (at >= 0) return at;
    const { name, position, left } = this.#bytes;
    const found = left === 0 ? 'the end of the file' : `only ${left}`;
    throw new FileFormatError(name, position, `${what} of ${n} bytes`, found);
  }

  /** Converts n elements that were just passed, and that start at `at` in the window. */
  #convert(conversion: Conversion, at: number, n: number, into: TypedArray, i: number): void {
    const { name, position, view } = this.#bytes;
    const done = conversion.read(view, at, n, this.littleEndian, into, i);
    if (done === n) return;
    const { width } = conversion;
    const found = view.getBigInt64(at + done * width, this.littleEndian);
    throw new FileFormatError(name, position - (n - done) * width, 'a long within ±(2^53 − 1)', String(found));
  }
}
