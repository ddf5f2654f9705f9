/** @file The elements of a tensor of any type and strides, piece by piece side by side for a loop. */
import type { Vector } from '../../kernels/index.js';
import type { Tensor } from '../tensor.js';
import { PIECE } from './loop.js';
import { loadIntegers, loadReals, type Move, storeIntegers, storeReals } from './move.js';

/** Rows of so many elements are worked on where they are, shorter ones moved. */
const ROW = 64;
/** What the pieces of four tensors are moved to. */
const scratches: readonly { readonly double: Float64Array; readonly single: Float32Array }[] = Array.from(
  { length: 4 },
  () => ({ double: new Float64Array(PIECE), single: new Float32Array(PIECE) }),
);

export class Lane {
  /**
   * Where the loop finds the piece: in the tensor's own array, if that holds what a loop takes and leaves, or in a
   * scratch.
   */
  readonly data: Vector;
  at = 0;
  readonly #tensor: Tensor;
  readonly #real: boolean;
  readonly #direct: boolean;
  readonly #size: number[] = [];
  readonly #stride: number[] = [];
  /** Of the element that comes next: its indices, and its place in the storage. */
  readonly #index: number[] = [];
  #place: number;

  /** `order` lists the dimensions, the one whose index runs fastest last. */
  constructor(tensor: Tensor, order: readonly number[] | undefined, number: number, written: boolean) {
    const { data } = tensor._storage;
    this.#tensor = tensor;
    this.#place = tensor._offset;
    this.#join(tensor, order ?? Array.from(tensor._size.keys()));
    const single = data instanceof Float32Array;
    this.#real = single || data instanceof Float64Array;
    const inner = this.#size.length - 1;
    const inRows = this.#stride[inner] === 1 && (inner === 0 || this.#size[inner] >= ROW);
    this.#direct = this.#real && inRows && !(written && tensor.elementType.checked);
    if (this.#direct) this.data = data as Vector;
    else this.data = single ? scratches[number].single : scratches[number].double;
  }

  /** Sizes and strides in the order of the walk; dimensions that can be walked as one are joined. */
  #join({ _size, _stride }: Tensor, order: readonly number[]): void {
    for (const d of order) {
      const [size, stride] = [_size[d], _stride[d]];
      const last = this.#size.length - 1;
      if (last >= 0 && this.#stride[last] === size * stride) {
        this.#size[last] *= size;
        this.#stride[last] = stride;
      } else if (size > 1 || (last < 0 && d === order.at(-1))) {
        this.#size.push(size);
        this.#stride.push(stride);
        this.#index.push(0);
      }
    }
  }

  /** How many elements, k at most, the next piece may have. */
  fitting(k: number): number {
    const inner = this.#size.length - 1;
    return this.#direct ? Math.min(k, this.#size[inner] - this.#index[inner]) : k;
  }

  /** Brings the next k elements before the loop. */
  load(k: number): void {
    if (this.#direct) this.#pass(k);
    else this.#transfer(k, this.#real ? loadReals : loadIntegers);
  }

  /** Makes room for the next k elements. */
  open(k: number): void {
    if (this.#direct) this.#pass(k);
  }

  /** Makes what the loop left elements of a Long or Half, or throws. */
  check(k: number): void {
    const { checked, integer, cast } = this.#tensor.elementType;
    if (!checked) return;
    const { data } = this;
    if (!integer) for (let i = 0; i < k; i++) data[i] = cast(data[i]);
    else
      for (let i = 0; i < k; i++) {
        const value = Math.trunc(data[i]) + 0;
        data[i] = Number.isSafeInteger(value) ? value : cast(value);
      }
  }

  /** Stores what the loop left. */
  store(k: number): void {
    if (!this.#direct) this.#transfer(k, this.#real ? storeReals : storeIntegers);
  }

  #pass(k: number): void {
    this.at = this.#place;
    this.#advance(this.#size.length - 1, k);
  }

  /** Whole rows together, what is left of one, or is needed of one, alone. */
  #transfer(k: number, move: Move): void {
    const { data } = this.#tensor._storage;
    const size = this.#size;
    const index = this.#index;
    const inner = size.length - 1;
    const outer = inner - 1;
    const n = size[inner];
    const far = inner > 0 ? this.#stride[outer] : 0;
    const step = this.#stride[inner];
    for (let done = 0; done < k; ) {
      const needed = k - done;
      if (inner > 0 && index[inner] === 0 && needed >= n) {
        const rows = Math.min(Math.floor(needed / n), size[outer] - index[outer]);
        move(rows, n, data, this.#place, far, step, this.data, done);
        this.#advance(outer, rows);
        done += rows * n;
      } else {
        const part = Math.min(needed, n - index[inner]);
        move(1, part, data, this.#place, far, step, this.data, done);
        this.#advance(inner, part);
        done += part;
      }
    }
  }

  /** By so many steps along dimension d, which has as many left. */
  #advance(d: number, steps: number): void {
    const size = this.#size;
    const stride = this.#stride;
    const index = this.#index;
    let place = this.#place + steps * stride[d];
    index[d] += steps;
    while (d > 0 && index[d] === size[d]) {
      place += stride[d - 1] - size[d] * stride[d];
      index[d] = 0;
      index[--d]++;
    }
    this.#place = place;
  }
}
