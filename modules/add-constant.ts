/** @file A constant added. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, optional, plain, type TorchFields } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

const isConstant = (value: unknown): boolean => typeof value === 'number' || value instanceof Tensor;

/**
 * c: a number, or a tensor (n), which is added to every row.
 *   forward    y   = x + c
 *   backward   gx  = gy
 *   rForward   Ry  = Rx
 *   rBackward  Rgx = Rgy
 * x: any shape, or (N × n) or (n) where c is a tensor. `inplace` is kept for compatibility; the module never overwrites its input.
 */
export class AddConstant extends LinearMap {
  static override readonly torch: TorchFields = {
    constant_scalar: plain('a number or a tensor', isConstant),
    inplace: optional(flag, false),
  };

  constant_scalar: number | Tensor;
  inplace: boolean;

  constructor(constant: number | Tensor, inplace: boolean = false) {
    super();
    if (!(constant instanceof Tensor)) checkNumbers('AddConstant', { constant });
    this.constant_scalar = constant;
    this.inplace = inplace;
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input);
    const c = this.constant_scalar;
    const y = this.output as Tensor;
    if (typeof c === 'number') return y.add(x, c);
    const d = x.dim();
    if (d < 1 || d > 2 || x._size[d - 1] !== c.nElement()) {
      throw this.wrongShape('forward', `input (N × ${c.nElement()}) or (${c.nElement()})`, x);
    }
    y.resizeAs(x);
    if (d === 1) return y.add(x, c);
    for (let i = 0; i < x._size[0]; i++) y.select(0, i).add(x.select(0, i), c);
    return y;
  }

  protected override map(_input: Activation, x: RActivation): RActivation {
    return x;
  }

  protected override adjoint(_input: Activation, g: RActivation): RActivation {
    return g;
  }
}
