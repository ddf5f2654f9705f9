/** @file Copying elements between tensors, whatever their strides, types and common memory. */
import type { Vector } from '../kernels/index.js';
import { window } from '../kernels/windows.js';
import { span } from './shape.js';
import type { Tensor } from './tensor.js';
import { store, type TypedArray } from './types.js';

/** Below this length a loop is faster than a call of `TypedArray.set`. */
const LONG = 64;

/** Whether both are views of one memory, though maybe of different parts. */
export function sharesMemory(a: Tensor, b: Tensor): boolean {
  if (a._storage === b._storage) return true;
  if (a._storage.buffer !== b._storage.buffer) return false;
  const [x, y] = [a._storage.data, b._storage.data];
  return x.byteOffset < y.byteOffset + y.byteLength && y.byteOffset < x.byteOffset + x.byteLength;
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
  if (n === 0 || from === to) return;
  const { elementType } = to;
  if (to.isContiguous() && from.isContiguous()) {
    if (from._storage !== to._storage && overlap(to, from)) copyElements(to, from.clone());
    else if (elementType !== from.elementType) convert(n, from, to);
    else copyRange(n, from._storage.bits, from._offset, to._storage.bits, to._offset);
  } else if (elementType !== from.elementType) copyElements(to, from.contiguous().type(elementType.name));
  else if (overlap(to, from)) copyElements(to, from.clone());
  else if (to.isSameSizeAs(from)) copyStrided(to, from);
  else if (to.isContiguous()) copyStrided(to.view(from._size), from);
  else copyElements(to, from.contiguous().view(to._size));
}

function convert(n: number, from: Tensor, to: Tensor): void {
  const [source, target] = [from._storage.data, to._storage.data];
  // An array's own set has code for every pair of types.
  if (to.elementType.checked || n < LONG) store(to.elementType, n, source, from._offset, target, to._offset);
  else target.set(window(source as Vector, from._offset, n), to._offset);
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

/** Calls `visit` with the first place, in both, of every line that the axes lead to, in row-major order. */
function eachLine(
  axes: readonly Axis[],
  d: number,
  at: number,
  start: number,
  visit: (at: number, start: number) => void,
): void {
  if (d === axes.length) visit(at, start);
  else for (let i = 0; i < axes[d].n; i++) eachLine(axes, d + 1, at + i * axes[d].to, start + i * axes[d].from, visit);
}

/** Tensors of the same sizes without memory in common. Where elements of `to` share a place, the last one written stays. */
function copyStrided(to: Tensor, from: Tensor): void {
  const axes = axesOf(to, from);
  const spread = isSpread(axes);
  const [target, source] = [to._storage.bits, from._storage.bits];
  const columns = axes.pop() ?? { n: 1, to: 1, from: 1 };
  const steps = axes.map((axis) => Math.abs(axis.from));
  const nearest = steps.lastIndexOf(Math.min(...steps));
  if (spread && nearest >= 0 && steps[nearest] < Math.abs(columns.from)) {
    const [rows] = axes.splice(nearest, 1);
    eachLine(axes, 0, to._offset, from._offset, (at, start) =>
      copyTransposed(rows, columns, target, at, source, start),
    );
  } else eachLine(axes, 0, to._offset, from._offset, (at, start) => copyLine(columns, target, at, source, start));
}

function copyLine(
  { n, to: step, from: fromStep }: Axis,
  to: TypedArray,
  at: number,
  from: TypedArray,
  start: number,
): void {
  for (let i = 0, t = at, f = start; i < n; i++) {
    to[t] = from[f];
    t += step;
    f += fromStep;
  }
}

/** Rows that lie side by side in `from` are written eight at a time: what is read near one another is used at once. */
function copyTransposed(rows: Axis, columns: Axis, to: TypedArray, at: number, from: TypedArray, start: number): void {
  const { to: down, from: fromDown } = rows;
  const { n, to: step, from: fromStep } = columns;
  let i = 0;
  for (; i + 8 <= rows.n; i += 8) {
    for (let j = 0; j < n; j++) {
      let t = at + i * down + j * step;
      let f = start + i * fromDown + j * fromStep;
      to[t] = from[f];
      to[(t += down)] = from[(f += fromDown)];
      to[(t += down)] = from[(f += fromDown)];
      to[(t += down)] = from[(f += fromDown)];
      to[(t += down)] = from[(f += fromDown)];
      to[(t += down)] = from[(f += fromDown)];
      to[(t += down)] = from[(f += fromDown)];
      to[t + down] = from[f + fromDown];
    }
  }
  for (; i < rows.n; i++) copyLine(columns, to, at + i * down, from, start + i * fromDown);
}

/** Writes one value into all elements. */
export function fillElements(x: Tensor, value: number): void {
  const { data } = x._storage;
  if (x.isContiguous()) data.fill(value, x._offset, x._offset + x.nElement());
  else {
    const axes = axesOf(x, x);
    const { n, to: step } = axes.pop() as Axis;
    eachLine(axes, 0, x._offset, x._offset, (at) => {
      if (step === 1) data.fill(value, at, at + n);
      else for (let i = 0, t = at; i < n; i++, t += step) data[t] = value;
    });
  }
}
