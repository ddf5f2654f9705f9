/** @file The identity above 0, a small slope below. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, number, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { general, type Tensor, vector } from '../lib/tensor/index.js';

/**
 * y = x where x > 0, else a x;  f′ = 1 where x > 0, else a (at 0 too);  f″ = 0. Any shape. As in Torch, a boolean in place of `negval`
 * is `inplace`, which is kept for compatibility; the module never overwrites its input.
 */
export class LeakyReLU extends Elementwise {
  static override readonly torch: TorchFields = { negval: number(), inplace: optional(flag, false) };

  /** a. */
  negval: number;
  inplace: boolean;

  constructor(negval: number | boolean = 0.01, inplace: boolean = false) {
    super();
    if (typeof negval !== 'boolean') checkNumbers(this.constructor.name, { negval });
    this.negval = typeof negval === 'boolean' ? 0.01 : negval;
    this.inplace = typeof negval === 'boolean' ? negval : inplace;
  }

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.leak(n, this.negval, x, xo, x, xo, y, 0);
  }

  protected override timesSlope(input: Tensor, g: Tensor, z: Tensor): void {
    const x = input.contiguous();
    kernels.leak(x.nElement(), this.negval, vector(x), x._offset, vector(g), g._offset, vector(z), z._offset);
  }

  override toString(): string {
    return `${super.toString()}(${general(this.negval)})`;
  }
}
