/** @file Numbers as a processor holds them. */
import type { TypedArray } from '../../tensor/index.js';
import { FileFormatError } from '../t7/format-error.js';
import type { Bytes } from './bytes.js';
import type { Encoding, Kind } from './encoding.js';

export const littleEndianMachine: boolean = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** How many bytes a long takes; 0 is what this machine's Torch has, 8. */
export type LongSize = 0 | 4 | 8;

const widths: Readonly<Record<Kind, number>> = {
  Byte: 1,
  Char: 1,
  Short: 2,
  Half: 2,
  Int: 4,
  Float: 4,
  Double: 8,
  Long: 8,
};

// Longs and halves are not what typed arrays hold: they are converted in pieces of so many elements.
const pieceLength = 4096;

/** Turns the bytes of each element of `width` bytes round. */
function turn(bytes: Uint8Array, width: number): void {
  for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
}

/** IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

export class Binary implements Encoding {
  readonly #bytes: Bytes;
  littleEndian: boolean = littleEndianMachine;
  longSize: LongSize = 0;
  #piece: Uint8Array | undefined;

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
    const width = this.width('Long');
    const at = this.#take(width, 'a long');
    return this.#long(this.#bytes.view, at, width, this.#bytes.position - width);
  }

  read(kind: Kind, into: TypedArray, n: number): number {
    const width = this.width(kind);
    const count = Math.min(n, this.most(kind));
    if (kind === 'Long')
      return this.#convert(count, width, into, (view, at, position) => this.#long(view, at, width, position));
    if (kind === 'Half') {
      return this.#convert(count, width, into, (view, at) => halfToNumber(view.getUint16(at, this.littleEndian)));
    }
    const raw = new Uint8Array(into.buffer, into.byteOffset, count * width);
    const got = this.#bytes.read(raw);
    if (this.littleEndian !== littleEndianMachine) turn(raw, width);
    return Math.floor(got / width);
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
    const width = this.width('Long');
    const at = this.#bytes.room(width);
    this.#putLong(this.#bytes.view, at, width, value);
  }

  write(kind: Kind, from: TypedArray): void {
    const width = this.width(kind);
    if (kind === 'Long') {
      for (let i = 0; i < from.length; i += pieceLength) {
        const count = Math.min(pieceLength, from.length - i);
        const [bytes, view] = this.#scratch(count * width);
        for (let j = 0; j < count; j++) this.#putLong(view, j * width, width, from[i + j]);
        this.#bytes.write(bytes);
      }
      return;
    }
    const raw = new Uint8Array(from.buffer, from.byteOffset, from.byteLength);
    if (width === 1 || this.littleEndian === littleEndianMachine) this.#bytes.write(raw);
    else {
      const turned = raw.slice();
      turn(turned, width);
      this.#bytes.write(turned);
    }
  }

  most(kind: Kind): number {
    return Math.floor(this.#bytes.left / this.width(kind));
  }

  width(kind: Kind): number {
    return kind === 'Long' && this.longSize === 4 ? 4 : widths[kind];
  }

  #take(n: number, what: string): number {
    const at = this.#bytes.take(n);
    if (at >= 0) return at;
    const { name, position, left } = this.#bytes;
    throw new FileFormatError(
      name,
      position,
      `${what} of ${n} bytes`,
      left === 0 ? 'the end of the file' : `only ${left}`,
    );
  }

  #scratch(length: number): [Uint8Array, DataView] {
    this.#piece ??= new Uint8Array(8 * pieceLength);
    return [this.#piece.subarray(0, length), new DataView(this.#piece.buffer)];
  }

  #convert(
    count: number,
    width: number,
    into: TypedArray,
    element: (view: DataView, at: number, position: number) => number,
  ): number {
    for (let i = 0; i < count; i += pieceLength) {
      const n = Math.min(pieceLength, count - i);
      const [bytes, view] = this.#scratch(n * width);
      const { position } = this.#bytes;
      if (this.#bytes.read(bytes) < bytes.length) return i;
      for (let j = 0; j < n; j++) into[i + j] = element(view, j * width, position + j * width);
    }
    return count;
  }

  /** The long at `at` in the view, which is at `position` of the file. */
  #long(view: DataView, at: number, width: number, position: number): number {
    if (width === 4) return view.getInt32(at, this.littleEndian);
    const low = view.getUint32(this.littleEndian ? at : at + 4, this.littleEndian);
    const high = view.getInt32(this.littleEndian ? at + 4 : at, this.littleEndian);
    const value = high * 2 ** 32 + low;
    if (Number.isSafeInteger(value)) return value;
    throw new FileFormatError(
      this.#bytes.name,
      position,
      'a long within ±(2^53 − 1)',
      String(view.getBigInt64(at, this.littleEndian)),
    );
  }

  #putLong(view: DataView, at: number, width: number, value: number): void {
    if (width === 4) {
      if (value !== (value | 0)) throw new RangeError(`${this.#bytes.name}: expected a long of 4 bytes, got ${value}`);
      view.setInt32(at, value, this.littleEndian);
      return;
    }
    view.setUint32(this.littleEndian ? at : at + 4, value, this.littleEndian);
    view.setInt32(this.littleEndian ? at + 4 : at, Math.floor(value / 2 ** 32), this.littleEndian);
  }
}
