/** @file Bytes in a CharStorage. */
import { Storage } from '../../tensor/index.js';
import { FileFormatError } from '../t7/format-error.js';
import { Bytes } from './bytes.js';

/** The window is all of the storage; what is written grows it. */
export class MemoryBytes extends Bytes {
  readonly storage: Storage;

  /** `end` elements at the storage's end are none of the file's: the zero behind its bytes. */
  constructor(name: string, storage: Storage, end: number) {
    super(name);
    this.storage = storage;
    this.filled = storage.data.length - end;
    this.refresh();
  }

  /** Over the given bytes, without a copy; for reading. */
  static of(name: string, bytes: Uint8Array): MemoryBytes {
    const chars = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    return new MemoryBytes(name, new Storage('Char', chars), 0);
  }

  get size(): number {
    return this.filled;
  }

  override refresh(): void {
    const { buffer, byteOffset, length } = this.storage.data;
    if (this.window.buffer === buffer && this.window.length === length) return;
    this.window = new Uint8Array(buffer, byteOffset, length);
    this.view = new DataView(buffer, byteOffset, length);
    this.filled = Math.min(this.filled, length);
  }

  /** There are no holes in memory. */
  override seek(position: number): void {
    if (position > this.size) {
      throw new FileFormatError(this.name, this.size, 'a position up to the end of the file', String(position));
    }
    this.position = position;
  }

  protected load(): number {
    return -1;
  }

  room(n: number): number {
    const at = this.position;
    const end = at + n;
    this.position = end;
    if (end > this.filled) {
      this.#reserve(end + 1);
      this.truncate(end);
    }
    return at;
  }

  read(into: Uint8Array): number {
    const n = Math.min(into.length, this.left);
    into.set(this.window.subarray(this.position, this.position + n));
    this.position += n;
    return n;
  }

  write(from: Uint8Array): void {
    const at = this.room(from.length);
    this.window.set(from, at);
  }

  truncate(size: number): void {
    this.filled = size;
    this.window[size] = 0;
  }

  #reserve(length: number): void {
    const old = this.storage.data.length;
    if (length <= old) return;
    this.storage.resize(Math.max(length, Math.floor(1.5 * old)));
    this.refresh();
  }
}
