/** @file Tensor: size, stride and offset over a storage. The families of functions are in the files beside this one. */
import ndarray, { type NdArray } from 'ndarray';
import type { Access } from './access.js';
import type { Methods } from './calls.js';
import type { Constructing } from './constructors.js';
import type { Conversions } from './conversions.js';
import { copyElements } from './copy.js';
import type { Families } from './families.js';
import { type NestedNumbers, unnested } from './nested.js';
import type { Printing } from './printing.js';
import { contiguousStride, dimensions, listed, numbersOf, type Sizes, span } from './shape.js';
import { Storage } from './storage.js';
import type { ElementType, TypedArray, TypeName } from './types.js';

export interface Tensor extends Access, Constructing, Conversions, Printing, Methods<Families> {}

/**
 * An n-dimensional view of a storage: element (i₀, i₁, …) is `storage[offset + Σ stride[d]·i_d]`. Indices and dimensions
 * count from 0, negative ones from the end. A tensor without dimensions is empty.
 *
 * Methods that show other elements, or the same in another shape (narrow, t, view, …), return tensors on the same memory;
 * those that Torch documents as in place (fill, add, indexFill, …) change this tensor and return it; all others leave it as
 * it is. Shapes and ranges that do not fit are a RangeError, wrong kinds a TypeError, and nothing has changed then.
 *
 * All types are one class, so that code which takes tensors stays monomorphic; what differs is the storage.
 */
export class Tensor {
  /** @internal */ _storage: Storage;
  /** @internal */ _offset: number;
  /** @internal */ _size: number[];
  /** @internal */ _stride: number[];
  /** @internal A number for whoever keeps a table of tensors. */ _handle: number = 0;
  #view: NdArray<TypedArray> | undefined;

  /** A view of `storage`; without strides it is contiguous (row-major). */
  constructor(storage: Storage, offset: number = 0, size: readonly number[] = [], stride?: readonly number[]) {
    this._storage = storage;
    this._offset = offset;
    this._size = dimensions(size);
    this._stride = stride ? this.stridesOf(this._size, size, stride) : contiguousStride(this._size);
    this.#view = undefined;
    if (this._size.length > 0) this.checkBounds();
  }

  /** A zeroed tensor. */
  static zeros(type: TypeName | ElementType, size: readonly number[]): Tensor {
    const kept = dimensions(size);
    let n = kept.length === 0 ? 0 : 1;
    for (let d = 0; d < kept.length; d++) n *= kept[d];
    return new Tensor(new Storage(type, n), 0, kept);
  }

  /** A tensor of the given (nested, rectangular) numbers, a copy of them. */
  static from(type: TypeName | ElementType, values: NestedNumbers | TypedArray): Tensor {
    const { size, numbers } = unnested(values);
    return new Tensor(new Storage(type, numbers), 0, size);
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

  /** The number of elements. */
  numel(): number {
    return this.nElement();
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

  /** Whether these are the sizes. */
  isSize(size: readonly number[] | Storage): boolean {
    return this.hasSize(numbersOf(size));
  }

  isSameSizeAs(other: Tensor): boolean {
    return this.hasSize(other._size);
  }

  /** Whether both are one view: of the same storage, with the same offset, sizes and strides. An empty tensor is none. */
  isSetTo(other: Tensor): boolean {
    const same = this._storage === other._storage && this._offset === other._offset && this._size.length > 0;
    return same && this.hasSize(other._size) && this._stride.every((step, d) => step === other._stride[d]);
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

  /** Writes the elements of `source` (as many, any shape, any type) into this tensor, as if through a copy of them. */
  copy(source: Tensor): this {
    copyElements(this, source);
    return this;
  }

  /**
   * Gives the tensor other sizes: contiguous from its offset on, or with the given strides, in the same storage, which grows
   * when it has to. What the elements are afterwards is not said. A tensor that has the sizes (and strides) stays as it is.
   *
   * @throws RangeError when the storage would have to grow and cannot, being a piece of another.
   */
  resize(...sizes: Sizes): this;
  resize(sizes: readonly number[] | Storage, strides: readonly number[] | Storage): this;
  resize(...sizes: Sizes | [readonly number[] | Storage, readonly number[] | Storage]): this {
    const strides = typeof sizes[1] === 'object' ? numbersOf(sizes[1]) : undefined;
    const size = listed(sizes as Sizes);
    if (this.hasSize(size) && !strides?.some((step, d) => step !== this._stride[d])) return this;
    const kept = dimensions(size);
    const stride = strides ? this.stridesOf(kept, size, strides) : contiguousStride(kept);
    const [first, last] = span(this._offset, kept, stride);
    if (first < 0) throw new RangeError(`Tensor.resize: expected strides that stay in the storage, got ${stride}`);
    if (kept.length > 0 && last >= this._storage.data.length) this._storage.resize(last + 1);
    this._size = kept;
    this._stride = stride;
    this.#view = undefined;
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

  /** @internal Makes this tensor the view that another one is. */
  become(view: Tensor): this {
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

  private stridesOf(kept: readonly number[], size: readonly number[], strides: readonly number[]): number[] {
    if (strides.length !== size.length) {
      throw new RangeError(`Tensor: expected ${size.length} strides, got ${strides.length}`);
    }
    if (!strides.every(Number.isInteger)) {
      throw new RangeError(`Tensor: expected whole strides, got ${strides.join(', ')}`);
    }
    return strides.slice(0, kept.length);
  }

  private checkBounds(): void {
    const [first, last] = span(this._offset, this._size, this._stride);
    const { length } = this._storage.data;
    if (!(Number.isInteger(first) && Number.isInteger(last) && first >= 0 && last < length)) {
      throw new RangeError(
        `Tensor: expected a view within the ${length} elements of its storage, got ${first}..${last}`,
      );
    }
  }
}
