/** @file Bytes of a file on disk. */
import type * as fs from 'node:fs';
import { Bytes } from './bytes.js';

/** More than any object's header, and enough for calls of the system not to matter. */
const windowLength = 65536;

// One call of the system moves less than 2 GB.
const longestCall = 2 ** 30;

/** Moves `n` bytes in calls `move(from, count)` of at most 1 GB, until one of them moves none. */
function inCalls(n: number, move: (from: number, count: number) => number): number {
  let done = 0;
  while (done < n) {
    const moved = move(done, Math.min(longestCall, n - done));
    if (moved === 0) break;
    done += moved;
  }
  return done;
}

/** The window is the last part that was read or written; `changed` bytes of it are not on disk yet. */
export class DiskBytes extends Bytes {
  readonly #fs: typeof fs;
  readonly #file: number;
  #size: number;
  #changedFrom = 0;
  #changedTo = 0;
  /** Whether writing may wait, and reading may go ahead. */
  isBuffered = true;

  constructor(name: string, system: typeof fs, file: number) {
    super(name);
    this.#fs = system;
    this.#file = file;
    this.#size = system.fstatSync(file).size;
    this.window = new Uint8Array(windowLength);
    this.view = new DataView(this.window.buffer);
  }

  get size(): number {
    return this.#size;
  }

  protected load(n: number): number {
    this.flush();
    this.start = this.position;
    this.filled = this.#pull(this.window.subarray(0, Math.min(windowLength, this.left)), this.start);
    return n <= this.filled ? 0 : -1;
  }

  room(n: number): number {
    let at = this.position - this.start;
    if (at < 0 || at > this.filled || at + n > windowLength) {
      this.flush();
      this.start = this.position;
      this.filled = 0;
      at = 0;
    }
    const end = at + n;
    if (this.#changedFrom === this.#changedTo) this.#changedFrom = at;
    this.#changedFrom = Math.min(this.#changedFrom, at);
    this.#changedTo = Math.max(this.#changedTo, end);
    this.filled = Math.max(this.filled, end);
    this.position += n;
    this.#size = Math.max(this.#size, this.position);
    return at;
  }

  read(into: Uint8Array): number {
    let done = 0;
    while (done < into.length) {
      const rest = into.length - done;
      if (rest >= windowLength) {
        // Straight to where it belongs.
        this.flush();
        const got = this.#pull(into.subarray(done), this.position);
        this.position += got;
        return done + got;
      }
      const at = this.ahead(1);
      if (at < 0) break;
      const count = Math.min(rest, this.filled - at);
      into.set(this.window.subarray(at, at + count), done);
      this.position += count;
      done += count;
    }
    return done;
  }

  write(from: Uint8Array): void {
    if (from.length < windowLength) {
      const at = this.room(from.length);
      this.window.set(from, at);
      return;
    }
    this.flush();
    this.filled = 0;
    this.#push(from, this.position);
    this.position += from.length;
    this.#size = Math.max(this.#size, this.position);
  }

  truncate(size: number): void {
    this.flush();
    this.filled = 0;
    this.#fs.ftruncateSync(this.#file, size);
    this.#size = size;
  }

  override refresh(): void {
    if (!this.isBuffered) this.#size = this.#fs.fstatSync(this.#file).size;
  }

  override settle(): void {
    if (this.isBuffered) return;
    this.flush();
    this.filled = 0;
  }

  override flush(): void {
    const [from, to] = [this.#changedFrom, this.#changedTo];
    // What cannot be written is not tried again when the file is closed.
    this.#changedFrom = this.#changedTo = 0;
    if (from < to) this.#push(this.window.subarray(from, to), this.start + from);
  }

  override close(): void {
    try {
      this.flush();
    } finally {
      this.#fs.closeSync(this.#file);
    }
  }

  #pull(into: Uint8Array, position: number): number {
    return inCalls(into.length, (from, n) => this.#fs.readSync(this.#file, into, from, n, position + from));
  }

  #push(from: Uint8Array, position: number): void {
    inCalls(from.length, (at, n) => this.#fs.writeSync(this.#file, from, at, n, position + at));
  }
}
