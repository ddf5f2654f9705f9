/** @file The p-norm under a window that moves over images. */

import { checkNumbers, count } from '../lib/nn/numbers.js';
import { type TorchFields, whole } from '../lib/nn/torch-field.js';
import { MulConstant } from './mul-constant.js';
import { Power } from './power.js';
import { Sequential } from './sequential.js';
import { SpatialAveragePooling } from './spatial-average-pooling.js';
import { Sqrt } from './sqrt.js';
import { Square } from './square.js';

/**
 * y = (Σ xᵖ)^(1/p) under windows (kW × kH) moved by (dW, dH), as far as they are large when left out. Made, as Torch's is, of Square or Power(p),
 * an average, its number of elements, and Sqrt or Power(1 / p). Powers are of x, not of |x|: for odd p a sum may be negative, and y is then NaN
 * unless p = 1. Where a sum is 0, p = 2 has gradient 0, and other p > 1 have NaN, all as in Torch. x: (nInputPlane × H × W) or (N × nInputPlane × H × W); nInputPlane
 * is not looked at.
 */
export class SpatialLPPooling extends Sequential {
  static override readonly torch: TorchFields = { kW: whole(1), kH: whole(1), dW: whole(1), dH: whole(1) };

  kW: number;
  kH: number;
  dW: number;
  dH: number;

  /** @throws RangeError unless kernel and strides are whole numbers from 1 up. */
  constructor(nInputPlane: number, pnorm: number, kW: number, kH: number, dW: number = kW, dH: number = kH) {
    super();
    checkNumbers(this.constructor.name, { nInputPlane, kW, kH, dW, dH }, count);
    checkNumbers(this.constructor.name, { pnorm });
    [this.kW, this.kH, this.dW, this.dH] = [kW, kH, dW, dH];
    this.add(pnorm === 2 ? new Square() : new Power(pnorm));
    this.add(new SpatialAveragePooling(kW, kH, dW, dH)).add(new MulConstant(kW * kH));
    this.add(pnorm === 2 ? new Sqrt() : new Power(1 / pnorm));
  }
}
