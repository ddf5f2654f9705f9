/** @file Examples of convolutions and pooling: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { at, type Examples } from './making.js';

const { randn } = torch;

export const convolution: Examples = {
  SpatialConvolution: () => [
    ...at(new nn.SpatialConvolution(2, 3, 3, 2), randn(2, 2, 4, 5), randn(2, 4, 5)),
    ...at(new nn.SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 2), randn(2, 2, 3, 4)),
    ...at(new nn.SpatialConvolution(2, 3, 1, 1).noBias(), randn(2, 2, 3, 2)),
  ],
  SpatialConvolutionMM: () => at(new nn.SpatialConvolutionMM(2, 3, 3, 2), randn(2, 2, 4, 5)),
  SpatialMaxPooling: () => [
    ...at(new nn.SpatialMaxPooling(2, 2), randn(2, 2, 4, 5)),
    ...at(new nn.SpatialMaxPooling(2, 2), randn(2, 4, 4)),
    ...at(new nn.SpatialMaxPooling(3, 3, 2, 2, 1, 1).ceil(), randn(2, 2, 5, 6)),
  ],
};
