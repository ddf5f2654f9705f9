/** @file What a file is told and tells: its modes, whether it is open, and what becomes of errors. */
import { fileFault, isSystemError, WriteError } from '../atomic.js';
import { DataError } from '../csv.js';
import { FileFormatError } from '../t7/format-error.js';
import { Ascii } from './ascii.js';
import { Binary, type LongSize } from './binary.js';
import type { Bytes } from './bytes.js';
import type { Encoding } from './encoding.js';

export type FileMode = 'r' | 'w' | 'rw';

/** A file is in ascii mode, with automatic spaces, and pedantic, until it is told otherwise. */
export abstract class FileState {
  protected readonly bytes: Bytes;
  protected readonly asBinary: Binary;
  readonly #asText: Ascii;
  readonly #mode: FileMode;
  #isBinary = false;
  #isQuiet = false;
  #hasError = false;
  #isOpen = true;
  #isReferenced = true;

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

  close(): void {
    this.attempt<void>('close', '', undefined, () => {
      this.#isOpen = false;
      this.bytes.close();
    });
  }

  /** `[status: open -- mode rw]`, as Torch prints files. */
  protected status(): string {
    const mode = `${this.isReadable() ? 'r' : ' '}${this.isWritable() ? 'w' : ' '}`;
    return `[status: ${this.#isOpen ? 'open' : 'closed'} -- mode ${mode}]`;
  }

  protected get encoding(): Encoding {
    return this.#isBinary ? this.asBinary : this.#asText;
  }

  /** Fewer than were asked for: an error, unless the file is quiet. */
  protected short(expected: string, found: string): void {
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
  protected attempt<T>(method: string, need: 'r' | 'w' | '', otherwise: T | undefined, work: () => T): T {
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
