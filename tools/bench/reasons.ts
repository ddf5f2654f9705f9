/** @file Why R methods of some classes take more than three times as long as their forward: reasons that each run can contradict. */

/** Nanoseconds an element: forward, backward, and their images. */
export type Passes = readonly [forward: number, backward: number, rForward: number, rBackward: number];

interface Reason {
  why: string;
  /** Whether a run bears it out. */
  holds(passes: Passes): boolean;
  classes: readonly string[];
}

/** R methods that take so many times their forward need a reason. */
const MUCH = 3;
/** A forward that moves nothing takes less, even of a small tensor. */
const NOTHING_NS = 0.3;

const worst = ([, , rForward, rBackward]: Passes): number => Math.max(rForward, rBackward);

/** Each class is of one kind. */
export const reasons: readonly Reason[] = [
  {
    why: 'forward moves nothing: a view, or a constant',
    holds: ([forward]) => forward < NOTHING_NS,
    classes: [
      ...[
        'Collapse',
        'Constant',
        'Contiguous',
        'Copy',
        'DontCast',
        'FlattenTable',
        'GradientReversal',
        'Identity',
        'L1Penalty',
      ],
      ...[
        'Narrow',
        'NarrowTable',
        'Replicate',
        'Reshape',
        'Select',
        'SelectTable',
        'SplitTable',
        'Squeeze',
        'Transpose',
      ],
      ...['Unsqueeze', 'View', 'WhiteNoise', 'ZeroGrad', 'ZipTable', 'ZipTableOneToMany'],
    ],
  },
  {
    why: 'rBackward has four products, forward one; two gradients in all',
    holds: (passes) => worst(passes) < 3 * passes[1],
    classes: [
      ...[
        'Bilinear',
        'CMul',
        'CMulTable',
        'Decorator',
        'DotProduct',
        'IndexLinear',
        'Linear',
        'LinearWeightNorm',
        'Maxout',
      ],
      ...['MixtureTable', 'MM', 'Mul', 'MV', 'PReLU', 'PartialLinear', 'Sequential', 'SparseLinear', 'WeightNorm'],
      ...['SpatialConvolution', 'SpatialConvolutionLocal', 'SpatialConvolutionMM', 'SpatialConvolutionMap'],
      ...[
        'SpatialDepthWiseConvolution',
        'SpatialDilatedConvolution',
        'SpatialFullConvolution',
        'SpatialFullConvolutionMap',
      ],
      ...['SpatialSubSampling', 'TemporalConvolution', 'TemporalRowConvolution', 'TemporalSubSampling'],
      ...['VolumetricConvolution', 'VolumetricDilatedConvolution', 'VolumetricFullConvolution'],
    ],
  },
  {
    why: 'second derivatives of a quotient or a norm have more terms',
    holds: (passes) => worst(passes) < 4 * passes[1],
    classes: [
      ...['BatchNormalization', 'CDivTable', 'Cosine', 'CosineDistance', 'CosineEmbeddingCriterion', 'Euclidean'],
      ...[
        'LayerNormalization',
        'Normalize',
        'PairwiseDistance',
        'SpatialBatchNormalization',
        'VolumetricBatchNormalization',
      ],
      'WeightedEuclidean',
    ],
  },
  {
    why: 'backward takes as long: it writes more than forward does',
    holds: (passes) => worst(passes) < 1.5 * passes[1],
    classes: ['Add', 'CSubTable', 'Kmeans', 'L1Cost', 'Mean'],
  },
];

/** R methods beside forward. */
export function ratioOf(passes: Passes): number {
  return worst(passes) / passes[0];
}

/** Why the R methods of a class take so long in a run; empty where they do not, and no word of a reason that the run contradicts. */
export function reasonFor(name: string, passes: Passes): string {
  if (ratioOf(passes) <= MUCH) return '';
  return reasons.find(({ classes, holds }) => classes.includes(name) && holds(passes))?.why ?? 'no reason is known';
}
