/** @file The identity above 0, a small slope below. */
import { cases, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, number, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { general } from '../lib/tensor/index.js';

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
    cases[0] = this.negval;
    cases[1] = 1;
    for (let i = 0; i < n; i++) y[i] = cases[+(x[xo + i] > 0)] * x[xo + i];
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    cases[0] = this.negval;
    cases[1] = 1;
    for (let i = 0; i < n; i++) d[i] = cases[+(x[xo + i] > 0)];
  }

  override toString(): string {
    return `${super.toString()}(${general(this.negval)})`;
  }
}
