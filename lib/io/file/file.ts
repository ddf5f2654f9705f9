/** @file Torch's File: numbers, strings and objects, one after the other, binary or as text. */
import { type ElementType, elementTypes, Storage } from '../../tensor/index.js';
import { fileFault, isSystemError, WriteError } from '../atomic.js';
import { DataError } from '../csv.js';
import { FileFormatError } from '../t7/format-error.js';
import { readObject, writeObject } from '../t7/objects.js';
import { ReadReferences, WriteReferences } from '../t7/references.js';
import { bytesOf, textOf } from '../t7/text.js';
import type { LuaValue } from '../t7/values.js';
import { Ascii } from './ascii.js';
import { Binary, type LongSize } from './binary.js';
import type { Bytes } from './bytes.js';
import type { Encoding } from './encoding.js';
import { type NumberMethods, numbersOf, readNumbers } from './numbers.js';

export type FileMode = 'r' | 'w' | 'rw';

const lineEnd = 10;

/**
 * What DiskFile and MemoryFile have in common. A file is in ascii mode, with automatic spaces, and pedantic, until it is told otherwise.
 * Positions are bytes, counted from 0.
 *
 * A quiet file raises no error when it ends, or has no number where one is read, or cannot be written: `hasError()` tells, one number is
 * NaN, and storages are as long as what there was. Objects that cannot be read or written are an error in any case.
 *
 * @throws FileFormatError when reading, WriteError when writing; TypeError for a closed file or one of another mode
 */
export interface File extends NumberMethods {}

export abstract class File {
  protected readonly bytes: Bytes;
  protected readonly asBinary: Binary;
  readonly #asText: Ascii;
  readonly #mode: FileMode;
  #isBinary = false;
  #isQuiet = false;
  #hasError = false;
  #isOpen = true;
  #isReferenced = true;
  readonly #read = new ReadReferences();
  readonly #written = new WriteReferences();

  static {
    for (const type of Object.values(elementTypes)) {
      const define = (name: string, value: unknown): void => {
        Object.defineProperty(File.prototype, name, { value, writable: true, configurable: true });
      };
      define(`read${type.name}`, function (this: File, what?: number | Storage) {
        return this.#readNumbers(type, what);
      });
      define(`write${type.name}`, function (this: File, what: number | Storage) {
        return this.#writeNumbers(type, what);
      });
    }
  }

  constructor(bytes: Bytes, mode: FileMode) {
    this.bytes = bytes;
    this.asBinary = new Binary(bytes);
    this.#asText = new Ascii(bytes);
    this.#mode = mode;
  }

  /** How errors name it. */
  protected abstract describe(): string;

  binary(): this {
    this.#isBinary = true;
    return this;
  }

  ascii(): this {
    this.#isBinary = false;
    return this;
  }

  /** In ascii mode: a space between the numbers of one call and a newline behind them. */
  autoSpacing(): this {
    this.#asText.autoSpacing = true;
    return this;
  }

  noAutoSpacing(): this {
    this.#asText.autoSpacing = false;
    return this;
  }

  quiet(): this {
    this.#isQuiet = true;
    return this;
  }

  pedantic(): this {
    this.#isQuiet = false;
    return this;
  }

  clearError(): this {
    this.#hasError = false;
    return this;
  }

  /** Whether objects are written once and read as one, wherever they are met again. */
  referenced(isReferenced: boolean): this {
    this.#isReferenced = isReferenced;
    return this;
  }

  /** Longs take 4 or 8 bytes; with 0, the default, 8 when they are written, and what `readObject` finds out when it reads. */
  longSize(size: LongSize): this {
    if (![0, 4, 8].includes(size)) throw new RangeError(`${this.describe()}.longSize: expected 0, 4 or 8, got ${size}`);
    this.asBinary.longSize = size;
    return this;
  }

  isReadable(): boolean {
    return this.#mode !== 'w';
  }

  isWritable(): boolean {
    return this.#mode !== 'r';
  }

  isBinary(): boolean {
    return this.#isBinary;
  }

  isAutoSpacing(): boolean {
    return this.#asText.autoSpacing;
  }

  isQuiet(): boolean {
    return this.#isQuiet;
  }

  isReferenced(): boolean {
    return this.#isReferenced;
  }

  hasError(): boolean {
    return this.#hasError;
  }

  readBool(): boolean {
    return this.readInt() === 1;
  }

  writeBool(value: boolean): number {
    return this.writeInt(value ? 1 : 0);
  }

