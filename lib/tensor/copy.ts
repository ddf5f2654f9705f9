/** @file Copying elements between tensors, whatever their strides, types and common memory. */
import ops from 'ndarray-ops';
import type { Tensor } from './tensor.js';
import { store, type TypedArray } from './types.js';

/** Below this length a loop is faster than a call of `TypedArray.set`. */
const LONG = 64;

/** Whether both lie in one memory and the stretches from their first to their last element have a place in common. */
export function overlap(a: Tensor, b: Tensor): boolean {
  if (a._storage.data !== b._storage.data) return false;
  return first(a) <= last(b) && first(b) <= last(a);
}

function first(x: Tensor): number {
  return x._stride.reduce((place, step, d) => place + Math.min(0, (x._size[d] - 1) * step), x._offset);
}

function last(x: Tensor): number {
  return x._stride.reduce((place, step, d) => place + Math.max(0, (x._size[d] - 1) * step), x._offset);
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
    if (checks) store(type, n, from._storage.data, from._offset, to._storage.data, to._offset);
    else copyRange(n, from._storage.data, from._offset, to._storage.data, to._offset);
  } else if (checks) copyElements(to, from.contiguous().type(type.name));
  else if (overlap(to, from)) copyElements(to, from.clone());
  else if (to.isSameSizeAs(from)) ops.assign(to.ndarray, from.ndarray);
  else if (to.isContiguous()) copyElements(to.view(from._size), from);
  else copyElements(to, from.contiguous().view(to._size));
}

/** No piece of an array is taken as an array of its own: that would be an allocation in the middle of a training step. */
function copyRange(n: number, from: TypedArray, start: number, to: TypedArray, at: number): void {
  if (from === to) to.copyWithin(at, start, start + n);
  else if (n >= LONG && from.length === n) to.set(from, at);
  else for (let i = 0; i < n; i++) to[at + i] = from[start + i];
}
