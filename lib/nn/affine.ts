/** @file Affine: a BilinearMap whose weight and bias are drawn as Torch draws most layers'. */
import type { Tensor } from '../tensor/index.js';
import { BilinearMap } from './bilinear-map.js';
import { uniformBound } from './drawing.js';

/** Initial values: uniform in ±1/√(numbers of the input that make one of the output), the weight's first. */
export abstract class Affine extends BilinearMap {
  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;

  /** How many numbers of the input make one of the output, as Torch counts them. */
  protected fanIn(): number {
    return this.weight.nElement() / this.weight._size[0];
  }

  /** Draws new values: uniform in ±stdv·√3, or in ±1/√(numbers of the input that make one of the output). */
  reset(stdv?: number): this {
    const bound = uniformBound(this.constructor.name, stdv, 1 / Math.sqrt(this.fanIn()));
    this.weight.uniform(-bound, bound);
    this.bias?.uniform(-bound, bound);
    return this;
  }

  /** Takes the bias away. */
  noBias(): this {
    this.bias = undefined;
    this.gradBias = undefined;
    this.rBias = undefined;
    this.rGradBias = undefined;
    return this;
  }
}