  /** With `*l` the next line, without its end; with `*a` all that is left. */
  readString(format: string): string | Uint8Array {
    const whole = format.startsWith('*a');
    if (!whole && !format.startsWith('*l')) {
      throw new TypeError(`${this.describe()}.readString: expected '*a' or '*l', got '${format}'`);
    }
    return this.#attempt('readString', 'r', '', () => {
      if (this.bytes.left === 0) this.#short('text', 'the end of the file');
      return textOf(whole ? this.bytes.next(this.bytes.left) : this.#line());
    });
  }

  /** The text in UTF-8, or the bytes as they are; returns how many bytes. */
  writeString(text: string | Uint8Array): number {
    const bytes = typeof text === 'string' ? bytesOf(text) : text;
    if (!bytes) throw new TypeError(`${this.describe()}.writeString: expected text, got half of a surrogate pair`);
    return this.#attempt('writeString', 'w', 0, () => {
      this.bytes.write(bytes);
      return bytes.length;
    });
  }

  /** The next object. @throws FileFormatError; the position stays where it was */
  readObject(): LuaValue {
    return this.#attempt<LuaValue>('readObject', 'r', undefined, () =>
      readObject(this.bytes, this.#encoding, this.#isReferenced ? this.#read : undefined),
    );
  }

  /** @throws TypeError for what Lua has no value for; at the end of a file nothing of it remains then */
  writeObject(value: unknown): this {
    return this.#attempt<this>('writeObject', 'w', undefined, () => {
      writeObject(this.bytes, this.#encoding, this.#written, this.#isReferenced, value);
      return this;
    });
  }

  /** The next byte to be read or written is that at `position`. */
  seek(position: number): this {
    if (!Number.isSafeInteger(position) || position < 0) {
      throw new RangeError(`${this.describe()}.seek: expected a position of 0 or more, got ${position}`);
    }
    return this.#attempt<this>('seek', '', this, () => {
      this.bytes.seek(position);
      return this;
    });
  }

  seekEnd(): this {
    return this.seek(this.bytes.size);
  }

  position(): number {
    return this.#attempt('position', '', 0, () => this.bytes.position);
  }

  /** What was written is handed to the system. */
  synchronize(): this {
    return this.#attempt<this>('synchronize', '', this, () => {
      this.bytes.flush();
      return this;
    });
  }

  close(): void {
    this.#attempt<void>('close', '', undefined, () => {
      this.#isOpen = false;
      this.bytes.close();
    });
  }

  /** `[status: open -- mode rw]`, as Torch prints files. */
  protected status(): string {
    const mode = `${this.isReadable() ? 'r' : ' '}${this.isWritable() ? 'w' : ' '}`;
    return `[status: ${this.#isOpen ? 'open' : 'closed'} -- mode ${mode}]`;
  }

  get #encoding(): Encoding {
    return this.#isBinary ? this.asBinary : this.#asText;
  }

  #line(): Uint8Array {
    const { bytes } = this;
    const start = bytes.position;
    for (let n = 1024; ; n *= 2) {
      bytes.position = start;
      const piece = bytes.next(Math.min(n, bytes.left));
      const end = piece.indexOf(lineEnd);
      if (end < 0 && bytes.left > 0) continue;
      if (end < 0) return piece;
      bytes.position = start + end + 1;
      return piece.subarray(0, end);
    }
  }

  #readNumbers(type: ElementType, what: number | Storage | undefined): number | Storage {
    const method = `read${type.name}`;
    const nothing = what === undefined ? Number.NaN : typeof what === 'number' ? new Storage(type) : 0;
    return this.#attempt<number | Storage>(method, 'r', nothing, () => {
      const { wanted, got, result } = readNumbers(this.#encoding, type, what, `${this.describe()}.${method}`);
      if (got < wanted) this.#short(`${wanted} × ${type.name}`, String(got));
      return result;
    });
  }

  #writeNumbers(type: ElementType, what: number | Storage): number {
    const method = `write${type.name}`;
    return this.#attempt(method, 'w', 0, () => {
      const { data } = numbersOf(type, what, `${this.describe()}.${method}`);
      this.#encoding.write(type.name, data);
      return data.length;
    });
  }

  /** Fewer than were asked for: an error, unless the file is quiet. */
  #short(expected: string, found: string): void {
    if (!this.#isQuiet) throw new FileFormatError(this.bytes.name, this.bytes.position, expected, found);
    this.#hasError = true;
  }

  /** @throws TypeError unless the file is open, and to be read or written as it needs to be. */
  protected check(method: string, need: 'r' | 'w' | '' = ''): void {
    const fail = (expected: string): never => {
      throw new TypeError(`${this.describe()}.${method}: ${expected}`);
    };
    if (!this.#isOpen) fail('expected an open file, got a closed one');
    if (!this.#mode.includes(need)) fail(`expected a file of mode '${need}', got one of '${this.#mode}'`);
  }

  /** Runs one operation. Where `otherwise` is given, a quiet file returns that in place of an error. */
  #attempt<T>(method: string, need: 'r' | 'w' | '', otherwise: T | undefined, work: () => T): T {
    this.check(method, need);
    this.bytes.refresh();
    try {
      const result = work();
      this.bytes.settle();
      return result;
    } catch (error) {
      const fault = this.#fault(need, error);
      if (!(fault instanceof DataError || fault instanceof WriteError)) throw fault;
      this.#hasError = true;
      if (this.#isQuiet && otherwise !== undefined) return otherwise;
      throw fault;
    }
  }

  #fault(need: string, error: unknown): unknown {
    if (!isSystemError(error)) return error;
    const reason = `${this.bytes.name}: ${fileFault(error)}`;
    return need === 'r'
      ? new DataError(`cannot read ${reason}`, { cause: error })
      : new WriteError(`cannot write ${reason}`, { cause: error });
  }
}
