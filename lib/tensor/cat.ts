/** @file torch.cat: tensors joined along a dimension. */
import { checkType } from './operands.js';
import { Tensor } from './tensor.js';

type Joined = [tensors: readonly Tensor[]] | [a: Tensor, b: Tensor];

/** One array or two tensors; a tensor more in front is the result. */
function parsed(operands: readonly (Tensor | readonly Tensor[])[]): { result?: Tensor; tensors: readonly Tensor[] } {
  const last = operands[operands.length - 1];
  const tensors = last instanceof Tensor ? (operands.slice(-2) as Tensor[]) : last;
  const named = operands.length > (last instanceof Tensor ? 2 : 1);
  return named ? { result: operands[0] as Tensor, tensors } : { tensors };
}

/**
 * The tensors one after the other along `dim`, by default the last: `cat([result,] tensors, [dim])` or, of two,
 * `cat([result,] a, b, [dim])`. Their other sizes are the same; a dimension that is missing at the end has size 1, so that
 * dim = 1 makes vectors columns. Empty tensors are left out.
 */
export function cat(
  ...given: Joined | [...Joined, dim: number] | [result: Tensor, ...Joined] | [result: Tensor, ...Joined, dim: number]
): Tensor {
  const dim = given[given.length - 1];
  const operands = typeof dim === 'number' ? given.slice(0, -1) : given;
  const { result, tensors } = parsed(operands as (Tensor | readonly Tensor[])[]);
  if (tensors.length === 0) throw new RangeError('torch.cat: expected at least one tensor, got none');
  for (const x of tensors) checkType('cat', result ?? tensors[0], x);
  const joined = join(tensors, typeof dim === 'number' ? dim : -1);
  return result ? result.resizeAs(joined).copy(joined) : joined;
}

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
