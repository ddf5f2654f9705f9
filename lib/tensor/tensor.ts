/** @file Tensor: size, stride and offset over a storage. The families of functions are in the files beside this one. */
import ndarray, { type NdArray } from 'ndarray';
import type { Methods } from './calls.js';
import { copyElements } from './copy.js';
import type { Families } from './families.js';
import { type NestedNumbers, unnested } from './nested.js';
import type { Pointwise } from './pointwise.js';
import type { Printing } from './printing.js';
import { contiguousStride, dimensions, listed, type Sizes } from './shape.js';
import { Storage } from './storage.js';
import { type ElementType, elementType, type TypedArray, type TypeName } from './types.js';
import type { Views } from './views.js';

export interface Tensor extends Views, Pointwise, Printing, Methods<Families> {}

/**
 * An n-dimensional view of a storage: element (i₀, i₁, …) is `storage[offset + Σ stride[d]·i_d]`. Indices and dimensions
 * count from 0, negative ones from the end. A tensor without dimensions is empty. All types are one class, so that code
 * which takes tensors stays monomorphic; what differs is the storage.
 */
export class Tensor {
  /** @internal */ _storage: Storage;
  /** @internal */ _offset: number;
  /** @internal */ _size: number[];
  /** @internal */ _stride: number[];
  #view: NdArray<TypedArray> | undefined;

  /** A view of `storage`; without strides it is contiguous (row-major). */
  constructor(storage: Storage, offset: number = 0, size: readonly number[] = [], stride?: readonly number[]) {
    if (stride && stride.length !== size.length) {
      throw new RangeError(`Tensor: expected ${size.length} strides, got ${stride.length}`);
    }
    this._storage = storage;
    this._offset = offset;
    this._size = dimensions(size);
    this._stride = stride ? stride.slice(0, this._size.length) : contiguousStride(this._size);
    this.#view = undefined;
    if (this._size.length > 0) this.checkBounds();
  }

  /** A zeroed tensor. */
  static zeros(type: TypeName | ElementType, size: readonly number[]): Tensor {
    return new Tensor(new Storage(type)).resize(size);
  }

  /** A tensor of the given (nested, rectangular) numbers, a copy of them. */
  static from(type: TypeName | ElementType, values: NestedNumbers | TypedArray): Tensor {
    const { size, numbers } = unnested(values);
    return new Tensor(new Storage(type, numbers), 0, size);
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

  double(): Tensor {
    return this.type('Double');
  }

  float(): Tensor {
    return this.type('Float');
  }

  long(): Tensor {
    return this.type('Long');
  }

  int(): Tensor {
    return this.type('Int');
  }

  short(): Tensor {
    return this.type('Short');
  }

  char(): Tensor {
    return this.type('Char');
  }

  byte(): Tensor {
    return this.type('Byte');
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
    return dim === undefined ? this._size.slice() : this._size[this.axis('size', dim)];
  }

  /** The strides in elements (a copy), or that of one dimension. */
  stride(): number[];
  stride(dim: number): number;
  stride(dim?: number): number | number[] {
    return dim === undefined ? this._stride.slice() : this._stride[this.axis('stride', dim)];
  }

  nElement(): number {
    let n = this._size.length === 0 ? 0 : 1;
    for (let d = 0; d < this._size.length; d++) n *= this._size[d];
    return n;
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
    return this.hasSize(other._size);
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

  /**
   * `x.set(i, j, value)` writes an element; `x.set(y)` and `x.set(storage, offset, size, stride)` make x a view of it, with
   * no size of all that lies behind the offset. The storage is never grown.
   */
  set(source: Tensor): this;
  set(storage: Storage, offset?: number, size?: readonly number[], stride?: readonly number[]): this;
  set(...indexThenValue: number[]): this;
  set(...args: [Tensor] | [Storage, number?, (readonly number[])?, (readonly number[])?] | number[]): this {
    const first = args[0];
    if (first instanceof Tensor) return this.become(first);
    if (first instanceof Storage) {
      const [storage, offset = 0, size = [storage.size() - offset], stride] = args as [
        Storage,
        number?,
        number[]?,
        number[]?,
      ];
      return this.become(new Tensor(storage, offset, size, stride));
    }
    const numbers = args as number[];
    const value = this.elementType.cast(numbers[numbers.length - 1]);
    this._storage.data[this.position('set', numbers.slice(0, -1))] = value;
    return this;
  }

  /** The values of every element in row-major order. */
  toArray(): number[] {
    const { _storage, _offset } = this.contiguous();
    return Array.from(_storage.data.subarray(_offset, _offset + this.nElement()));
  }

  /** Writes the elements of `source` (as many, any shape, any type) into this tensor, as if through a copy of them. */
  copy(source: Tensor): this {
    copyElements(this, source);
    return this;
  }

  /**
   * Gives the tensor other sizes: contiguous from its offset on, in the same storage, which grows when it has to. What the
   * elements are afterwards is not said. A tensor that has the sizes stays as it is, strides and all, as in Torch.
   */
  resize(...sizes: Sizes): this {
    const size = listed(sizes);
    if (this.hasSize(size)) return this;
    this._size = dimensions(size);
    this._stride = contiguousStride(this._size);
    this.#view = undefined;
    const needed = this._offset + this.nElement();
    if (needed > this._storage.data.length) this._storage.resize(needed);
    return this;
  }

  resizeAs(other: Tensor): this {
    return this.hasSize(other._size) ? this : this.resize(other._size);
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

  private become(view: Tensor): this {
    if (view.elementType !== this.elementType) {
      throw new TypeError(`Tensor.set: expected ${this.elementType.name}, got ${view.elementType.name}`);
    }
    this._storage = view._storage;
    this._offset = view._offset;
    this._size = view._size.slice();
    this._stride = view._stride.slice();
    this.#view = undefined;
    return this;
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
      position += i * this._stride[d];
    }
    return position;
  }

  private checkBounds(): void {
    let first = this._offset;
    let last = this._offset;
    for (let d = 0; d < this._size.length; d++) {
      const span = (this._size[d] - 1) * this._stride[d];
      if (span > 0) last += span;
      else first += span;
    }
    const { length } = this._storage.data;
    if (!(Number.isInteger(first) && Number.isInteger(last) && first >= 0 && last < length)) {
      throw new RangeError(
        `Tensor: expected a view within the ${length} elements of its storage, got ${first}..${last}`,
      );
    }
  }
}
