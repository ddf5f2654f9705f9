/** @file Tensor: size, stride and offset over a storage. The families of functions are in the files beside this one. */
import ndarray, { type NdArray } from 'ndarray';
import ops from 'ndarray-ops';
import type { Blas } from './blas.js';
import type { Pointwise } from './pointwise.js';
import type { Printing } from './printing.js';
import type { RandomFills } from './random.js';
import type { Reductions } from './reductions.js';
import { Storage } from './storage.js';
import { type ElementType, elementType, elementTypes, type TypedArray, type TypeName } from './types.js';
import type { Views } from './views.js';

export type NestedNumbers = readonly (number | NestedNumbers)[];

export interface Tensor extends Views, Pointwise, Reductions, Blas, RandomFills, Printing {}

/**
 * An n-dimensional view of a storage: element (i₀, i₁, …) is `storage[offset + Σ stride[d]·i_d]`. Indices and dimensions
 * count from 0, negative dimensions from the end. A tensor without dimensions is empty. All types are one class, so that
 * code which takes tensors stays monomorphic; what differs is the storage.
 */
export class Tensor {
  /** @internal */ _storage: Storage;
  /** @internal */ _offset: number;
  /** @internal */ _size: number[];
  /** @internal */ _stride: number[];
  #view: NdArray<TypedArray> | undefined;

  /** A view of `storage`; without strides it is contiguous (row-major). */
  constructor(storage: Storage, offset: number = 0, size: readonly number[] = [], stride?: readonly number[]) {
    this._storage = storage;
    this._offset = offset;
    this._size = dimensions(size);
    this._stride = stride ? stride.slice(0, this._size.length) : contiguousStride(this._size);
    this.#view = undefined;
    if (this._size.length > 0) this.checkBounds();
  }

  /** A zeroed tensor. */
  static zeros(type: TypeName | ElementType, size: readonly number[]): Tensor {
    return new Tensor(new Storage(type, count(dimensions(size))), 0, size);
  }

  /** A tensor of the given (nested, rectangular) numbers. */
  static from(type: TypeName | ElementType, values: NestedNumbers | TypedArray): Tensor {
    const size: number[] = [];
    for (let level: unknown = values; isList(level); level = level[0]) size.push(level.length);
    const flat: number[] = [];
    flatten(values as NestedNumbers, size, 0, flat);
    return new Tensor(new Storage(type, flat), 0, size);
  }

  /** `torch.DoubleTensor`, …; with a name, a tensor of that type (this one when it is that already). */
  type(): string;
  type(name: string): Tensor;
  type(name?: string): string | Tensor {
    if (name === undefined) return `torch.${this.elementType.name}Tensor`;
    const target = elementType(name);
    if (target === this.elementType) return this;
    return Tensor.zeros(target, this._size).copy(this);
  }

  get elementType(): ElementType {
    return this._storage.elementType;
  }

  storage(): Storage {
    return this._storage;
  }

  storageOffset(): number {
    return this._offset;
  }

  dim(): number {
    return this._size.length;
  }

  nDimension(): number {
    return this._size.length;
  }

  /** The sizes (a copy), or that of one dimension. */
  size(): number[];
  size(dim: number): number;
  size(dim?: number): number | number[] {
    return dim === undefined ? this._size.slice() : (this._size[this.axis('size', dim)]);
  }

  /** The strides in elements (a copy), or that of one dimension. */
  stride(): number[];
  stride(dim: number): number;
  stride(dim?: number): number | number[] {
    return dim === undefined ? this._stride.slice() : (this._stride[this.axis('stride', dim)]);
  }

  nElement(): number {
    return count(this._size);
  }

  isContiguous(): boolean {
    let expected = 1;
    for (let d = this._size.length - 1; d >= 0; d--) {
      if (this._size[d] !== 1) {
        if (this._stride[d] !== expected) return false;
        expected *= this._size[d];
      }
    }
    return true;
  }

  isSameSizeAs(other: Tensor): boolean {
    if (this._size.length !== other._size.length) return false;
    for (let d = 0; d < this._size.length; d++) if (this._size[d] !== other._size[d]) return false;
    return true;
  }

