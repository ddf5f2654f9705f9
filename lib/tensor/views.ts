/** @file Views: tensors that share memory with the one they are taken from. */
import type { Reads } from './calls.js';
import { tensorOf } from './operands.js';
import { listed, type Sizes } from './shape.js';
import { type Shows, showing } from './showing.js';
import { Tensor } from './tensor.js';

/** Errors are RangeErrors, for dimensions and ranges that are not there, and for sizes that do not fit. Nothing is copied. */
export interface Views {
  /** The elements first … first + length − 1 of dimension `dim`, length ≥ 1: x's sizes with `length` in place `dim`. */
  narrow: Reads<[dim: number, first: number, length: number], Tensor>;
  /** The index `index` of dimension `dim`, which disappears. A 1-D tensor gives a 1-D tensor of one element. */
  select: Reads<[dim: number, index: number], Tensor>;
  /** `x.sub(f0, l0, f1, l1, …)`: the elements f0 … l0, both included, of dimension 0, f1 … l1 of dimension 1, …; x's dimensions. */
  sub: Reads<[first: number, last: number, ...ranges: number[]], Tensor>;
  /** A matrix (n × m) as (m × n). */
  t: Reads<[], Tensor>;
  /** Two dimensions exchanged. */
  transpose: Reads<[dim0: number, dim1: number], Tensor>;
  /** All dimensions in another order: place d of the result has dimension dims[d]. */
  permute: Reads<[...dims: number[]] | [dims: readonly number[]], Tensor>;
  /** The same elements in another shape; one size may be −1, and is found. x is contiguous. */
  view: Shows<Sizes>;
  /** The same elements in the shape of `template`. */
  viewAs: Shows<[template: Tensor]>;
  /** Dimensions of size 1 repeated without a copy, with stride 0; new dimensions may be put in front. */
  expand: Shows<Sizes>;
  expandAs: Shows<[template: Tensor]>;
  /** Without the dimensions of size 1, or without dimension `dim` if its size is 1. A single element keeps one dimension. */
  squeeze: Shows<[dim?: number]>;
  /** With a new dimension of size 1 at place `dim`. */
  unsqueeze: Shows<[dim: number]>;
  /** All slices of `size` elements, `step` apart, of dimension `dim`; a new last dimension holds each slice. */
  unfold: Reads<[dim: number, size: number, step: number], Tensor>;
}

function narrowed(x: Tensor, method: string, d: number, first: number, length: number): Tensor {
  const available = x._size[d];
  const start = first < 0 ? first + available : first;
  const inside = start >= 0 && length > 0 && start + length <= available;
  if (!(Number.isInteger(start) && Number.isInteger(length) && inside)) {
    throw new RangeError(
      `Tensor.${method}: expected a range within 0..${available - 1} of dimension ${d}, got ${length} elements from ${first}`,
    );
  }
  const size = x._size.slice();
  size[d] = length;
  return new Tensor(x._storage, x._offset + start * x._stride[d], size, x._stride);
}

function selected(x: Tensor, dim: number, index: number): Tensor {
  const d = x.axis('select', dim);
  const available = x._size[d];
  const i = index < 0 ? index + available : index;
  if (!Number.isInteger(index) || i < 0 || i >= available) {
    throw new RangeError(`Tensor.select: expected an index in 0..${available - 1} of dimension ${d}, got ${index}`);
  }
  const place = x._offset + i * x._stride[d];
  if (x.dim() === 1) return new Tensor(x._storage, place, [1], x._stride);
  const size = x._size.slice();
  const stride = x._stride.slice();
  size.splice(d, 1);
  stride.splice(d, 1);
  return new Tensor(x._storage, place, size, stride);
}

/** Pairs (first, last), one for each dimension from the first on. */
function sub(x: Tensor, ...ranges: number[]): Tensor {
  if (ranges.length === 0 || ranges.length % 2 === 1 || ranges.length > 2 * x.dim()) {
    const expected = `a first and a last index for 1..${x.dim()} dimensions`;
    throw new RangeError(`Tensor.sub: expected ${expected}, got ${ranges.length} numbers`);
  }
  let view = x;
  for (let d = 0; 2 * d < ranges.length; d++) {
    const [first, last] = [ranges[2 * d], ranges[2 * d + 1]].map((i) => (i < 0 ? i + x._size[d] : i));
    view = narrowed(view, 'sub', d, first, last - first + 1);
  }
  return view;
}

function permuted(x: Tensor, ...given: number[] | [readonly number[]]): Tensor {
  const dims = listed(given as Sizes).map((dim) => x.axis('permute', dim));
  if (dims.length !== x.dim() || new Set(dims).size !== dims.length) {
    throw new RangeError(
      `Tensor.permute: expected each dimension of ${x.describe()} once, got ${listed(given as Sizes).join(', ')}`,
    );
  }
  return new Tensor(
    x._storage,
    x._offset,
    dims.map((d) => x._size[d]),
    dims.map((d) => x._stride[d]),
  );
}

