/** @file Views: tensors that share memory with the one they are taken from. */
import { listed, type Sizes } from './shape.js';
import { Tensor } from './tensor.js';

export interface Views {
  /** The elements first … first + length − 1 of one dimension. Shape: size with `length` in place `dim`. */
  narrow(dim: number, first: number, length: number): Tensor;
  /** One index of one dimension, which disappears. A 1-D tensor gives a 1-D tensor of one element. */
  select(dim: number, index: number): Tensor;
  /** A 2-D tensor with its dimensions exchanged. */
  t(): Tensor;
  transpose(dim0: number, dim1: number): Tensor;
  /** The same elements in another shape; one size may be −1. The tensor must be contiguous. */
  view(...size: Sizes): Tensor;
  viewAs(other: Tensor): Tensor;
  /** Dimensions of size 1 repeated without a copy (stride 0); new dimensions may be put in front. */
  expand(...size: Sizes): Tensor;
  expandAs(other: Tensor): Tensor;
  /** Without the dimensions of size 1, or without dimension `dim` if its size is 1. */
  squeeze(dim?: number): Tensor;
  /** With a new dimension of size 1 at place `dim`. */
  unsqueeze(dim: number): Tensor;
  /** All slices of `size` elements, `step` apart, of dimension `dim`; a new last dimension holds each slice. */
  unfold(dim: number, size: number, step: number): Tensor;
  /** Pieces of `size` along `dim`; the last may be smaller. */
  split(size: number, dim?: number): Tensor[];
}

export const views: Views & ThisType<Tensor> = {
  narrow(dim, first, length) {
    const d = this.axis('narrow', dim);
    const available = this._size[d];
    const start = first < 0 ? first + available : first;
    if (
      !(Number.isInteger(start) && Number.isInteger(length) && start >= 0 && length > 0 && start + length <= available)
    ) {
      throw new RangeError(
        `Tensor.narrow: expected a range within 0..${available - 1} of dimension ${d}, got ${length} elements from ${first}`,
      );
    }
    const size = this._size.slice();
    size[d] = length;
    return new Tensor(this._storage, this._offset + start * this._stride[d], size, this._stride);
  },

  select(dim, index) {
    const d = this.axis('select', dim);
    const available = this._size[d];
    const i = index < 0 ? index + available : index;
    if (!Number.isInteger(index) || i < 0 || i >= available) {
      throw new RangeError(`Tensor.select: expected an index in 0..${available - 1} of dimension ${d}, got ${index}`);
    }
    const place = this._offset + i * this._stride[d];
    if (this.dim() === 1) return new Tensor(this._storage, place, [1], this._stride);
    const size = this._size.slice();
    const stride = this._stride.slice();
    size.splice(d, 1);
    stride.splice(d, 1);
    return new Tensor(this._storage, place, size, stride);
  },

  t() {
    if (this.dim() !== 2) throw new RangeError(`Tensor.t: expected 2 dimensions, got ${this.describe()}`);
    return this.transpose(0, 1);
  },

  transpose(dim0, dim1) {
    const a = this.axis('transpose', dim0);
    const b = this.axis('transpose', dim1);
    const size = this._size.slice();
    const stride = this._stride.slice();
    [size[a], size[b]] = [size[b], size[a]];
    [stride[a], stride[b]] = [stride[b], stride[a]];
    return new Tensor(this._storage, this._offset, size, stride);
  },

  view(...sizes) {
    const size = listed(sizes).slice();
    if (!this.isContiguous()) throw new RangeError(`Tensor.view: expected a contiguous tensor, got ${this.describe()}`);
    const free = size.indexOf(-1);
    const n = this.nElement();
    if (free >= 0) {
      const rest = size.reduce((product, s, d) => (d === free ? product : product * s), 1);
      size[free] = n / rest;
    }
    const elements = size.reduce((product, s) => product * s, 1);
    if (elements !== n || size.some((s) => !Number.isInteger(s) || s <= 0)) {
      throw new RangeError(`Tensor.view: expected sizes of ${n} elements, got ${listed(sizes).join(' × ')}`);
    }
    return new Tensor(this._storage, this._offset, size);
  },

  viewAs(other) {
    return this.view(other._size);
  },

  expand(...sizes) {
    const size = listed(sizes);
    const added = size.length - this.dim();
    const repeats = this._size.map((own, d) => own === 1 && size[d + added] !== 1);
    const fits = this._size.every((own, d) => repeats[d] || own === size[d + added]);
    if (this.dim() === 0 || added < 0 || !fits || size.some((s) => !(s >= 1))) {
      throw new RangeError(`Tensor.expand: expected sizes that repeat ${this.describe()}, got ${size.join(' × ')}`);
    }
    const stride = size.map((_, d) => (d < added || repeats[d - added] ? 0 : this._stride[d - added]));
    return new Tensor(this._storage, this._offset, size, stride);
  },

  expandAs(other) {
    return this.expand(other._size);
  },

  squeeze(dim) {
    const only = dim === undefined ? undefined : this.axis('squeeze', dim);
    const kept = this._size.map((s, d) => s !== 1 || (only !== undefined && d !== only));
    if (!kept.includes(true)) kept[0] = true;
    return new Tensor(
      this._storage,
      this._offset,
      this._size.filter((_, d) => kept[d]),
      this._stride.filter((_, d) => kept[d]),
    );
  },

  unsqueeze(dim) {
    const n = this.dim();
    const d = dim < 0 ? dim + n + 1 : dim;
    if (n === 0) throw new RangeError('Tensor.unsqueeze: expected at least one element, got an empty tensor');
    if (!Number.isInteger(d) || d < 0 || d > n) {
      throw new RangeError(`Tensor.unsqueeze: expected a place in 0..${n}, got ${dim}`);
    }
    const size = this._size.slice();
    const stride = this._stride.slice();
    stride.splice(d, 0, d < n ? size[d] * stride[d] : 1);
    size.splice(d, 0, 1);
    return new Tensor(this._storage, this._offset, size, stride);
  },

  unfold(dim, size, step) {
    const d = this.axis('unfold', dim);
    const available = this._size[d];
    if (!(Number.isInteger(size) && Number.isInteger(step) && size >= 1 && step >= 1 && size <= available)) {
      throw new RangeError(
        `Tensor.unfold: expected slices of 1..${available} elements and a step of 1 or more, got size ${size}, step ${step}`,
      );
    }
    const sizes = [...this._size, size];
    const strides = [...this._stride, this._stride[d]];
    sizes[d] = Math.floor((available - size) / step) + 1;
    strides[d] = this._stride[d] * step;
    return new Tensor(this._storage, this._offset, sizes, strides);
  },

  split(size, dim = 0) {
    const d = this.axis('split', dim);
    const available = this._size[d];
    if (!(Number.isInteger(size) && size >= 1))
      throw new RangeError(`Tensor.split: expected a size of 1 or more, got ${size}`);
    const pieces: Tensor[] = [];
    for (let at = 0; at < available; at += size) pieces.push(this.narrow(d, at, Math.min(size, available - at)));
    return pieces;
  },
};
