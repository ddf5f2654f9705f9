/** @file Examples of max pooling and unpooling: constructor arguments, and inputs of every shape that a class treats apart. */
import type { MaxUnpooling } from '../../../../lib/nn/max-unpooling.js';
import type { Module } from '../../../../lib/nn/module.js';
import { nn } from '../../../../lib/nn.js';
import { type Tensor, torch } from '../../../../lib/tensor/index.js';
import { at, type Example, type Examples } from './making.js';

const { randn } = torch;

/** A module for each input: files keep what a module took of its last one. */
const each = (make: () => Module, ...inputs: Tensor[]): Example[] => inputs.flatMap((input) => at(make(), input));

/** A module that unpools, at the sizes of what its pooling module made of x. */
const unpooling = (module: MaxUnpooling, x: Tensor): Example[] => {
  const y = module.pooling.forward(x) as Tensor;
  // Drops y and other buffers, as clearState does in a network, but not what was taken.
  module.pooling.double();
  return at(module, randn(y.size()));
};

const spatial = (x: Tensor): Example[] =>
  unpooling(new nn.SpatialMaxUnpooling(new nn.SpatialMaxPooling(2, 3).ceil()), x);

const volumetric = (x: Tensor): Example[] =>
  unpooling(new nn.VolumetricMaxUnpooling(new nn.VolumetricMaxPooling(2, 2, 3, 2, 2, 3, 1, 0, 1)), x);

export const maxPooling: Examples = {
  SpatialAdaptiveMaxPooling: () => at(new nn.SpatialAdaptiveMaxPooling(3, 2), randn(2, 2, 5, 6), randn(2, 3, 4)),
  SpatialDilatedMaxPooling: () => [
    ...each(() => new nn.SpatialDilatedMaxPooling(2, 2, 1, 1, 0, 0, 2, 3), randn(2, 2, 4, 5), randn(2, 5, 4)),
    ...each(() => new nn.SpatialDilatedMaxPooling(3, 4, 2, 1, 1, 2, 2, 2).ceil(), randn(2, 2, 5, 6)),
  ],
  SpatialFractionalMaxPooling: () => [
    ...each(() => new nn.SpatialFractionalMaxPooling(2, 3, 3, 2), randn(2, 2, 5, 6), randn(2, 5, 5)),
    ...each(() => new nn.SpatialFractionalMaxPooling(2, 2, 0.6, 0.5).fixPoolingRegions(), randn(2, 2, 6, 5)),
  ],
  SpatialMaxPooling: () => [
    ...each(() => new nn.SpatialMaxPooling(2, 2), randn(2, 2, 4, 5), randn(2, 4, 4)),
    ...each(() => new nn.SpatialMaxPooling(3, 3, 2, 2, 1, 1).ceil(), randn(2, 2, 5, 6)),
  ],
  SpatialMaxUnpooling: () => [...spatial(randn(2, 2, 4, 5)), ...spatial(randn(2, 6, 4))],
  TemporalMaxPooling: () => at(new nn.TemporalMaxPooling(3, 2), randn(2, 8, 3), randn(7, 4)),
  VolumetricDilatedMaxPooling: () => [
    ...each(() => new nn.VolumetricDilatedMaxPooling(2, 2, 2, 1, 1, 1, 0, 0, 0, 1, 2, 3), randn(2, 3, 5, 4)),
    ...each(() => new nn.VolumetricDilatedMaxPooling(2, 3, 2, 2, 2, 2, 1, 1, 1, 2, 1, 1).ceil(), randn(2, 1, 3, 4, 4)),
  ],
  VolumetricFractionalMaxPooling: () => [
    ...each(() => new nn.VolumetricFractionalMaxPooling(2, 3, 2, 2, 2, 3), randn(2, 1, 5, 5, 4), randn(2, 5, 5, 4)),
    ...each(() => new nn.VolumetricFractionalMaxPooling(2, 2, 2, 0.5, 0.6, 0.6), randn(2, 5, 6, 4)),
  ],
  VolumetricMaxPooling: () => [
    ...each(() => new nn.VolumetricMaxPooling(2, 2, 2), randn(2, 1, 2, 4, 5), randn(2, 3, 4, 2)),
    ...each(() => new nn.VolumetricMaxPooling(2, 3, 3, 2, 2, 1, 1, 1, 0).ceil(), randn(1, 2, 3, 4, 4)),
  ],
  VolumetricMaxUnpooling: () => [...volumetric(randn(2, 1, 2, 4, 5)), ...volumetric(randn(2, 3, 4, 2))],
};
