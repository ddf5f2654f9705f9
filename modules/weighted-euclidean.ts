/** @file Distances to learned points, each dimension with a learned weight. */

import { type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';
import { Euclidean } from './euclidean.js';

/**
 * Euclidean with a factor c (diagCov, n × m) for each dimension of each point, at first 1. All passes are there; those of c are exact
 * where Torch's are NaN (c = 0) or leave out scale (one row).
 */
export class WeightedEuclidean extends Euclidean {
  static override readonly torch: TorchFields = {
    fastBackward: unsaved(),
    diagCov: tensor((owner: WeightedEuclidean) => owner.weight._size),
  };

  declare diagCov: Tensor;
  declare gradDiagCov: Tensor;
  declare rDiagCov: Tensor;
  declare rGradDiagCov: Tensor;

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputSize: number, outputSize: number) {
    super(inputSize, outputSize);
    this.makeParameter('diagCov', inputSize, outputSize);
    this.diagCov.fill(1);
  }

  /** Draws new points, as Euclidean does, and makes the factors 1. */
  override reset(stdv?: number): this {
    this.diagCov?.fill(1);
    return super.reset(stdv);
  }

  override parameterNames(): readonly string[] {
    return ['weight', 'diagCov'];
  }
}
