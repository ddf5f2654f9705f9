/** @file Heap: the linear memory of a WASM module, into which operands are copied and from which results are. */
import type { Scratch, Vector } from '../kernels.js';
import { window } from '../windows.js';

/** Below this length a loop copies faster than a call into the engine. */
const SHORT = 48;
/** Operands longer than this are copied in pieces, so that every window's length stays small. */
const PIECE = 2 ** 21;
const PAGE = 2 ** 16;
/** No more is placed: addresses stay within 31 bits, and a copy of so much costs more than it saves. */
const LARGEST = 2 ** 30;

/** Memory of this thread alone, which grows when it has to. */
function own(pages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages });
}

export class Heap {
  readonly memory: WebAssembly.Memory;
  private f64: Float64Array;
  private f32: Float32Array;
  private top: number;
  /** Where `open` begins: behind what is reserved. */
  private base: number;
  /** Memory for what lies between two kernels; none until it is asked for. */
  private kept: { at: number; bytes: number } | undefined;

  /** Memory of at least `bytes` from address `base` on, as `make` makes it; what lies below is the module's own. */
  constructor(base: number, bytes: number, make: (pages: number) => WebAssembly.Memory = own) {
    this.base = base;
    this.top = base;
    this.memory = make(Math.ceil((base + bytes) / PAGE));
    this.f64 = new Float64Array(this.memory.buffer);
    this.f32 = new Float32Array(this.memory.buffer);
  }

  /** Whether `bytes` can be placed, growing the memory when needed; forgets what was placed before. */
  open(bytes: number): boolean {
    this.top = this.base;
    if (bytes > LARGEST) return false;
    const missing = this.base + bytes - this.memory.buffer.byteLength;
    if (missing <= 0) return true;
    try {
      this.memory.grow(Math.ceil(missing / PAGE));
    } catch {
      return false;
    }
    this.f64 = new Float64Array(this.memory.buffer);
    this.f32 = new Float32Array(this.memory.buffer);
    return true;
  }

  /** The address of `bytes` that nothing else will be placed in, of those that the memory has. */
  reserve(bytes: number): number {
    this.top = this.base;
    const at = this.place(bytes);
    this.base = this.top;
    return at;
  }

  /** n elements that nothing else is placed in; undefined where the memory cannot grow by so many. */
  scratch(n: number, like: Vector): Scratch | undefined {
    const bytes = n * like.BYTES_PER_ELEMENT;
    if (!this.kept || this.kept.bytes < bytes) {
      // Behind it nothing is placed for longer than a call.
      if (this.kept) this.base = this.kept.at;
      this.kept = undefined;
      if (!this.open(bytes + 16)) return undefined;
      this.kept = { at: this.reserve(bytes), bytes };
    }
    return like instanceof Float64Array
      ? { array: this.f64, offset: this.kept.at >> 3 }
      : { array: this.f32, offset: this.kept.at >> 2 };
  }

  /** The address of x[from] where it lies in this memory, else 0. To be asked for before `open`, which may move all. */
  addressOf(x: Vector, from: number): number {
    return x.buffer === this.memory.buffer ? x.byteOffset + from * x.BYTES_PER_ELEMENT : 0;
  }

  /** The address of `bytes` more, aligned for vectors, of those that `open` made room for. */
  place(bytes: number): number {
    const at = this.top;
    this.top += (bytes + 15) & ~15;
    return at;
  }

  /** memory[at …] ← x[from … from + n − 1]. */
  write(at: number, x: Vector, from: number, n: number): void {
    if (x instanceof Float64Array) copy(x, from, this.f64, at >> 3, n);
    else copy(x, from, this.f32, at >> 2, n);
  }

  /** y[to … to + n − 1] ← memory[at …]. */
  read(at: number, y: Vector, to: number, n: number): void {
    if (y instanceof Float64Array) copy(this.f64, at >> 3, y, to, n);
    else copy(this.f32, at >> 2, y, to, n);
  }

  /** A row-major matrix, `ld` elements from row to row, placed without gaps. */
  placeMatrix(x: Vector, from: number, rows: number, columns: number, ld: number): number {
    const size = x.BYTES_PER_ELEMENT;
    const at = this.place(rows * columns * size);
    if (ld === columns) this.write(at, x, from, rows * columns);
    else for (let i = 0; i < rows; i++) this.write(at + i * columns * size, x, from + i * ld, columns);
    return at;
  }

  /** The matrix back to where it was placed from. */
  readMatrix(at: number, y: Vector, to: number, rows: number, columns: number, ld: number): void {
    if (ld === columns) this.read(at, y, to, rows * columns);
    else for (let i = 0; i < rows; i++) this.read(at + i * columns * y.BYTES_PER_ELEMENT, y, to + i * ld, columns);
  }
}

function copy<T extends Vector>(x: T, from: number, y: T, to: number, n: number): void {
  if (n < SHORT) for (let i = 0; i < n; i++) y[to + i] = x[from + i];
  else {
    for (let i = 0; i < n; i += PIECE) {
      y.set(window(x, from + i, Math.min(PIECE, n - i)), to + i);
    }
  }
}
