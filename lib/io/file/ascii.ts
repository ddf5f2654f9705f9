/** @file Numbers as text, as C's printf writes and scanf reads them. */
import { elementTypes, general, type TypedArray } from '../../tensor/index.js';
import { FileFormatError } from '../t7/format-error.js';
import { type Bytes, memoryOf } from './bytes.js';
import type { Encoding, Kind } from './encoding.js';

// All of what scanf takes for a number; %lg reads hexadecimal numbers too.
const real =
  /^[+-]?(?:nan|inf(?:inity)?|0x(?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(?:p[+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i;
const integer = /^[+-]?\d+/;

// No number needs more characters; a longer run of them is not a number.
const longestNumber = 1100;

// Text is handed on in pieces of about so many characters.
const pieceLength = 16384;

const newline = 10;
const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

/** The range of what %hd, %d and %ld read. */
const limits: Readonly<Partial<Record<Kind, readonly [number, number]>>> = {
  Short: [-(2 ** 15), 2 ** 15 - 1],
  Int: [-(2 ** 31), 2 ** 31 - 1],
  Long: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

function hexadecimal(text: string): number {
  const [, sign, whole, fraction = '', power = '0'] = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?\d+))?$/i.exec(
    text,
  )!;
  const value = Number.parseInt(whole + fraction, 16) * 2 ** (Number(power) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}

function numberOf(text: string): number {
  if (/^[+-]?0x/i.test(text)) return hexadecimal(text);
  if (/^[+-]?inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}

/** A byte is one character, whatever the kind: %c. */
const isCharacter = (kind: Kind): boolean => kind === 'Byte' || kind === 'Char';

export class Ascii implements Encoding {
  readonly #bytes: Bytes;
  /** Numbers of one call are parted by spaces, and end with a newline. */
  autoSpacing = true;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  readInt(): number {
    return this.#readOne('Int', 'an int');
  }

  readLong(): number {
    return this.#readOne('Long', 'a long');
  }

  readDouble(): number {
    return this.#readOne('Double', 'a double');
  }

  read(kind: Kind, into: TypedArray, n: number): number {
    let count = 0;
    if (isCharacter(kind)) count = this.#bytes.read(memoryOf(into, n));
    else {
      for (; count < n; count++) {
        const value = this.#scan(kind);
        if (value === undefined) break;
        into[count] = kind === 'Half' ? elementTypes.Half.cast(value) : value;
      }
    }
    if (n > 0) this.#passNewline();
    return count;
  }

  writeInt(value: number): void {
    this.#put(String(value) + this.#end);
  }

  writeLong(value: number): void {
    this.#put(String(value) + this.#end);
  }

  writeDouble(value: number): void {
    this.#put(general(value, 17) + this.#end);
  }

  write(kind: Kind, from: TypedArray): void {
    const n = from.length;
    if (n === 0) return;
    if (isCharacter(kind)) {
      this.#bytes.write(memoryOf(from));
      this.#put(this.#end);
      return;
    }
    const print =
      kind === 'Double'
        ? (x: number) => general(x, 17)
        : kind === 'Float' || kind === 'Half'
          ? (x: number) => general(x, 9)
          : String;
    const between = this.autoSpacing ? ' ' : '';
    let piece = '';
    for (let i = 0; i < n; i++) {
      piece += print(from[i]) + (i < n - 1 ? between : this.#end);
      if (piece.length > pieceLength || i === n - 1) {
        this.#put(piece);
        piece = '';
      }
    }
  }

  most(kind: Kind): number {
    const { left } = this.#bytes;
    return isCharacter(kind) ? left : Math.floor((left + 1) / 2);
  }

  get #end(): string {
    return this.autoSpacing ? '\n' : '';
  }

  #put(text: string): void {
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    this.#bytes.write(bytes);
  }

  #peek(): number {
    const at = this.#bytes.ahead(1);
    return at < 0 ? -1 : this.#bytes.window[at];
  }

  #passNewline(): void {
    if (this.autoSpacing && this.#peek() === newline) this.#bytes.position++;
  }

  #readOne(kind: Kind, what: string): number {
    const value = this.#scan(kind);
    if (value === undefined) {
      const { name, position } = this.#bytes;
      throw new FileFormatError(name, position, what, this.#ahead());
    }
    this.#passNewline();
    return value;
  }

  /** What stands where a number should, for an error. */
  #ahead(): string {
    const some = new Uint8Array(Math.min(12, this.#bytes.left));
    const { position } = this.#bytes;
    this.#bytes.read(some);
    this.#bytes.position = position;
    return some.length === 0 ? 'the end of the file' : JSON.stringify(String.fromCharCode(...some));
  }

  /** The next number, behind whatever spaces; undefined, with the position behind them, when there is none. */
  #scan(kind: Kind): number | undefined {
    const bytes = this.#bytes;
    let byte = this.#peek();
    for (; isSpace(byte); byte = this.#peek()) bytes.position++;
    const start = bytes.position;
    let text = '';
    for (; byte > 32 && text.length < longestNumber; byte = this.#peek()) {
      text += String.fromCharCode(byte);
      bytes.position++;
    }
    const range = limits[kind];
    const found = (range || kind === 'LowLong' ? integer : real).exec(text)?.[0];
    bytes.position = start + (found?.length ?? 0);
    if (found === undefined) return undefined;
    const value = kind === 'LowLong' ? Number(BigInt.asUintN(32, BigInt(found))) : numberOf(found);
    if (range && !(value >= range[0] && value <= range[1])) {
      bytes.position = start;
      throw new FileFormatError(bytes.name, start, `a number within ${range[0]}..${range[1]}`, found);
    }
    return value;
  }
}
