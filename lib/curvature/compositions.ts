/** @file Operators made of operators: a shift of the diagonal, and the block of one module. */
import { Module } from '../nn/module.js';
import { place } from '../nn/non-finite.js';
import type { Tensor } from '../tensor/index.js';
import { applyBlock, type CurvatureOperator, checkVector, type Operator } from './operator.js';

/** A + λI: with λ > 0 a matrix's damping, or the curvature of weight decay λ/2 ‖w‖². @throws RangeError for a λ that is not finite. */
export function plus(operator: Operator, lambda: number): Operator {
  if (!Number.isFinite(lambda)) throw new RangeError(`plus: expected a finite λ, got ${lambda}`);
  const { size } = operator;
  // v itself may be `out`.
  let kept: Tensor | undefined;
  return {
    size,
    apply(v, out) {
      checkVector('plus.apply: expected v', v, size);
      kept = (kept ?? v.new()).resizeAs(v).copy(v);
      return operator.apply(v, out).add(lambda, kept);
    },
    applyBlock(V, out) {
      kept = (kept ?? V.new()).resizeAs(V).copy(V);
      return applyBlock(operator, V, out).add(lambda, kept);
    },
  };
}

/** @throws TypeError where an operator has no model, as what `plus` makes. */
export function checkModel(who: string, model: unknown): void {
  if (!(model instanceof Module)) throw new TypeError(`${who}: expected an operator of a model, got one of none`);
}

/** A range of the flat parameters. */
interface Range {
  offset: number;
  length: number;
}

/** Where the parameters of `module` lie among those of `model`, those that are shared once. */
export function rangesOf(who: string, model: Module, module: Module): Range[] {
  checkModel(who, model);
  if (!(module instanceof Module)) throw new TypeError(`${who}: expected a module, got ${typeof module}`);
  if (!model.listModules().includes(module)) {
    throw new RangeError(
      `${who}: expected a module of ${model.describe()}, got ${module.describe()}, which is not in it`,
    );
  }
  const [flat] = model.getParameters();
  const ranges = new Map<number, Range>();
  for (const field of module.parameters()[0]) {
    const offset = field._offset - flat._offset;
    ranges.set(offset, { offset, length: field.nElement() });
  }
  if (ranges.size === 0) throw new RangeError(`${who}: expected a module with parameters, got ${place(model, module)}`);
  return [...ranges.values()];
}

/**
 * The block of A in the rows and columns of one module's parameters, in the order of `module.parameters()`: `apply(v)` puts zeros
 * around v, applies A, and takes the module's part.
 *
 * @throws RangeError for a module that is not in the operator's model, or has no parameters.
 */
export function restricted(operator: CurvatureOperator, module: Module): Operator {
  const ranges = rangesOf('restricted', operator.model, module);
  const size = ranges.reduce((sum, { length }) => sum + length, 0);
  const [whole, image] = [operator.gradient.clone(), operator.gradient.clone()];
  /** Calls f with each range of vectors in the last dimension of both. */
  const each = (part: Tensor, all: Tensor, f: (part: Tensor, all: Tensor) => void): void => {
    let at = 0;
    const last = part.dim() - 1;
    for (const { offset, length } of ranges) {
      f(part.narrow(last, at, length), all.narrow(last, offset, length));
      at += length;
    }
  };
  const embedded = (v: Tensor, all: Tensor): Tensor => {
    each(v, all.zero(), (part, place) => place.copy(part));
    return all;
  };
  const part = (all: Tensor, out: Tensor): Tensor => {
    each(out, all, (piece, place) => piece.copy(place));
    return out;
  };
  return {
    size,
    apply(v, out) {
      checkVector('restricted.apply: expected v', v, size);
      embedded(v, whole.resize(operator.size));
      return part(operator.apply(whole, image.resize(operator.size)), (out ?? v.new()).resize(size));
    },
    applyBlock(V, out) {
      const k = V.size(0);
      embedded(V, whole.resize(k, operator.size));
      return part(applyBlock(operator, whole, image.resize(k, operator.size)), out);
    },
  };
}
