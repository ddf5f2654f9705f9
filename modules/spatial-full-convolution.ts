/** @file The adjoint of a convolution of images. */
import { FullConvolution } from '../lib/nn/full-convolution.js';
import { buffer, optional, type TorchFields, tensor, unsaved, whole } from '../lib/nn/torch-field.js';
import { spatialWindow, type Window } from '../lib/nn/window.js';

/**
 * y(o, dH i + k − padH, dW j + l − padW) = b(o) + the sum of w(c, o, k, l) x(c, i, j) over all that come to lie there; FullConvolution has the
 * passes. x: (nInputPlane × H × W) or (N × nInputPlane × H × W); y: nOutputPlane planes of dH (H − 1) + kH − 2 padH + adjH by the like of W.
 * In a table {x, reference} the last two sizes of the reference decide adjH and adjW.
 */
export class SpatialFullConvolution extends FullConvolution {
  static override readonly torch: TorchFields = {
    ...spatialWindow,
    adjW: optional(whole(0), 0),
    adjH: optional(whole(0), 0),
    weight: tensor((owner: SpatialFullConvolution) => owner.weightSize()),
    ones: buffer,
    zeroScalar: unsaved(),
  };

  kW: number;
  kH: number;
  dW: number;
  dH: number;
  padW: number;
  padH: number;
  adjW: number;
  adjH: number;

  /** @throws RangeError unless planes, kernel and strides are whole numbers from 1 up, and adjustments from 0 up and below the strides. */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    kW: number,
    kH: number,
    dW: number = 1,
    dH: number = 1,
    padW: number = 0,
    padH: number = 0,
    adjW: number = 0,
    adjH: number = 0,
  ) {
    super();
    [this.nInputPlane, this.nOutputPlane] = [nInputPlane, nOutputPlane];
    [this.kW, this.kH, this.dW, this.dH, this.padW, this.padH] = [kW, kH, dW, dH, padW, padH];
    [this.adjW, this.adjH] = [adjW, adjH];
    this.makeConvolution();
  }

  protected override window(): Window {
    const { kW, kH, dW, dH, padW, padH } = this;
    return { kernel: [kH, kW], stride: [dH, dW], padding: [padH, padW], dilation: [1, 1] };
  }

  protected override adjustment(): readonly number[] {
    return [this.adjH, this.adjW];
  }
}
