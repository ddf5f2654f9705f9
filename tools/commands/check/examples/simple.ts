/** @file Examples of simple layers with parameters: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { type Tensor, torch } from '../../../../lib/tensor/index.js';
import { at, type Examples, except, labels, noGradient } from './making.js';

const { randn } = torch;

/** A weight of normalised features that have met 8. */
function scaled(): Tensor {
  const weight = randn(5, 7);
  weight.narrow(1, 0, 1).fill(8);
  weight.narrow(1, 1, 1).fill(1 / 8);
  return weight;
}

export const simple: Examples = {
  Add: () => [...at(new nn.Add(4), randn(3, 4), randn(4)), ...at(new nn.Add(1, true), randn(3, 2))],
  Bilinear: () => [
    ...at(new nn.Bilinear(2, 3, 4), [randn(5, 2), randn(5, 3)]),
    ...at(new nn.Bilinear(2, 3, 1, false), [randn(5, 2), randn(5, 3)]),
  ],
  CAdd: () => [...at(new nn.CAdd(4), randn(3, 4), randn(4)), ...at(new nn.CAdd(1, 4, 1), randn(2, 4, 3))],
  CMul: () => [...at(new nn.CMul(4), randn(3, 4), randn(4)), ...at(new nn.CMul(1, 4, 1), randn(2, 4, 3))],
  Cosine: () => at(new nn.Cosine(4, 3), randn(5, 4), randn(4)),
  Euclidean: () => at(new nn.Euclidean(4, 3), randn(5, 4), randn(4)),
  // Integer values: the checker differentiates in real ones, and without doGradInput there is no gx.
  IndexLinear: () => [
    ...at(
      new nn.IndexLinear(5, 3, false, 0, randn(5, 3), randn(3), false, 1),
      [labels(3, 1, 3), labels(2, -1, 5)],
      [labels(1, 3, 2), labels(2, -1, 5), labels(1, 2)],
    ),
    ...at(new nn.IndexLinear(5, 3, true, 2, randn(5, 3), randn(3), false, 1), [
      [labels(1), labels(3, 0)],
      [labels(2), labels(-1, 5)],
    ]),
    ...at(new nn.IndexLinear(5, 3, false, 0, scaled(), randn(3), true, 1).training(), [
      labels(3, 1, 3),
      labels(2, -1, 5),
    ]),
  ],
  Linear: () => [...at(new nn.Linear(4, 3), randn(5, 4), randn(4)), ...at(new nn.Linear(4, 3, false), randn(5, 4))],
  LinearWeightNorm: () => [
    ...at(new nn.LinearWeightNorm(4, 3), randn(5, 4), randn(4)),
    ...at(new nn.LinearWeightNorm(4, 3, false), randn(5, 4)),
  ],
  LookupTable: () => [
    ...at(new nn.LookupTable(5, 3), labels(3, 0, 3), labels(3, 0, 1, 2).view(2, 2)),
    ...at(new nn.LookupTable(5, 3, 9, 100, 2, 1), labels(5, 1)),
    except(noGradient, new nn.LookupTable(5, 3).scaleGradByFreq(), labels(3, 0, 3)),
  ],
  Mul: () => at(new nn.Mul(), randn(3, 4)),
  PartialLinear: () => [
    ...at(new nn.PartialLinear(3, 4), randn(5, 3)),
    ...at(new nn.PartialLinear(3, 4, false).setPartition(labels(3, 1)), randn(5, 3)),
  ],
  // Pairs of integers: the checker differentiates in real ones, and an index has no derivative.
  SparseLinear: () => [
    ...at(new nn.SparseLinear(5, 3, false, 1), labels(3, 2, 1, -1, 3, 5).view(3, 2), labels(3, 2, 5, 1).view(2, 1, 2)),
    ...at(new nn.SparseLinear(5, 3, true, 1), [labels(3, 2).view(1, 2), labels(1, -1, 4, 5).view(2, 2)]),
  ],
  WeightedEuclidean: () => at(new nn.WeightedEuclidean(4, 3), randn(5, 4), randn(4)),
};
