/** @file The VM's memory, and text in it. */
import type { Api } from './api.js';

const utf8 = new TextDecoder();
const toUtf8 = new TextEncoder();

/** Room for short texts on their way to C. */
const SCRATCH = 2 ** 16;

/** Views of WebAssembly memory, renewed when it grows. */
export class Memory {
  bytes: Uint8Array = new Uint8Array();
  words: Int32Array = new Int32Array();
  private memory: WebAssembly.Memory | undefined = undefined;
  private api: Api | undefined = undefined;
  private scratch: number = 0;
  private scratchEnd: number = 0;

  attach(memory: WebAssembly.Memory, api: Api): void {
    this.memory = memory;
    this.api = api;
    this.renew();
    this.scratch = api.malloc(SCRATCH);
    this.scratchEnd = this.scratch + SCRATCH;
  }

  /** By a fifth at least, so that growing stays rare. Returns whether there was room, 1 or 0. */
  grow(size: number): number {
    const wanted = Math.max(size >>> 0, Math.min(this.bytes.length * 1.2, 2 ** 31));
    try {
      this.memory?.grow(Math.ceil((wanted - this.bytes.length) / 65536));
    } catch {
      return 0;
    }
    this.renew();
    return 1;
  }

  text(pointer: number, length: number): string {
    if (length < 32) {
      let ascii = '';
      for (let i = 0; i < length; i++) {
        const byte = this.bytes[pointer + i];
        if (byte > 127) break;
        ascii += String.fromCharCode(byte);
      }
      if (ascii.length === length) return ascii;
    }
    return utf8.decode(this.bytes.subarray(pointer, pointer + length));
  }

  /** The text up to the byte 0. */
  name(pointer: number): string {
    return this.text(pointer, this.bytes.indexOf(0, pointer) - pointer);
  }

  /** Calls `use` with address and length of the text, in UTF-8 and with a byte 0 behind it, or of the bytes. */
  withText<R>(text: string | Uint8Array, use: (pointer: number, length: number) => R): R {
    if (typeof text === 'string' && text.length * 3 < this.scratchEnd - this.scratch) {
      const pointer = this.scratch;
      const { written } = toUtf8.encodeInto(text, this.bytes.subarray(pointer, this.scratchEnd));
      this.bytes[pointer + written] = 0;
      // A collection that C starts meanwhile may come back here: it finds the rest of the room.
      this.scratch = pointer + written + 1;
      try {
        return use(pointer, written);
      } finally {
        this.scratch = pointer;
      }
    }
    const bytes = typeof text === 'string' ? toUtf8.encode(text) : text;
    const api = this.api as Api;
    const pointer = api.malloc(bytes.length + 1);
    if (pointer === 0) throw new RangeError(`Lua: expected room for ${bytes.length} bytes, got no memory`);
    try {
      this.bytes.set(bytes, pointer);
      this.bytes[pointer + bytes.length] = 0;
      return use(pointer, bytes.length);
    } finally {
      api.free(pointer);
    }
  }

  private renew(): void {
    const { buffer } = this.memory as WebAssembly.Memory;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
  }
}
