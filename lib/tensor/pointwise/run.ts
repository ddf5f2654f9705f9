/** @file A loop over tensors of any types, strides and overlap. */
import type { Vector } from '../../kernels/index.js';
import { sharesMemory } from '../copy.js';
import { apart } from '../operands.js';
import type { Tensor } from '../tensor.js';
import { Lane } from './lane.js';
import { type Loop, PIECE } from './loop.js';

/**
 * A function's loop and operands: x, a and b have as many elements, in any shape; s and t are elements of their type.
 */
export interface Work {
  readonly name: string;
  readonly loop: Loop;
  readonly x: Tensor;
  readonly a: Tensor | undefined;
  readonly b: Tensor | undefined;
  readonly s: number;
  readonly t: number;
}

/** y gets the sizes of x and what the loop makes, as if the operands were all read before y is written. */
export function run(work: Work, y: Tensor): void {
  const { name, loop, s, t } = work;
  if (loop.refuses || y.elementType.checked) walk(work, y, false);
  const n = work.x.nElement();
  const moves = y !== work.x && !y.isSameSizeAs(work.x);
  const x = readable(work.x, y, moves);
  const a = work.a && readable(work.a, y, moves);
  const b = work.b && readable(work.b, y, moves);
  if (moves) y.resizeAs(x);
  if (n === 0) return;
  if (y.elementType.checked || !inPlace(y) || !inPlace(x) || (a && !inPlace(a)) || (b && !inPlace(b))) {
    walk({ name, loop, x, a, b, s, t }, y, true);
    return;
  }
  // Where there is no a or b, the loop does not read it.
  const [second, third] = [a ?? x, b ?? x];
  loop({
    name,
    n,
    x: x._storage.data as Vector,
    xo: x._offset,
    a: second._storage.data as Vector,
    ao: second._offset,
    b: third._storage.data as Vector,
    bo: third._offset,
    s,
    t,
    y: y._storage.data as Vector,
    yo: y._offset,
  });
}

function inPlace(x: Tensor): boolean {
  return !x.elementType.integer && x.isContiguous();
}

/** x, or a copy where giving y other sizes, or writing it, would change what is still to be read of x. */
function readable(x: Tensor, y: Tensor, moves: boolean): Tensor {
  if (!sharesMemory(x, y)) return x;
  if (moves) return x.clone();
  return inStep(x, y) && (y.isContiguous() || !meetsItself(y)) ? x : apart(x, y);
}

/** Whether each element of y is where that element of x is, which has been read when it is written. */
function inStep(x: Tensor, y: Tensor): boolean {
  if (x === y) return true;
  if (x._storage.data !== y._storage.data || x._offset !== y._offset) return false;
  return x.isContiguous() ? y.isContiguous() : sameStrides(x, y);
}

function sameStrides(x: Tensor, y: Tensor): boolean {
  return x.isSameSizeAs(y) && x._stride.every((step, d) => step === y._stride[d]);
}

/** Whether two indices may lead to the same element. */
function meetsItself(x: Tensor): boolean {
  const dims = x._size.map((size, d) => ({ size, step: Math.abs(x._stride[d]) })).filter(({ size }) => size > 1);
  let reach = 0;
  for (const { size, step } of dims.sort((p, q) => p.step - q.step)) {
    if (step <= reach) return true;
    reach += (size - 1) * step;
  }
  return false;
}

/**
 * The dimensions as y lies in memory, but last the one along which most of the tensors have their rows; none where
 * elements pair, or are to be written, in row-major order.
 */
function orderOf(y: Tensor, operands: readonly Tensor[]): number[] | undefined {
  if (!operands.every((x) => x.isSameSizeAs(y)) || meetsItself(y)) return undefined;
  const rows = (d: number): number => [y, ...operands].filter((x) => x._stride[d] === 1).length;
  const order = Array.from(y._size.keys()).sort((c, d) => Math.abs(y._stride[d]) - Math.abs(y._stride[c]));
  const inner = order.reduceRight((best, d) => (rows(d) > rows(best) ? d : best));
  return [...order.filter((d) => d !== inner), inner];
}

/** Piece by piece; one that only looks `writes` nothing. */
function walk({ name, loop, x, a, b, s, t }: Work, y: Tensor, writes: boolean): void {
  const tensors = [x, a, b].filter((tensor) => tensor !== undefined);
  const order = orderOf(y, tensors);
  const result = new Lane(y, order, 0, true);
  const lanes = tensors.map((tensor, i) => new Lane(tensor, order, i + 1, false));
  const [first, second = first, third = first] = lanes;
  const n = x.nElement();
  for (let done = 0; done < n; ) {
    const k = lanes.reduce((length, lane) => lane.fitting(length), result.fitting(Math.min(PIECE, n - done)));
    for (const lane of lanes) lane.load(k);
    result.open(k);
    loop({
      name,
      n: k,
      x: first.data,
      xo: first.at,
      a: second.data,
      ao: second.at,
      b: third.data,
      bo: third.at,
      s,
      t,
      y: result.data,
      yo: result.at,
    });
    result.check(k);
    if (writes) result.store(k);
    done += k;
  }
}
