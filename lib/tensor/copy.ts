/** @file Copying elements between tensors, whatever their strides, types and common memory. */
import { span } from './shape.js';
import type { Tensor } from './tensor.js';
import { store, type TypedArray } from './types.js';

/** Below this length a loop is faster than a call of `TypedArray.set`. */
const LONG = 64;
/** Rows and columns of the squares in which a matrix is transposed: both squares lie in the nearest cache. */
const TILE = 32;

/** Whether both are views of one memory, though maybe of different parts. */
export function sharesMemory(a: Tensor, b: Tensor): boolean {
  return a._storage === b._storage || a._storage.buffer === b._storage.buffer;
}

/** Whether the stretches of memory from the first to the last element of each have a place in common. */
export function overlap(a: Tensor, b: Tensor): boolean {
  if (!sharesMemory(a, b)) return false;
  const [x, y] = [stretch(a), stretch(b)];
  return x[0] < y[1] && y[0] < x[1];
}

function stretch({ _storage: { data }, _offset, _size, _stride }: Tensor): [from: number, to: number] {
  const [first, last] = span(_offset, _size, _stride);
  return [data.byteOffset + first * data.BYTES_PER_ELEMENT, data.byteOffset + (last + 1) * data.BYTES_PER_ELEMENT];
}

/** Writes the elements of `from`, in row-major order, into those of `to`, as if through a copy of `from`. */
export function copyElements(to: Tensor, from: Tensor): void {
  const n = to.nElement();
  if (from.nElement() !== n) {
    throw new RangeError(`Tensor.copy: expected ${n} elements (${to._size.join(' × ')}), got ${from.describe()}`);
  }
  const type = to.elementType;
  const checks = type.checked && from.elementType !== type;
  if (n === 0 || from === to) return;
  if (to.isContiguous() && from.isContiguous()) {
    if (from._storage !== to._storage && overlap(to, from)) copyElements(to, from.clone());
    else if (checks) store(type, n, from._storage.data, from._offset, to._storage.data, to._offset);
    else copyRange(n, from._storage.data, from._offset, to._storage.data, to._offset);
  } else if (checks) copyElements(to, from.contiguous().type(type.name));
  else if (overlap(to, from)) copyElements(to, from.clone());
  else if (to.isSameSizeAs(from)) copyStrided(to, from);
  else if (to.isContiguous()) copyStrided(to.view(from._size), from);
  else copyElements(to, from.contiguous().view(to._size));
}

/** No piece of an array is taken as an array of its own: that would be an allocation in the middle of a training step. */
function copyRange(n: number, from: TypedArray, start: number, to: TypedArray, at: number): void {
  if (from === to) to.copyWithin(at, start, start + n);
  else if (n >= LONG && from.length === n) to.set(from, at);
  else for (let i = 0; i < n; i++) to[at + i] = from[start + i];
}

/** One dimension of two tensors: as many elements, so many places apart in each. */
interface Axis {
  n: number;
  to: number;
  from: number;
}

/** The dimensions, without those of size 1, and with neighbours made one that both tensors lay out as one. */
function axesOf(to: Tensor, from: Tensor): Axis[] {
  const axes: Axis[] = [];
  for (let d = 0; d < to._size.length; d++) {
    const axis = { n: to._size[d], to: to._stride[d], from: from._stride[d] };
    if (axis.n === 1) continue;
    const last = axes.at(-1);
    if (last && last.to === axis.n * axis.to && last.from === axis.n * axis.from) {
      axis.n *= last.n;
      axes[axes.length - 1] = axis;
    } else axes.push(axis);
  }
  return axes;
}

/** Whether every element has a place of its own, by a test that views of tensors pass: each step leads over all smaller ones. */
function isSpread(axes: readonly Axis[]): boolean {
  let covered = 0;
  for (const { n, to } of axes.slice().sort((a, b) => Math.abs(a.to) - Math.abs(b.to))) {
    if (Math.abs(to) <= covered) return false;
    covered += (n - 1) * Math.abs(to);
  }
  return true;
}

/** Tensors of the same sizes without memory in common. Where elements of `to` share a place, the last one written stays. */
function copyStrided(to: Tensor, from: Tensor): void {
  const axes = axesOf(to, from);
  const free = isSpread(axes);
  const columns = axes.pop() ?? { n: 1, to: 1, from: 1 };
  // The rows are those that lie closest in `from`, so that a square of them is read from few lines of memory.
  const steps = axes.map((axis) => Math.abs(axis.from));
  const nearest = free ? steps.lastIndexOf(Math.min(...steps)) : axes.length - 1;
  const [rows] = axes.length > 0 ? axes.splice(nearest, 1) : [{ n: 1, to: 0, from: 0 }];
  const tile = free && Math.abs(rows.from) < Math.abs(columns.from) ? TILE : Math.max(rows.n, columns.n);
  const write = (d: number, at: number, start: number): void => {
    if (d === axes.length) copyMatrix(tile, rows, columns, to._storage.data, at, from._storage.data, start);
    else for (let i = 0; i < axes[d].n; i++) write(d + 1, at + i * axes[d].to, start + i * axes[d].from);
  };
  write(0, to._offset, from._offset);
}

function copyMatrix(
  tile: number,
  rows: Axis,
  columns: Axis,
  to: TypedArray,
  at: number,
  from: TypedArray,
  start: number,
): void {
  const { to: step, from: fromStep } = columns;
  for (let top = 0; top < rows.n; top += tile) {
    const bottom = Math.min(top + tile, rows.n);
    for (let left = 0; left < columns.n; left += tile) {
      const width = Math.min(tile, columns.n - left);
      for (let i = top; i < bottom; i++) {
        let t = at + i * rows.to + left * step;
        let f = start + i * rows.from + left * fromStep;
        for (let j = 0; j < width; j++) {
          to[t] = from[f];
          t += step;
          f += fromStep;
        }
      }
    }
  }
}
