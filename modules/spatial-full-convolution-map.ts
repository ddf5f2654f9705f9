/** @file Full convolution of images between planes that a table connects: the adjoint of SpatialConvolutionMap. */
import { ConnectedConvolution } from '../lib/nn/connected-convolution.js';
import { type Groups, gather, scatter, weigh } from '../lib/nn/groups.js';
import { patchesOf } from '../lib/nn/window.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * y(o, dH i + k, dW j + l) = b(o) + the sum of w(t, k, l) x(c, i, j) over the connections t = (c, o) and all that meet there;
 * BilinearMap has the passes, x being the places of a window over y.
 * x: (nInputPlane × H × W) or (N × nInputPlane × H × W); y: nOutputPlane planes of (H − 1) dH + kH by the like of W.
 */
export class SpatialFullConvolutionMap extends ConnectedConvolution {
  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const [batch, , places] = this.sizesOf(x);
    const { kernel, stride } = this.window();
    const sizes = places.map((n, d) => (n - 1) * stride[d] + kernel[d]);
    const patches = patchesOf(this.nOutputPlane, sizes, this.window(), places);
    const [from, to] = this.connected();
    this.groups = { patches, under: to, places: from, planes: 1 };
    y.resize([...batch, this.nOutputPlane, ...sizes]);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    scatter(this.groups as Groups, w, x, y, accumulate);
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    gather(this.groups as Groups, w, g, gx, accumulate);
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    weigh(this.groups as Groups, g, x, gw, scale);
  }
}
