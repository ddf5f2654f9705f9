/** @file Multiplication by one learned number. */
import { BilinearMap } from '../lib/nn/bilinear-map.js';
import { uniformBound } from '../lib/nn/drawing.js';
import { type TorchFields, tensor } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * x: any shape; w: (1); s = scale.
 *   forward    y   = w x
 *   backward   gx  = w gy             gw  += s ⟨x, gy⟩
 *   rForward   Ry  = Rw x + w Rx
 *   rBackward  Rgx = w Rgy + Rw gy    Rgw += s (⟨x, Rgy⟩ + ⟨Rx, gy⟩)
 * Initial weight: uniform in ±1.
 */
export class Mul extends BilinearMap {
  static override readonly torch: TorchFields = { weight: tensor(() => [1]) };

  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;

  constructor() {
    super();
    this.makeParameter('weight', 1);
    this.reset();
  }

  /** Draws a new weight: uniform in ±stdv·√3, or in ±1. */
  reset(stdv?: number): this {
    const bound = uniformBound(this.constructor.name, stdv, 1);
    this.weight.uniform(-bound, bound);
    return this;
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    y.resizeAs(x);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    if (accumulate) y.add(w.get(0), x);
    else y.mul(x, w.get(0));
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    this.product(w, g, gx, accumulate);
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    gw.add(scale * x.dot(g));
  }
}
