/** @file Examples of convolutions of some planes or at some places alone, and of sub-sampling. */
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { at, type Examples } from './making.js';

const { randn } = torch;
const { oneToOne, random } = nn.tables;

export const partialConvolution: Examples = {
  SpatialConvolutionLocal: () => [
    ...at(new nn.SpatialConvolutionLocal(2, 3, 4, 3, 3, 2), randn(2, 2, 3, 4), randn(2, 3, 4)),
    ...at(new nn.SpatialConvolutionLocal(2, 1, 3, 3, 3, 2, 2, 1, 1, 0), randn(2, 2, 3, 3)),
  ],
  SpatialConvolutionMap: () => [
    ...at(new nn.SpatialConvolutionMap(random(4, 3, 2), 3, 2), randn(2, 4, 3, 4), randn(4, 4, 3)),
    ...at(new nn.SpatialConvolutionMap(oneToOne(2), 2, 2, 2, 1), randn(2, 3, 3, 4)),
  ],
  SpatialDepthWiseConvolution: () => [
    ...at(new nn.SpatialDepthWiseConvolution(2, 3, 3, 2), randn(2, 2, 3, 4), randn(2, 4, 3)),
    ...at(new nn.SpatialDepthWiseConvolution(2, 1, 3, 2, 2, 1, 1, 0), randn(2, 2, 3, 3)),
  ],
  SpatialFullConvolutionMap: () => [
    ...at(new nn.SpatialFullConvolutionMap(random(4, 3, 2), 3, 2), randn(2, 4, 2, 3), randn(4, 2, 2)),
    ...at(new nn.SpatialFullConvolutionMap(oneToOne(2), 2, 2, 3, 1), randn(2, 3, 2, 2)),
  ],
  SpatialSubSampling: () => [
    ...at(new nn.SpatialSubSampling(2, 3, 2), randn(2, 2, 3, 4), randn(2, 4, 3)),
    ...at(new nn.SpatialSubSampling(3, 2, 2, 3, 2), randn(2, 3, 4, 5)),
  ],
  TemporalSubSampling: () => at(new nn.TemporalSubSampling(3, 2, 2), randn(2, 5, 3), randn(4, 3)),
};