  /** The same memory as an ndarray, without a copy. An empty tensor gives shape [0]. */
  get ndarray(): NdArray<TypedArray> {
    if (!this.#view || this.#view.data !== this._storage.data) {
      this.#view =
        this._size.length === 0
          ? ndarray(this._storage.data, [0])
          : ndarray(this._storage.data, this._size.slice(), this._stride.slice(), this._offset);
    }
    return this.#view;
  }

  get(...index: number[]): number {
    return this._storage.data[this.position('get', index)];
  }

  /** `x.set(i, j, value)` writes an element; `x.set(y)` and `x.set(storage, offset, size, stride)` make x a view of it. */
  set(source: Tensor): this;
  set(storage: Storage, offset?: number, size?: readonly number[], stride?: readonly number[]): this;
  set(...indexThenValue: number[]): this;
  set(...args: [Tensor] | [Storage, number?, (readonly number[])?, (readonly number[])?] | number[]): this {
    const first = args[0];
    if (first instanceof Tensor) return this.become(first._storage, first._offset, first._size, first._stride);
    if (first instanceof Storage) {
      const [storage, offset = 0, size = [first.data.length], stride] = args as [Storage, number?, number[]?, number[]?];
      const view = new Tensor(storage, offset, size, stride);
      return this.become(storage, view._offset, view._size, view._stride);
    }
    const numbers = args as number[];
    this._storage.set(this.position('set', numbers.slice(0, -1)), numbers[numbers.length - 1]);
    return this;
  }

  /** The values of every element in row-major order. */
  toArray(): number[] {
    return Array.from(this.contiguousData());
  }

  /** Writes the elements of `source` (as many, any shape, any type) into this tensor. */
  copy(source: Tensor): this {
    if (source === this) return this;
    const n = this.nElement();
    if (source.nElement() !== n) {
      throw new RangeError(`Tensor.copy: expected ${n} elements (${this._size.join('×')}), got ${source.describe()}`);
    }
    const to = this._storage.data;
    const { cast } = this.elementType;
    if (this.isContiguous() && source.isContiguous() && !(cast && source.elementType !== this.elementType)) {
      const from = source._storage.data;
      // A subarray would be an allocation in the middle of a training step.
      if (from.length === n && n >= 64) to.set(from, this._offset);
      else for (let i = 0; i < n; i++) to[this._offset + i] = from[source._offset + i];
    } else if (cast && source.elementType !== this.elementType) {
      const values = source.contiguousData();
      this.copy(new Tensor(new Storage(this.elementType, Array.from(values)), 0, this._size));
    } else if (this.isSameSizeAs(source)) {
      if (n > 0) ops.assign(this.ndarray, source.ndarray);
    } else {
      this.copy(new Tensor(new Storage(source.elementType, source.contiguousData()), 0, this._size));
    }
    return this;
  }

  /** Makes this tensor contiguous of the given sizes, keeping the storage and growing it when needed. */
  resize(...sizes: number[] | [readonly number[]]): this {
    const size = Array.isArray(sizes[0]) ? (sizes[0] as readonly number[]) : (sizes as number[]);
    if (this.hasSize(size) && this.isContiguous()) return this;
    this._size = dimensions(size);
    this._stride = contiguousStride(this._size);
    this.#view = undefined;
    const needed = this._offset + count(this._size);
    if (needed > this._storage.data.length) this._storage.resize(needed);
    return this;
  }

  resizeAs(other: Tensor): this {
    return this.isSameSizeAs(other) ? this : this.resize(other._size);
  }

  /** Itself when contiguous, otherwise a contiguous copy. */
  contiguous(): Tensor {
    return this.isContiguous() ? this : this.clone();
  }

  /** A contiguous copy with memory of its own. */
  clone(): Tensor {
    return Tensor.zeros(this.elementType, this._size).copy(this);
  }

  /** An empty tensor of the same type. */
  new(): Tensor {
    return Tensor.zeros(this.elementType, []);
  }

  double(): Tensor {
    return this.type('Double');
  }

  float(): Tensor {
    return this.type('Float');
  }

  long(): Tensor {
    return this.type('Long');
  }

