/** @file Operators made of operators: a shift of the diagonal, and the block of one module. */
import type { Module } from '../nn/module.js';
import { place } from '../nn/non-finite.js';
import type { Tensor } from '../tensor/index.js';
import { type CurvatureOperator, checkVector, type Operator } from './operator.js';

/** A + λI: with λ > 0 a matrix's damping, or the curvature of weight decay λ/2 ‖w‖². @throws RangeError for a λ that is not finite. */
export function plus(operator: Operator, lambda: number): Operator {
  if (!Number.isFinite(lambda)) throw new RangeError(`plus: expected a finite λ, got ${lambda}`);
  const { size } = operator;
  // v itself may be `out`.
  let kept: Tensor | undefined;
  return {
    size,
    apply(v, out = v.new()) {
      checkVector('plus', v, size);
      kept = (kept ?? v.new()).resizeAs(v).copy(v);
      return operator.apply(v, out).add(lambda, kept);
    },
  };
}

/** A range of the flat parameters. */
interface Range {
  offset: number;
  length: number;
}

/** Where the parameters of `module` lie among those of `model`, those that are shared once. */
export function rangesOf(who: string, model: Module, module: Module): Range[] {
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
  const each = (part: Tensor, f: (part: Tensor, range: Range) => void): void => {
    let at = 0;
    for (const range of ranges) {
      f(part.narrow(0, at, range.length), range);
      at += range.length;
    }
  };
  return {
    size,
    apply(v, out = v.new()) {
      checkVector('restricted', v, size);
      whole.zero();
      each(v, (part, { offset, length }) => whole.narrow(0, offset, length).copy(part));
      operator.apply(whole, image);
      each(out.resize(size), (part, { offset, length }) => part.copy(image.narrow(0, offset, length)));
      return out;
    },
  };
}
