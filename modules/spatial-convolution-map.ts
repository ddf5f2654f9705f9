/** @file Convolution of images between planes that a table connects. */
import { ConnectedConvolution } from '../lib/nn/connected-convolution.js';
import { type Groups, gather, scatter, weigh } from '../lib/nn/groups.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { patchesOf } from '../lib/nn/window.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * y(o, i, j) = b(o) + Σ w(t, k, l) x(c, dH i + k, dW j + l) over the connections t = (c, o); BilinearMap has the passes.
 * x: (nInputPlane × H × W) or (N × nInputPlane × H × W); y: nOutputPlane planes of ⌊(H − kH) / dH⌋ + 1 by the like of W.
 * `nn.tables` makes tables of connections.
 */
export class SpatialConvolutionMap extends ConnectedConvolution {
  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const [batch, planes, sizes] = this.sizesOf(x);
    const outputs = this.outputsOf(sizes);
    this.checkOutput(x, this.nOutputPlane, ...outputs);
    const [under, places] = this.connected();
    const patches = patchesOf(planes, sizes, this.window(), outputs);
    this.groups = { patches, under, places, planes: 1 };
    y.resize([...batch, this.nOutputPlane, ...outputs]);
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

  /** Takes `decay` times their values from weight and bias. */
  decayParameters(decay: number): void {
    checkNumbers('SpatialConvolutionMap.decayParameters', { decay });
    for (const w of this.parameters()[0]) w.mul(1 - decay);
  }
}
