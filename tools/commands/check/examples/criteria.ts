/** @file Examples of criteria: arguments, inputs and targets of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { type Tensor, torch } from '../../../../lib/tensor/index.js';
import { at, type Examples, labels, like, offZero, table, twoLayers } from './making.js';

const { rand, randn } = torch;

const probabilities = (...size: number[]): Tensor =>
  rand(...size)
    .mul(0.8)
    .add(0.1);

const signs = (): Tensor => table([1, -1, -1], [-1, 1, 1]);
/** Scores, so far from every other and from ones in their row that no hinge is near its kink. */
const scores = (): Tensor => table([0, 1.5, -2, 0.25], [1, 0.5, 3, -1], [0.25, 0.5, -0.75, 2]);

export const criteria: Examples = {
  AbsCriterion: () => [
    like(new nn.AbsCriterion(), offZero(3, 4), torch.zeros(3, 4)),
    like(new nn.AbsCriterion(false), offZero(5), torch.zeros(5)),
  ],
  BCECriterion: () => [
    like(new nn.BCECriterion(), probabilities(3, 4), rand(3, 4)),
    like(new nn.BCECriterion(rand(4), false), probabilities(3, 4), rand(3, 4)),
  ],
  ClassNLLCriterion: () => [
    like(new nn.ClassNLLCriterion(), randn(3, 4), labels(0, 3, 1)),
    like(new nn.ClassNLLCriterion(rand(4)), randn(3, 4), labels(2, 0, 2)),
    like(new nn.ClassNLLCriterion(undefined, false), randn(4), 2),
  ],
  ClassSimplexCriterion: () => [
    like(new nn.ClassSimplexCriterion(4), randn(3, 4), labels(3, 0, 1)),
    like(new nn.ClassSimplexCriterion(4), randn(4), 2),
  ],
  CosineEmbeddingCriterion: () => [
    like(new nn.CosineEmbeddingCriterion(), [randn(3, 4), randn(3, 4)], table(1, 1, 1)),
    like(new nn.CosineEmbeddingCriterion(-1.5), [randn(3, 4), randn(3, 4)], table(1, -1, -1)),
    like(new nn.CosineEmbeddingCriterion(), [randn(4), randn(4)], 1),
  ],
  CriterionTable: () => at(new nn.CriterionTable(new nn.CrossEntropyCriterion()), [randn(2, 3), labels(2, 0)]),
  CrossEntropyCriterion: () => [
    like(new nn.CrossEntropyCriterion(), randn(3, 4), labels(0, 3, 1)),
    like(new nn.CrossEntropyCriterion(rand(4)), randn(3, 4), labels(2, 0, 2)),
  ],
  DistanceRatioCriterion: () => [
    like(new nn.DistanceRatioCriterion(), [rand(3), rand(3)], undefined),
    like(new nn.DistanceRatioCriterion(false), [rand(3, 2), rand(3, 2)], undefined),
  ],
  DistKLDivCriterion: () => [like(new nn.DistKLDivCriterion(), randn(3, 4), rand(3, 4))],
  HingeEmbeddingCriterion: () => [
    like(new nn.HingeEmbeddingCriterion(), table([0.5, 2, 0.25], [3, 0.75, 0.5]), signs()),
    like(new nn.HingeEmbeddingCriterion(2), table(0.5), -1),
  ],
  L1Cost: () => [like(new nn.L1Cost(), offZero(3, 4), undefined)],
  L1HingeEmbeddingCriterion: () => [
    like(new nn.L1HingeEmbeddingCriterion(), [offZero(3), torch.zeros(3)], 1),
    like(new nn.L1HingeEmbeddingCriterion(5), [offZero(3), torch.zeros(3)], -1),
  ],
  MarginCriterion: () => [
    like(new nn.MarginCriterion(), table([2, -2, 0.5], [-0.25, 0, 3]), signs()),
    like(new nn.MarginCriterion(0.5), table([2, -2, 1], [-0.25, 0, 3]), signs()),
  ],
  MarginRankingCriterion: () => [
    like(new nn.MarginRankingCriterion(), [table(3, -1, 0.5, 2), torch.zeros(4)], table(1, 1, -1, -1)),
    like(new nn.MarginRankingCriterion(), [table(0.5), table(2)], 1),
  ],
  MultiLabelMarginCriterion: () => [
    like(
      new nn.MultiLabelMarginCriterion(),
      scores(),
      torch.LongTensor([
        [3, 0, -1, 1],
        [2, -1, 0, 0],
        [0, 1, 2, 3],
      ]),
    ),
    like(new nn.MultiLabelMarginCriterion(), scores().select(0, 1), labels(3, -1, 0, 0)),
  ],
  MultiLabelSoftMarginCriterion: () => [
    like(new nn.MultiLabelSoftMarginCriterion(), randn(3, 4), rand(3, 4).round()),
    like(new nn.MultiLabelSoftMarginCriterion(rand(4), false), randn(3, 4), rand(3, 4).round()),
  ],
  MultiMarginCriterion: () => [
    like(new nn.MultiMarginCriterion(), scores(), labels(3, 0, 1)),
    like(new nn.MultiMarginCriterion(2, rand(4)), scores(), labels(3, 0, 1)),
    like(new nn.MultiMarginCriterion(1, undefined, 0.4), scores().select(0, 1), 2),
  ],
  ModuleCriterion: () => [
    like(new nn.ModuleCriterion(new nn.MSECriterion(), twoLayers()), randn(3, 4), randn(3, 2)),
    like(new nn.ModuleCriterion(new nn.MSECriterion(), undefined, new nn.Tanh()), randn(3, 4), randn(3, 4)),
  ],
  MultiCriterion: () => [
    like(
      new nn.MultiCriterion().add(new nn.CrossEntropyCriterion(), 0.5).add(new nn.ClassNLLCriterion()),
      randn(2, 3),
      labels(2, 0),
    ),
  ],
  MSECriterion: () => [
    like(new nn.MSECriterion(), randn(3, 4), randn(3, 4)),
    like(new nn.MSECriterion(false), randn(5), randn(5)),
  ],
  ParallelCriterion: () => [
    like(
      new nn.ParallelCriterion().add(new nn.CrossEntropyCriterion(), 0.5).add(new nn.MSECriterion()),
      [randn(2, 3), randn(2, 4)],
      [labels(2, 0), randn(2, 4)],
    ),
    like(
      new nn.ParallelCriterion(true).add(new nn.MSECriterion(), 0.5).add(new nn.AbsCriterion()),
      [randn(3), offZero(3)],
      torch.zeros(3),
    ),
  ],
  SmoothL1Criterion: () => [
    like(new nn.SmoothL1Criterion(), table([0.5, -2, 0.25], [3, -0.75, 1.5]), torch.zeros(2, 3)),
    like(new nn.SmoothL1Criterion(false), table(0.5, -2, 3), torch.zeros(3)),
  ],
  SoftMarginCriterion: () => [like(new nn.SoftMarginCriterion(), randn(2, 3), signs())],
  SpatialAutoCropMSECriterion: () => [
    like(new nn.SpatialAutoCropMSECriterion(), randn(2, 2, 2, 3), randn(2, 2, 5, 4)),
    like(new nn.SpatialAutoCropMSECriterion(false), randn(2, 2, 3), randn(2, 3, 3)),
  ],
  SpatialClassNLLCriterion: () => [
    like(new nn.SpatialClassNLLCriterion(), randn(2, 3, 1, 2), labels(2, 0, 1, 1).view(2, 1, 2)),
    like(new nn.SpatialClassNLLCriterion(rand(3), false), randn(2, 3, 1, 2), labels(2, 0, 1, 1).view(2, 1, 2)),
  ],
  WeightedMSECriterion: () => [
    like(new nn.WeightedMSECriterion(rand(4)), randn(3, 4), randn(3, 4)),
    like(new nn.WeightedMSECriterion(rand(3, 4)), randn(3, 4), randn(3, 4)),
  ],
};
