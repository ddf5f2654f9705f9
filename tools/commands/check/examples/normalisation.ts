/** @file Examples of normalisation, distances and products of two inputs. */
import { nn } from '../../../../lib/nn.js';
import { type Tensor, torch } from '../../../../lib/tensor/index.js';
import { at, type Examples, except, noGradient } from './making.js';

const { rand, randn } = torch;
const pair = (...size: number[]): Tensor[] => [randn(size), randn(size)];

export const normalisation: Examples = {
  BatchNormalization: () => [
    ...at(new nn.BatchNormalization(4), randn(5, 4)),
    ...at(new nn.BatchNormalization(4, 1e-5, 0.1, false), randn(5, 4)),
    ...at(new nn.BatchNormalization(4).evaluate(), randn(5, 4), randn(4)),
  ],
  CosineDistance: () => at(new nn.CosineDistance(), pair(3, 4), pair(4)),
  DotProduct: () => at(new nn.DotProduct(), pair(3, 4), pair(4)),
  FeatureLPPooling: () => [
    ...at(new nn.FeatureLPPooling(3, 2, 2), randn(7), randn(7, 2)),
    ...at(new nn.FeatureLPPooling(2, 1, 4, true), randn(2, 4), randn(2, 4, 2, 2)),
  ],
  // What it accumulates is a step of k-means, not the gradient of its output.
  Kmeans: () => [except([...noGradient, 'symmetry'], new nn.Kmeans(3, 2, undefined, 1), randn(6, 2))],
  L1Penalty: () => [
    except(noGradient, new nn.L1Penalty(0.5), randn(3, 4)),
    except(noGradient, new nn.L1Penalty(0.5, true, false), randn(3, 4)),
  ],
  LayerNormalization: () => at(new nn.LayerNormalization(4, 0.5), randn(3, 4), randn(4)),
  MM: () => [
    ...at(new nn.MM(), [randn(2, 3), randn(3, 4)], [randn(2, 2, 3), randn(2, 3, 4)]),
    ...at(new nn.MM(true, true), [randn(3, 2), randn(4, 3)], [randn(2, 3, 2), randn(2, 4, 3)]),
  ],
  MV: () => [
    ...at(new nn.MV(), [randn(2, 3), randn(3)], [randn(2, 2, 3), randn(2, 3)]),
    ...at(new nn.MV(true), [randn(3, 2), randn(3)]),
  ],
  Normalize: () => [1, 2, 3, 1.5, Infinity].flatMap((p) => at(new nn.Normalize(p), randn(3, 4), randn(4))),
  PairwiseDistance: () => [1, 2, 3, 1.5].flatMap((p) => at(new nn.PairwiseDistance(p), pair(3, 4), pair(4))),
  SpatialBatchNormalization: () => at(new nn.SpatialBatchNormalization(2), randn(3, 2, 2, 2)),
  SpatialContrastiveNormalization: () =>
    at(new nn.SpatialContrastiveNormalization(2, rand(3, 3).add(0.1)), randn(2, 2, 4, 5), randn(2, 3, 4)),
  SpatialCrossMapLRN: () => at(new nn.SpatialCrossMapLRN(3, 1), randn(2, 4, 2, 3), randn(4, 2, 3)),
  SpatialDivisiveNormalization: () => [
    ...at(new nn.SpatialDivisiveNormalization(2, rand(3, 5), 1), randn(2, 2, 4, 5), randn(2, 3, 4)),
    ...at(new nn.SpatialDivisiveNormalization(2, rand(3)), randn(2, 4, 5)),
  ],
  SpatialLPPooling: () => [
    ...at(new nn.SpatialLPPooling(2, 2, 3, 2, 1, 1), randn(2, 2, 3, 4), randn(2, 3, 4)),
    ...at(new nn.SpatialLPPooling(2, 3, 2, 2), rand(2, 4, 4).add(0.1)),
  ],
  SpatialSubtractiveNormalization: () => [
    ...at(new nn.SpatialSubtractiveNormalization(2, rand(3, 5)), randn(2, 2, 4, 5), randn(2, 3, 4)),
    ...at(new nn.SpatialSubtractiveNormalization(2, rand(3)), randn(2, 4, 5)),
  ],
  TemporalDynamicKMaxPooling: () => [
    ...at(new nn.TemporalDynamicKMaxPooling(2), randn(4, 3)),
    ...at(new nn.TemporalDynamicKMaxPooling(1, 0.6), randn(2, 4, 3)),
  ],
  VolumetricBatchNormalization: () => at(new nn.VolumetricBatchNormalization(2), randn(3, 2, 2, 2, 2)),
};
