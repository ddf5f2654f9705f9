/** @file Examples of convolutions, average pooling, borders and up-sampling: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { at, type Examples } from './making.js';

const { randn } = torch;

export const convolution: Examples = {
  SpatialAdaptiveAveragePooling: () =>
    at(new nn.SpatialAdaptiveAveragePooling(3, 2), randn(2, 2, 3, 5), randn(2, 1, 4)),
  SpatialAveragePooling: () => [
    ...at(new nn.SpatialAveragePooling(2, 2, 2, 2), randn(2, 2, 4, 5), randn(2, 4, 4)),
    ...at(new nn.SpatialAveragePooling(3, 2, 2, 1, 1, 1).ceil().setCountExcludePad(), randn(2, 2, 3, 4)),
  ],
  SpatialConvolution: () => [
    ...at(new nn.SpatialConvolution(2, 3, 3, 2), randn(2, 2, 4, 5), randn(2, 4, 5)),
    ...at(new nn.SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 2), randn(2, 2, 3, 4)),
    ...at(new nn.SpatialConvolution(2, 3, 1, 1).noBias(), randn(2, 2, 3, 2)),
  ],
  SpatialConvolutionMM: () => at(new nn.SpatialConvolutionMM(2, 3, 3, 2), randn(2, 2, 4, 5)),
  SpatialDilatedConvolution: () => [
    ...at(new nn.SpatialDilatedConvolution(2, 3, 3, 2, 1, 1, 0, 0, 2, 1), randn(2, 2, 3, 6), randn(2, 2, 5)),
    ...at(new nn.SpatialDilatedConvolution(2, 2, 2, 2, 2, 1, 1, 2, 2, 3).noBias(), randn(2, 2, 4, 5)),
  ],
  SpatialFullConvolution: () => [
    ...at(new nn.SpatialFullConvolution(2, 3, 3, 2), randn(2, 2, 2, 3), randn(2, 3, 2)),
    ...at(new nn.SpatialFullConvolution(2, 2, 3, 3, 3, 2, 1, 1, 2, 1).noBias(), randn(2, 2, 3, 2)),
    ...at(new nn.SpatialFullConvolution(2, 3, 3, 2, 2, 2), [randn(2, 2, 2, 2), randn(2, 1, 5, 6)]),
  ],
  SpatialReflectionPadding: () => at(new nn.SpatialReflectionPadding(2, -1, 1, 0), randn(2, 2, 3, 4), randn(2, 2, 3)),
  SpatialReplicationPadding: () => at(new nn.SpatialReplicationPadding(2, -1, 3, 0), randn(2, 2, 2, 3), randn(2, 1, 2)),
  SpatialUpSamplingBilinear: () => [
    ...at(new nn.SpatialUpSamplingBilinear(2), randn(2, 2, 2, 3), randn(2, 3, 1)),
    ...at(new nn.SpatialUpSamplingBilinear({ oheight: 2, owidth: 5 }), randn(2, 2, 3, 3)),
  ],
  SpatialUpSamplingNearest: () => at(new nn.SpatialUpSamplingNearest(2), randn(2, 2, 2, 3), randn(2, 3, 2)),
  SpatialZeroPadding: () => at(new nn.SpatialZeroPadding(2, -1, 1, 0), randn(2, 2, 2, 3), randn(2, 1, 2)),
  TemporalConvolution: () => [
    ...at(new nn.TemporalConvolution(3, 2, 2), randn(2, 4, 3), randn(3, 3)),
    ...at(new nn.TemporalConvolution(2, 2, 3, 2), randn(2, 6, 2)),
  ],
  TemporalRowConvolution: () => [
    ...at(new nn.TemporalRowConvolution(3, 2), randn(2, 4, 3), randn(3, 3)),
    ...at(new nn.TemporalRowConvolution(3, 2, 2, true).noBias(), randn(2, 3, 5), randn(3, 4)),
  ],
  UpSampling: () => [
    ...at(new nn.UpSampling(2), randn(2, 2, 2, 3), randn(2, 2, 2, 1, 2)),
    ...at(new nn.UpSampling(2, 'linear'), randn(2, 2, 2, 3), randn(1, 2, 2, 3, 2)),
    ...at(new nn.UpSampling({ odepth: 3, oheight: 4, owidth: 2 }, 'linear'), randn(1, 2, 2, 3, 3)),
  ],
  VolumetricAveragePooling: () => [
    ...at(new nn.VolumetricAveragePooling(2, 2, 2), randn(2, 2, 3, 4, 5), randn(2, 2, 2, 3)),
    ...at(new nn.VolumetricAveragePooling(2, 3, 2, 1, 2, 1), randn(2, 2, 3, 5)),
  ],
  VolumetricConvolution: () => [
    ...at(new nn.VolumetricConvolution(2, 3, 2, 3, 2), randn(2, 2, 3, 3, 4), randn(2, 2, 2, 3)),
    ...at(new nn.VolumetricConvolution(1, 2, 2, 3, 2, 2, 1, 2, 1, 2, 0).noBias(), randn(2, 1, 3, 3, 2)),
  ],
  VolumetricDilatedConvolution: () => [
    ...at(new nn.VolumetricDilatedConvolution(2, 2, 2, 2, 2, 1, 1, 1, 0, 0, 0, 1, 3, 2), randn(2, 2, 2, 3, 5)),
    ...at(new nn.VolumetricDilatedConvolution(2, 2, 2, 1, 2, 1, 2, 1, 1, 0, 1, 2, 1, 1), randn(2, 2, 2, 3)),
  ],
  VolumetricFullConvolution: () => [
    ...at(new nn.VolumetricFullConvolution(2, 3, 2, 1, 2), randn(2, 2, 2, 1, 2), randn(2, 2, 1, 2)),
    ...at(new nn.VolumetricFullConvolution(2, 2, 2, 3, 2, 2, 3, 2, 1, 1, 0, 1, 2, 0), randn(1, 2, 2, 1, 2)),
    ...at(new nn.VolumetricFullConvolution(1, 2, 2, 2, 2, 2, 2, 2), [randn(1, 2, 1, 1), randn(3, 4, 3, 2)]),
  ],
  VolumetricReplicationPadding: () =>
    at(new nn.VolumetricReplicationPadding(1, -1, 2, 0, 1, 1), randn(2, 2, 2, 2, 3), randn(2, 1, 2, 3)),
};