  /** `DoubleTensor(2 × 3)`: how errors speak of a tensor. */
  describe(): string {
    return `${this.elementType.name}Tensor(${this._size.join(' × ')})`;
  }

  /** The dimension counted from 0; negative ones count from the end. */
  axis(method: string, dim: number): number {
    const n = this._size.length;
    const d = dim < 0 ? dim + n : dim;
    if (!Number.isInteger(dim) || d < 0 || d >= n) {
      throw new RangeError(`Tensor.${method}: expected a dimension of ${this.describe()}, got ${dim}`);
    }
    return d;
  }

  private hasSize(size: readonly number[]): boolean {
    if (size.length !== this._size.length) return false;
    for (let d = 0; d < size.length; d++) if (size[d] !== this._size[d]) return false;
    return true;
  }

  private become(storage: Storage, offset: number, size: readonly number[], stride: readonly number[]): this {
    if (storage.elementType !== this.elementType) {
      throw new TypeError(`Tensor.set: expected ${this.elementType.name}, got ${storage.elementType.name}`);
    }
    this._storage = storage;
    this._offset = offset;
    this._size = size.slice();
    this._stride = stride.slice();
    this.#view = undefined;
    return this;
  }

  /** The elements in row-major order: a piece of the storage when contiguous, a copy otherwise. */
  private contiguousData(): TypedArray {
    const source = this.contiguous();
    return source._storage.data.subarray(source._offset, source._offset + source.nElement());
  }

  private position(method: string, index: readonly number[]): number {
    if (index.length !== this._size.length || index.length === 0) {
      throw new RangeError(`Tensor.${method}: expected ${this._size.length} indices, got ${index.length}`);
    }
    let position = this._offset;
    for (let d = 0; d < index.length; d++) {
      const size = this._size[d];
      const given = index[d];
      const i = given < 0 ? given + size : given;
      if (!Number.isInteger(i) || i < 0 || i >= size) {
        throw new RangeError(`Tensor.${method}: expected index ${d} in 0..${size - 1}, got ${given}`);
      }
      position += i * (this._stride[d]);
    }
    return position;
  }

  private checkBounds(): void {
    let last = this._offset;
    let first = this._offset;
    for (let d = 0; d < this._size.length; d++) {
      const reach = ((this._size[d]) - 1) * (this._stride[d]);
      if (reach > 0) last += reach;
      else first += reach;
    }
    if (first < 0 || last >= this._storage.data.length) {
      throw new RangeError(
        `Tensor: expected a view within the ${this._storage.data.length} elements of its storage, got elements ${first}..${last}`,
      );
    }
  }
}

/** Torch's rule: the sizes end before the first one that is not positive. */
function dimensions(size: readonly number[]): number[] {
  let n = 0;
  while (n < size.length && (size[n]) > 0) n++;
  for (const s of size) {
    if (!Number.isInteger(s)) throw new RangeError(`Tensor: expected whole sizes, got ${size.join(' × ')}`);
  }
  return size.slice(0, n);
}

function count(size: readonly number[]): number {
  if (size.length === 0) return 0;
  let n = 1;
  for (let d = 0; d < size.length; d++) n *= size[d];
  return n;
}

export function contiguousStride(size: readonly number[]): number[] {
  const stride = new Array<number>(size.length);
  let step = 1;
  for (let d = size.length - 1; d >= 0; d--) {
    stride[d] = step;
    step *= size[d];
  }
  return stride;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function flatten(values: NestedNumbers, size: readonly number[], depth: number, flat: number[]): void {
  if (values.length !== size[depth]) {
    throw new RangeError(`Tensor: expected rows of equal length ${size[depth]}, got ${values.length}`);
  }
  for (const value of values) {
    if (depth + 1 < size.length) {
      if (!isList(value)) throw new TypeError(`Tensor: expected nested arrays ${size.length} deep, got ${typeof value}`);
      flatten(value as NestedNumbers, size, depth + 1, flat);
    } else if (typeof value === 'number') flat.push(value);
    else throw new TypeError(`Tensor: expected numbers ${size.length} arrays deep, got ${typeof value}`);
  }
}

/** Every type's name, for those who make one thing a type. */
export const typeNames: readonly TypeName[] = Object.keys(elementTypes) as TypeName[];
