/** @file The adjoint of a convolution of volumes. */
import { FullConvolution } from '../lib/nn/full-convolution.js';
import { buffer, optional, type TorchFields, tensor, unsaved, whole } from '../lib/nn/torch-field.js';
import { volumetricWindow, type Window } from '../lib/nn/window.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 * y(o, dT t + m − padT, dH i + k − padH, dW j + l − padW) = b(o) + the sum of w(c, o, m, k, l) x(c, t, i, j) over all that come to lie there;
 * FullConvolution has the passes. x: (nInputPlane × T × H × W) or (N × nInputPlane × T × H × W); y: nOutputPlane planes of
 * dT (T − 1) + kT − 2 padT + adjT by the like of H and of W. In a table {x, reference} the last three sizes of the reference decide adjT, adjH
 * and adjW.
 */
export class VolumetricFullConvolution extends FullConvolution {
  static override readonly torch: TorchFields = {
    ...volumetricWindow,
    adjT: optional(whole(0), 0),
    adjW: optional(whole(0), 0),
    adjH: optional(whole(0), 0),
    weight: tensor((owner: VolumetricFullConvolution) => owner.weightSize()),
    finput: buffer,
    fgradInput: buffer,
    ones: buffer,
    zeroScalar: unsaved(),
  };

  /** Older files have no adjustment, weights of (planes out × planes in × …), and paddings of other names. */
  static override upgrade(fields: Map<unknown, unknown>): void {
    for (const name of ['weight', 'gradWeight']) {
      const w = fields.get(name);
      if (!fields.has('adjW') && w instanceof Tensor && w.dim() === 5) fields.set(name, w.transpose(0, 1).contiguous());
    }
    for (const axis of ['T', 'W', 'H']) {
      if (!fields.has(`pad${axis}`)) fields.set(`pad${axis}`, fields.get(`p${axis}`));
      fields.delete(`p${axis}`);
    }
  }

  kT: number;
  kW: number;
  kH: number;
  dT: number;
  dW: number;
  dH: number;
  padT: number;
  padW: number;
  padH: number;
  adjT: number;
  adjW: number;
  adjH: number;

  /** @throws RangeError unless planes, kernel and strides are whole numbers from 1 up, and adjustments from 0 up and below the strides. */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    kT: number,
    kW: number,
    kH: number,
    dT: number = 1,
    dW: number = 1,
    dH: number = 1,
    padT: number = 0,
    padW: number = 0,
    padH: number = 0,
    adjT: number = 0,
    adjW: number = 0,
    adjH: number = 0,
  ) {
    super();
    [this.nInputPlane, this.nOutputPlane] = [nInputPlane, nOutputPlane];
    [this.kT, this.kW, this.kH, this.dT, this.dW, this.dH] = [kT, kW, kH, dT, dW, dH];
    [this.padT, this.padW, this.padH] = [padT, padW, padH];
    [this.adjT, this.adjW, this.adjH] = [adjT, adjW, adjH];
    this.makeConvolution();
  }

  protected override window(): Window {
    const { kT, kW, kH, dT, dW, dH, padT, padW, padH } = this;
    return { kernel: [kT, kH, kW], stride: [dT, dH, dW], padding: [padT, padH, padW], dilation: [1, 1, 1] };
  }

  protected override adjustment(): readonly number[] {
    return [this.adjT, this.adjH, this.adjW];
  }

  /** Like Torch's, which has no word for a missing bias. */
  override toString(): string {
    return super.toString().replace(' without bias', '');
  }
}
