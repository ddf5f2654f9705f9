/** @file Convolution of images whose weight is a matrix. */
import { SpatialConvolution } from './spatial-convolution.js';

/** SpatialConvolution with a weight of (nOutputPlane × nInputPlane · kH · kW). All else as there. */
export class SpatialConvolutionMM extends SpatialConvolution {
  /** Older files have one padding. */
  static override upgrade(fields: Map<unknown, unknown>): void {
    const padding = fields.get('padding') ?? 0;
    for (const name of ['padW', 'padH']) if (!fields.has(name)) fields.set(name, padding);
    fields.delete('padding');
  }

  protected override weightSize(): number[] {
    return [this.nOutputPlane, this.nInputPlane * this.kH * this.kW];
  }
}
