/** @file Tensors joined along a dimension, and cut apart again. */
import type { Tensor } from '../tensor/index.js';
import { entry, type RActivation } from './activation.js';

/** Whether the sizes of `pieces` differ in dimension d only. */
export function joinable(pieces: readonly Tensor[], d: number): boolean {
  const [{ _size: size }] = pieces;
  return (
    Number.isInteger(d) &&
    d >= 0 &&
    d < size.length &&
    pieces.every((x) => x._size.length === size.length && size.every((s, i) => i === d || s === x._size[i]))
  );
}

/** joined ← the pieces one after the other along dimension d; `shapes` have their sizes, a missing piece is zeros. */
export function join(pieces: readonly RActivation[], shapes: readonly Tensor[], d: number, joined: Tensor): Tensor {
  const size = shapes[0]._size.slice();
  size[d] = shapes.reduce((sum, x) => sum + x._size[d], 0);
  joined.resize(size);
  if (pieces.includes(undefined)) joined.zero();
  let at = 0;
  shapes.forEach((shape, i) => {
    const piece = pieces[i] as Tensor | undefined;
    if (piece) joined.narrow(d, at, shape._size[d]).copy(piece);
    at += shape._size[d];
  });
  return joined;
}

/** The adjoint of `join`: the part of g for each piece, copied into the tensors of `last` where it has some. */
export function cut(g: Tensor, shapes: readonly Tensor[], d: number, last: RActivation): Tensor[] {
  let at = 0;
  return shapes.map((shape, i) => {
    const part = g.narrow(d, at, shape._size[d]);
    at += shape._size[d];
    return ((entry(last, i) as Tensor | undefined) ?? g.new()).resizeAs(part).copy(part);
  });
}
