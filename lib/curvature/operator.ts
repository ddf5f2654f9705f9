/** @file Linear operators on parameter space: what solvers and curvature tools take. */
import { Tensor } from '../tensor/index.js';

/** A symmetric map of vectors of `size` elements. */
export interface Operator {
  readonly size: number;
  /** out ← A v; without `out`, a new tensor. */
  apply(v: Tensor, out?: Tensor): Tensor;
}

/** A curvature matrix of a loss at the model's parameters, with the loss and its gradient there. */
export interface CurvatureOperator extends Operator {
  readonly loss: number;
  /** A copy: what later passes do to the model does not change it. */
  readonly gradient: Tensor;
  /**
   * Computes loss and gradient anew, at the parameters as they are now; `apply` belongs to that point from then on, and throws
   * when the parameters have changed since.
   */
  evaluate(): this;
  /** The whole matrix, column by column: `size` applications. For networks of up to 5,000 parameters. */
  toDense(): Tensor;
}

const denseLimit = 5000;

/** The (size × size) matrix of an operator. */
export function toDense(operator: Operator): Tensor {
  const { size } = operator;
  if (size > denseLimit) {
    throw new RangeError(
      `toDense: expected at most ${denseLimit} parameters, got ${size}: apply() gives products without the matrix`,
    );
  }
  const dense = Tensor.zeros('Double', [size, size]);
  const unit = Tensor.zeros('Double', [size]);
  const column = Tensor.zeros('Double', [size]);
  for (let j = 0; j < size; j++) {
    unit.zero().set(j, 1);
    dense.select(1, j).copy(operator.apply(unit, column));
  }
  return dense;
}

/** Throws unless v is a vector of `size` elements. */
export function checkVector(who: string, v: Tensor, size: number): void {
  if (!(v instanceof Tensor) || v.dim() !== 1 || v.nElement() !== size) {
    throw new RangeError(
      `${who}.apply: expected v (${size}), got ${v instanceof Tensor ? `(${v._size.join(' × ')})` : typeof v}`,
    );
  }
}
