/** @file Linear operators on parameter space: what solvers and curvature tools take. */
import { sharesMemory } from '../nn/activation.js';
import type { Module } from '../nn/module.js';
import { allFinite } from '../nn/non-finite.js';
import { Tensor } from '../tensor/index.js';
import type { Objective } from './objective.js';
import { checkRepeats } from './probe.js';

/** A symmetric map of vectors of `size` elements. */
export interface Operator {
  readonly size: number;
  /** out ← A v; without `out`, a new tensor. */
  apply(v: Tensor, out?: Tensor): Tensor;
  /** Where k products at once cost less than k of them: what `applyBlock` calls, with its arguments checked. */
  applyBlock?(V: Tensor, out: Tensor): Tensor;
}

/** out ← A v for each row v of V, (k × size): at once where the operator can, else one after the other. */
export function applyBlock(operator: Operator, V: Tensor, out?: Tensor): Tensor {
  if (!(V instanceof Tensor) || V.dim() !== 2 || V.size(1) !== operator.size) {
    throw new RangeError(`applyBlock: expected V (k × ${operator.size}), got ${sizeOf(V)}`);
  }
  checkReal('applyBlock: expected V', V);
  const result = (out ?? V.new()).resizeAs(V);
  if (operator.applyBlock) return operator.applyBlock(V, result);
  for (let i = 0; i < V.size(0); i++) product(operator, V.select(0, i), result.select(0, i));
  return result;
}

/** out ← A v, by an operator that leaves `out` alone too. @throws RangeError for a product that has not the size of `out`. */
export function product(operator: Pick<Operator, 'apply'>, v: Tensor, out: Tensor): Tensor {
  const size = out.nElement();
  const result = operator.apply(v, out);
  checkVector('apply: expected a product', result, size);
  return result === out ? out : out.copy(result);
}

/** A curvature matrix of a loss at the model's parameters, with the loss and its gradient there. */
export interface CurvatureOperator extends Operator {
  readonly model: Module;
  readonly loss: number;
  /** A copy: what later passes do to the model does not change it. */
  readonly gradient: Tensor;
  /**
   * Computes loss and gradient anew, at the parameters as they are now; `apply` belongs to that point from then on, and throws
   * when the parameters have changed since.
   */
  evaluate(): this;
  /** The whole matrix, by `size` products. For networks of up to 5,000 parameters. */
  toDense(): Tensor;
}

const denseLimit = 5000;

/** So many rows of a block go through the model at once: the images of all of them are held. */
const AT_ONCE = 8;

/** A curvature matrix of an objective: a subclass writes `product`. */
export abstract class AtPoint implements CurvatureOperator {
  loss: number = 0;
  readonly model: Module;
  readonly gradient: Tensor;
  readonly size: number;
  protected readonly objective: Objective;
  private readonly name: string;
  /** Products of a block that cannot be written where they belong. */
  private kept: Tensor | undefined = undefined;

  /** `name` is how errors name it. */
  constructor(name: string, objective: Objective) {
    this.name = name;
    this.objective = objective;
    this.model = objective.model;
    this.size = objective.parameters.nElement();
    this.gradient = objective.gradParameters.clone();
    const { model, data } = objective;
    const undo = checkRepeats(name, model, data.firstBatch().input, !data.single);
    try {
      this.evaluate();
    } catch (error) {
      undo();
      throw error;
    }
  }

  /** out ← A v, for a v that has been checked. */
  protected abstract product(v: Tensor, out: Tensor): Tensor;
  /** out ← A v for the rows of V: contiguous, of the model's type, and on other memory than V. */
  protected abstract productRows(V: Tensor, out: Tensor): Tensor;

  /** Whether `productRows` may be called. */
  protected carriesDirections(): boolean {
    return this.model.carriesDirections();
  }

  evaluate(): this {
    const { objective, gradient } = this;
    this.loss = objective.evaluate((loss) => this.checkFinite(loss));
    gradient.copy(objective.gradParameters);
    return this;
  }

  private checkFinite(loss: number): void {
    const { objective, name } = this;
    if (Number.isFinite(loss) && allFinite(objective.gradParameters)) return;
    const origin = objective.firstNonFinite() ?? 'the gradient';
    throw new RangeError(`${name}: expected a finite loss and gradient, got others, first in ${origin}`);
  }

  apply(v: Tensor, out?: Tensor): Tensor {
    checkVector(`${this.name}.apply: expected v`, v, this.size);
    const product = this.product(v, out ?? v.new());
    if (!allFinite(product)) {
      const { objective } = this;
      const origin = allFinite(objective.rParameters) ? (objective.firstNonFiniteImage() ?? 'the result') : 'v';
      throw new RangeError(`${this.name}.apply: expected a finite product, got others, first in ${origin}`);
    }
    return product;
  }

  applyBlock(V: Tensor, out: Tensor): Tensor {
    const { elementType } = this.objective.parameters;
    const carried = this.carriesDirections() && V.elementType === elementType && out.elementType === elementType;
    const step = carried ? AT_ONCE : 1;
    const direct = out.isContiguous() && !sharesMemory(V, out);
    for (let from = 0; from < V.size(0); from += step) {
      const n = Math.min(step, V.size(0) - from);
      const [v, result] = [V.narrow(0, from, n), out.narrow(0, from, n)];
      if (n === 1) this.apply(v.select(0, 0), result.select(0, 0));
      else if (direct) this.productRows(v.contiguous(), result);
      else result.copy(this.productRows(v.contiguous(), (this.kept ??= out.new()).resizeAs(v)));
      // A product by itself says where it is not finite.
      for (let i = 0; i < n && !allFinite(result); i++) this.apply(v.select(0, i));
    }
    return out;
  }

  toDense(): Tensor {
    return toDense(this);
  }
}

/** The (size × size) matrix of an operator. */
function toDense(operator: Operator): Tensor {
  const { size } = operator;
  if (size > denseLimit) {
    throw new RangeError(
      `toDense: expected at most ${denseLimit} parameters, got ${size}: apply() gives products without the matrix`,
    );
  }
  const dense = Tensor.zeros('Double', [size, size]);
  eachColumns(operator, (from, columns) => dense.narrow(1, from, columns.size(0)).copy(columns.t()));
  return dense;
}

/** Calls f with all columns of an operator, some at a time, as rows: of eₖ, k from `from` on. */
export function eachColumns(operator: Operator, f: (from: number, columns: Tensor) => void): void {
  const { size } = operator;
  const [units, columns] = [0, 1].map(() => Tensor.zeros('Double', [Math.min(AT_ONCE, size), size]));
  for (let from = 0; from < size; from += AT_ONCE) {
    const n = Math.min(AT_ONCE, size - from);
    units.zero();
    for (let i = 0; i < n; i++) units.set(i, from + i, 1);
    f(from, applyBlock(operator, units.narrow(0, 0, n), columns.narrow(0, 0, n)));
  }
}

/** Throws unless v, as `what` names it, is a vector of `size` elements, which are no integers. */
export function checkVector(what: string, v: unknown, size: number): void {
  if (!(v instanceof Tensor && v.dim() === 1 && v.nElement() === size)) {
    throw new RangeError(`${what} (${size}), got ${sizeOf(v)}`);
  }
  checkReal(what, v);
}

/** A product would be cut to integers. */
function checkReal(what: string, v: Tensor): void {
  if (v.elementType.integer) throw new TypeError(`${what} of Double or Float, got ${v.describe()}`);
}

function sizeOf(v: unknown): string {
  return v instanceof Tensor ? `(${v._size.join(' × ')})` : typeof v;
}
