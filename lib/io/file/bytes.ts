/** @file Bytes at positions, seen through a window of memory. */
import type { TypedArray } from '../../tensor/index.js';

/** The memory of an array's first n elements; the array itself where that is bytes already. */
export function memoryOf(array: TypedArray, n: number = array.length): Uint8Array {
  // Asking a small array for its buffer moves its elements.
  if (array instanceof Uint8Array && n === array.length) return array;
  return new Uint8Array(array.buffer, array.byteOffset, n * array.BYTES_PER_ELEMENT);
}

/**
 * What files read and write: bytes that are counted from 0. Numbers are taken from `window` and put there, by the same memory's
 * `view`; what is long passes by the window.
 */
export abstract class Bytes {
  /** How errors name it. */
  readonly name: string;
  /** Where the next byte is read or written. */
  position = 0;
  window: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(this.window.buffer);
  /** The position of the window's first byte, and how many of its bytes are the file's. */
  protected start = 0;
  protected filled = 0;

  constructor(name: string) {
    this.name = name;
  }

  abstract readonly size: number;

  /** How many bytes there are from the position on. */
  get left(): number {
    return Math.max(0, this.size - this.position);
  }

  /** Where in the window the next n bytes are, n ≤ 4096, without passing them; −1 when fewer are left. */
  ahead(n: number): number {
    const at = this.position - this.start;
    return at >= 0 && at + n <= this.filled ? at : this.load(n);
  }

  /** As `ahead`, and passes them. */
  take(n: number): number {
    const at = this.ahead(n);
    if (at >= 0) this.position += n;
    return at;
  }

  /** Brings the next n bytes into the window, n ≤ 4096. */
  protected abstract load(n: number): number;

  /** Where in the window the next n bytes are to be put, n ≤ 4096; passes them. */
  abstract room(n: number): number;

  /** Fills `into` as far as there are bytes, and returns how many there were. */
  abstract read(into: Uint8Array): number;

  abstract write(from: Uint8Array): void;

  seek(position: number): void {
    this.position = position;
  }

  /** The next n bytes, in memory of their own. */
  next(n: number): Uint8Array {
    const bytes = new Uint8Array(n);
    this.read(bytes);
    return bytes;
  }

  /** Cuts off what lies behind the first `size` bytes. */
  abstract truncate(size: number): void;

  /** Before each operation: whoever else holds the memory may have changed it. */
  refresh(): void {}

  /** After each operation. */
  settle(): void {}

  /** What was written reaches whoever else reads the file. */
  flush(): void {}

  close(): void {}
}
