/** @file Convolution of each plane of images by itself. */
import { kernels, placesOf } from '../lib/kernels/index.js';
import { type Groups, gather, scatter, weigh } from '../lib/nn/groups.js';
import { type Tensor, vector } from '../lib/tensor/index.js';
import { SpatialConvolution } from './spatial-convolution.js';

/**
 * y(c nOutputPlane + o, i, j) = b(o, c) + Σ w(o, c, k, l) x(c, dH i + k − padH, dW j + l − padW): as SpatialConvolution without the sum over
 * c; each plane of x makes nOutputPlane of y. W is (nOutputPlane × nInputPlane × kH × kW), b (nOutputPlane × nInputPlane); Torch has W as a
 * matrix until its first forward pass.
 */
export class SpatialDepthWiseConvolution extends SpatialConvolution {
  declare private groups: Groups | undefined;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.groups = undefined;
  }

  protected override biasSize(): number[] {
    return [this.nOutputPlane, this.nInputPlane];
  }

  protected override outputPlanes(): number {
    return this.nOutputPlane * this.nInputPlane;
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    super.resizeOutput(x, y);
    const patches = this.patchesOf(x._size.slice(-2), y._size.slice(-2));
    const under = Array.from({ length: this.nInputPlane }, (_, c) => c);
    const places = under.map((c) => c * this.nOutputPlane);
    this.groups = { patches, under, places, planes: this.nOutputPlane };
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    gather(this.groups as Groups, w, x, y, accumulate);
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    scatter(this.groups as Groups, w, g, gx, accumulate);
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    weigh(this.groups as Groups, x, g, gw, scale);
  }

  protected override spreadBias(b: Tensor, y: Tensor): void {
    const pixels = placesOf((this.groups as Groups).patches);
    const [from, to] = [vector(b), vector(y)];
    for (let plane = 0, at = y._offset; at < y._offset + y.nElement(); plane++, at += pixels) {
      to.fill(from[placeOf(plane, b)], at, at + pixels);
    }
  }

  protected override collectBias(g: Tensor, gb: Tensor, scale: number): void {
    const pixels = placesOf((this.groups as Groups).patches);
    const source = g.contiguous();
    const [from, to] = [vector(source), vector(gb)];
    for (let plane = 0; plane * pixels < source.nElement(); plane++) {
      to[placeOf(plane, gb)] += scale * kernels.sum(pixels, from, source._offset + plane * pixels);
    }
  }
}

/** Where the bias of a plane of y is. */
function placeOf(plane: number, { _offset, _size: [outputs, inputs] }: Tensor): number {
  return _offset + (plane % outputs) * inputs + (Math.floor(plane / outputs) % inputs);
}
