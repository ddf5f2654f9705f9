/** @file Images less the mean around each pixel, and then divided by the deviation there. */

import type { Module } from '../lib/nn/module.js';
import { checkNumbers, count } from '../lib/nn/numbers.js';
import { checkKernel, kernelField } from '../lib/nn/smoothing.js';
import { implied, named, number, type TorchField, type TorchFields, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';
import { Sequential } from './sequential.js';
import { SpatialDivisiveNormalization } from './spatial-divisive-normalization.js';
import { SpatialSubtractiveNormalization } from './spatial-subtractive-normalization.js';

/** The modules inside are in a Sequential there. */
const normalizer: TorchField = {
  toTorch: (modules, { _type }) => {
    const sequential = new Sequential().type(_type.name);
    for (const module of modules as Module[]) sequential.add(module);
    return sequential;
  },
  fromTorch: (value, expect) => (value instanceof Sequential ? value.modules : expect('a Sequential')),
};

/**
 * SpatialSubtractiveNormalization, then SpatialDivisiveNormalization, with the same kernel: y = z / t, z = x − M x / c. x: (nInputPlane × H × W) or
 * (N × nInputPlane × H × W).
 */
export class SpatialContrastiveNormalization extends Sequential {
  static override readonly torch: TorchFields = {
    nInputPlane: whole(1),
    kernel: kernelField,
    threshold: number(),
    thresval: number(),
    normalizer: named('modules', normalizer),
    modules: implied(undefined),
  };

  nInputPlane: number;
  kernel: Tensor;
  threshold: number;
  thresval: number;

  /** @throws RangeError unless nInputPlane is a whole number from 1 up and the kernel has one or two dimensions, of odd sizes. */
  constructor(nInputPlane: number = 1, kernel?: Tensor, threshold: number = 1e-4, thresval: number = threshold) {
    super();
    checkNumbers(this.constructor.name, { nInputPlane }, count);
    checkNumbers(this.constructor.name, { threshold, thresval });
    checkKernel(this.constructor.name, kernel);
    this.add(new SpatialSubtractiveNormalization(nInputPlane, kernel));
    const divisive = new SpatialDivisiveNormalization(nInputPlane, kernel, threshold, thresval);
    this.add(divisive);
    this.nInputPlane = nInputPlane;
    this.kernel = divisive.kernel;
    this.threshold = threshold;
    this.thresval = thresval;
  }

  override toString(): string {
    return this.typename;
  }
}