function transposed(x: Tensor, dim0: number, dim1: number): Tensor {
  const a = x.axis('transpose', dim0);
  const b = x.axis('transpose', dim1);
  const size = x._size.slice();
  const stride = x._stride.slice();
  [size[a], size[b]] = [size[b], size[a]];
  [stride[a], stride[b]] = [stride[b], stride[a]];
  return new Tensor(x._storage, x._offset, size, stride);
}

function viewed(x: Tensor, sizes: readonly number[]): Tensor {
  if (!x.isContiguous()) throw new RangeError(`Tensor.view: expected a contiguous tensor, got ${x.describe()}`);
  const size = sizes.slice();
  const free = size.indexOf(-1);
  const n = x.nElement();
  if (free >= 0) size[free] = 1;
  let elements = size.length > 0 ? 1 : 0;
  for (let d = 0; d < size.length; d++) elements *= Number.isInteger(size[d]) && size[d] > 0 ? size[d] : NaN;
  if (free >= 0 && n > 0 && n % elements === 0) {
    size[free] = n / elements;
    elements = n;
  }
  if (elements !== n) {
    throw new RangeError(`Tensor.view: expected sizes of ${n} elements, got ${sizes.join(' × ')}`);
  }
  return new Tensor(x._storage, x._offset, size);
}

function expanded(x: Tensor, size: readonly number[]): Tensor {
  const added = size.length - x.dim();
  const repeats = x._size.map((own, d) => own === 1 && size[d + added] !== 1);
  const fits = x._size.every((own, d) => repeats[d] || own === size[d + added]);
  if (x.dim() === 0 || added < 0 || !fits || size.some((s) => !(s >= 1))) {
    throw new RangeError(`Tensor.expand: expected sizes that repeat ${x.describe()}, got ${size.join(' × ')}`);
  }
  const stride = size.map((_, d) => (d < added || repeats[d - added] ? 0 : x._stride[d - added]));
  return new Tensor(x._storage, x._offset, size, stride);
}

function squeezed(x: Tensor, dim?: number): Tensor {
  const only = dim === undefined ? undefined : x.axis('squeeze', dim);
  const kept = x._size.map((s, d) => s !== 1 || (only !== undefined && d !== only));
  if (!kept.includes(true)) kept[0] = true;
  return new Tensor(
    x._storage,
    x._offset,
    x._size.filter((_, d) => kept[d]),
    x._stride.filter((_, d) => kept[d]),
  );
}

function unsqueezed(x: Tensor, dim: number): Tensor {
  const n = x.dim();
  const d = dim < 0 ? dim + n + 1 : dim;
  if (n === 0) throw new RangeError('Tensor.unsqueeze: expected at least one element, got an empty tensor');
  if (!Number.isInteger(d) || d < 0 || d > n) {
    throw new RangeError(`Tensor.unsqueeze: expected a place in 0..${n}, got ${dim}`);
  }
  const size = x._size.slice();
  const stride = x._stride.slice();
  stride.splice(d, 0, d < n ? size[d] * stride[d] : 1);
  size.splice(d, 0, 1);
  return new Tensor(x._storage, x._offset, size, stride);
}

function unfolded(x: Tensor, dim: number, size: number, step: number): Tensor {
  const d = x.axis('unfold', dim);
  const available = x._size[d];
  if (!(Number.isInteger(size) && Number.isInteger(step) && size >= 1 && step >= 1 && size <= available)) {
    throw new RangeError(
      `Tensor.unfold: expected slices of 1..${available} elements and a step of 1 or more, got size ${size}, step ${step}`,
    );
  }
  const sizes = [...x._size, size];
  const strides = [...x._stride, x._stride[d]];
  sizes[d] = Math.floor((available - size) / step) + 1;
  strides[d] = x._stride[d] * step;
  return new Tensor(x._storage, x._offset, sizes, strides);
}

export const views: Views = {
  narrow: { read: (x, dim, first, length) => narrowed(x, 'narrow', x.axis('narrow', dim), first, length) },
  select: { read: selected },
  sub: { read: sub },
  t: {
    read(x) {
      if (x.dim() !== 2) throw new RangeError(`Tensor.t: expected 2 dimensions, got ${x.describe()}`);
      return transposed(x, 0, 1);
    },
  },
  transpose: { read: transposed },
  permute: { read: permuted },
  view: showing('view', 1, (x, sizes: Sizes) => viewed(x, listed(sizes))),
  viewAs: showing('viewAs', 2, (x, [template]: [Tensor]) => viewed(x, tensorOf('viewAs', template)._size)),
  expand: showing('expand', 1, (x, sizes: Sizes) => expanded(x, listed(sizes))),
  expandAs: showing('expandAs', 2, (x, [template]: [Tensor]) => expanded(x, tensorOf('expandAs', template)._size)),
  squeeze: showing('squeeze', 1, (x, [dim]: [number?]) => squeezed(x, dim)),
  unsqueeze: showing('unsqueeze', 1, (x, [dim]: [number]) => unsqueezed(x, dim)),
  unfold: { read: unfolded },
};
