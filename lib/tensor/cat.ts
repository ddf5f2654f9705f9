/** @file torch.cat: tensors joined along a dimension. */
import type { Calls } from './calls.js';
import { checkType, kindOf, tensorOf } from './operands.js';
import { Tensor } from './tensor.js';

type Joined = [tensors: readonly Tensor[]] | [a: Tensor, b: Tensor];
type MaybeDim<T extends readonly unknown[]> = T | [...T, dim: number];

export type CatFunction = (...operands: MaybeDim<Joined> | MaybeDim<[result: Tensor, ...Joined]>) => Tensor;
export type CatMethod = (...operands: MaybeDim<[b: Tensor]> | MaybeDim<Joined>) => Tensor;

export interface Concatenation {
  /**
   * Tensors one after the other along `dim`, by default the last: `torch.cat([x, y, …], dim)`, `torch.cat(x, y, dim)`,
   * `x.cat(y, dim)`, and into r `torch.cat(r, …)`, `r.cat([x, y, …], dim)`, `r.cat(x, y, dim)`. Their other sizes are the same; a
   * dimension that is missing at the end has size 1, so that dim = 1 makes vectors columns. Empty tensors are left out. RangeError
   * for other sizes, TypeError for other types.
   */
  cat: Calls<CatMethod, CatFunction>;
}

/** One array or two tensors; a tensor more in front is the result. */
function parsed(operands: readonly unknown[]): { result?: Tensor; tensors: readonly Tensor[] } {
  const last = operands[operands.length - 1];
  const tensors = Array.isArray(last) ? last : operands.slice(-2);
  const before = operands.length - (Array.isArray(last) ? 1 : 2);
  if (before < 0 || before > 1) {
    const got = operands.map(kindOf).join(', ');
    throw new TypeError(`torch.cat: expected ([result], tensors, [dim]) or ([result], a, b, [dim]), got (${got})`);
  }
  for (const x of tensors) tensorOf('cat', x);
  return { result: before === 1 ? tensorOf('cat', operands[0]) : undefined, tensors };
}

function cat(...given: unknown[]): Tensor {
  const dim = given[given.length - 1];
  const { result, tensors } = parsed(typeof dim === 'number' ? given.slice(0, -1) : given);
  if (tensors.length === 0) throw new RangeError('torch.cat: expected at least one tensor, got none');
  for (const x of tensors) checkType('cat', result ?? tensors[0], x);
  const joined = join(tensors, typeof dim === 'number' ? dim : -1);
  return result ? result.resizeAs(joined).copy(joined) : joined;
}

export const concatenation: Concatenation = { cat: { call: cat } };

function join(tensors: readonly Tensor[], dim: number): Tensor {
  const filled = tensors.filter((x) => x.dim() > 0);
  if (filled.length === 0) return tensors[0].new();
  const dims = Math.max(dim + 1, ...filled.map((x) => x.dim()));
  const d = dim < 0 ? dim + dims : dim;
  if (!Number.isInteger(d) || d < 0) {
    throw new RangeError(`torch.cat: expected a dimension of ${dims} or a new one, got ${dim}`);
  }
  const pieces = filled.map((x) => padded(x, dims));
  const size = pieces[0].size();
  if (pieces.some((x) => x._size.some((s, k) => k !== d && s !== size[k]))) {
    const got = tensors.map((x) => x.describe()).join(', ');
    throw new RangeError(`torch.cat: expected sizes that differ in dimension ${d} only, got ${got}`);
  }
  size[d] = pieces.reduce((sum, x) => sum + x._size[d], 0);
  const joined = Tensor.zeros(tensors[0].elementType, size);
  let at = 0;
  for (const x of pieces) {
    joined.narrow(d, at, x._size[d]).copy(x);
    at += x._size[d];
  }
  return joined;
}

function padded(x: Tensor, dims: number): Tensor {
  let wide = x;
  while (wide.dim() < dims) wide = wide.unsqueeze(-1);
  return wide;
}
