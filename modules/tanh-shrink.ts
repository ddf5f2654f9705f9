/** @file What tanh takes away. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Tanh } from './tanh.js';

/** t = tanh x, y = x − t;  f′ = t²;  f″ = 2t (1 − t²). Any shape. */
export class TanhShrink extends Elementwise {
  static override readonly torch: TorchFields = {
    tanh: unsaved((owner: TanhShrink) => new Tanh().type(owner._type.name)),
  };

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.tanh(n, x, xo, y, 0);
    for (let i = 0; i < n; i++) y[i] = x[xo + i] - y[i];
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    kernels.tanh(n, x, xo, d, 0);
    kernels.mul(n, d, 0, d, 0, d, 0);
  }

  protected override ddf(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    kernels.tanh(n, x, xo, d, 0);
    for (let i = 0; i < n; i++) d[i] = 2 * d[i] * (1 - d[i] * d[i]);
  }
}
