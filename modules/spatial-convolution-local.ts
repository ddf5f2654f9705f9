/** @file Convolution of images whose weights are others at each place. */
import { kernels, type Patches, windowSize } from '../lib/kernels/index.js';
import { collectBias, spreadBias } from '../lib/nn/axis.js';
import { Convolution } from '../lib/nn/convolution.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { optional, type TorchField, type TorchFields, tensor, whole } from '../lib/nn/torch-field.js';
import { checkWindow, placesAlong, spatialWindow, type Window } from '../lib/nn/window.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/** The number of places along an axis. */
function placesField(axis: number): TorchField {
  return {
    toTorch: (value) => value,
    fromTorch: (value, expect, owner) => {
      const places = (owner as SpatialConvolutionLocal).places()[axis];
      return value === places ? value : expect(`the number of places, ${places}`);
    },
  };
}

/**
 * With the columns c of an image, of which that of place p is c_p, and W_p (nOutputPlane × elements of the window in all planes),
 *   B(W, x)_p = W_p c(x)_p        Bx(W, g) = c*(W_pᵀ g_p for each p)        Bw(x, g)_p = g_p c(x)_pᵀ
 * W is (oH × oW × nOutputPlane × nInputPlane × kH × kW), b (nOutputPlane × oH × oW), with oH = ⌊(iH + 2 padH − kH) / dH⌋ + 1 places and the
 * like of W; x: (nInputPlane × iH × iW) or (N × nInputPlane × iH × iW).
 */
export class SpatialConvolutionLocal extends Convolution {
  static override readonly torch: TorchFields = {
    ...spatialWindow,
    iW: whole(1),
    iH: whole(1),
    oW: placesField(1),
    oH: placesField(0),
    weight: tensor((owner: SpatialConvolutionLocal) => owner.weightSize()),
    bias: optional(tensor((owner: SpatialConvolutionLocal) => owner.biasSize())),
  };

  iW: number;
  iH: number;
  kW: number;
  kH: number;
  dW: number;
  dH: number;
  padW: number;
  padH: number;
  oW: number;
  oH: number;

  /** @throws RangeError unless planes, kernel and strides are whole numbers from 1 up, and the window has a place in images (iH × iW). */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    iW: number,
    iH: number,
    kW: number,
    kH: number,
    dW: number = 1,
    dH: number = 1,
    padW: number = 0,
    padH: number = padW,
  ) {
    super();
    [this.nInputPlane, this.nOutputPlane, this.iW, this.iH] = [nInputPlane, nOutputPlane, iW, iH];
    [this.kW, this.kH, this.dW, this.dH, this.padW, this.padH] = [kW, kH, dW, dH, padW, padH];
    const { name } = this.constructor;
    checkSizes(name, [iW, iH]);
    checkWindow(name, this.window());
    [this.oH, this.oW] = this.places();
    if (this.oH < 1 || this.oW < 1) {
      const [output, got] = [
        [nOutputPlane, this.oH, this.oW],
        [nInputPlane, iH, iW],
      ].map((sizes) => sizes.join(' × '));
      throw new RangeError(`${name}: expected images large enough for an output, here (${output}), got (${got})`);
    }
    this.makeConvolution();
  }

  /** @internal Places of the window, (oH, oW). */
  places(): number[] {
    return [this.iH, this.iW].map((size, d) => placesAlong(size, this.window(), d));
  }

  protected override window(): Window {
    const { kW, kH, dW, dH, padW, padH } = this;
    return { kernel: [kH, kW], stride: [dH, dW], padding: [padH, padW], dilation: [1, 1] };
  }

  protected override weightSize(): number[] {
    return [this.oH, this.oW, this.nOutputPlane, this.nInputPlane, this.kH, this.kW];
  }

  protected override biasSize(): number[] {
    return [this.nOutputPlane, this.oH, this.oW];
  }

  protected override fanIn(): number {
    return this.nInputPlane * this.kH * this.kW;
  }

  protected override inputSize(): (number | string)[] {
    return [this.nInputPlane, this.iH, this.iW];
  }

  /** The window over one image, elements of that, rows of its columns, and places. */
  private sizes(): { patches: Patches; image: number; rows: number; places: number } {
    const patches = this.patchesOf([this.iH, this.iW], [this.oH, this.oW]);
    const { nInputPlane, iH, iW, oH, oW } = this;
    return { patches, image: nInputPlane * iH * iW, rows: nInputPlane * windowSize(patches), places: oH * oW };
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    const { patches, image, rows, places } = this.sizes();
    const planes = this.nOutputPlane;
    const from = x.contiguous();
    const [ws, xs, ys] = [vector(w), vector(from), vector(y)];
    const beta = accumulate ? 1 : 0;
    for (let i = 0; i < from.nElement() / image; i++) {
      const columns = kernels.scratch(rows * places, xs);
      kernels.im2col(patches, 1, xs, from._offset + i * image, 0, columns.array, columns.offset, places);
      const yo = y._offset + i * planes * places;
      for (let p = 0; p < places; p++) {
        const wo = w._offset + p * planes * rows;
        const { array: c, offset } = kernels.scratch(rows * places, xs);
        kernels.gemm(false, false, planes, 1, rows, 1, ws, wo, rows, c, offset + p, places, beta, ys, yo + p, places);
      }
    }
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    const { patches, image, rows, places } = this.sizes();
    const planes = this.nOutputPlane;
    const from = g.contiguous();
    const [ws, gs, to] = [vector(w), vector(from), vector(gx)];
    if (!accumulate) gx.zero();
    for (let i = 0; i < gx.nElement() / image; i++) {
      const go = from._offset + i * planes * places;
      for (let p = 0; p < places; p++) {
        const wo = w._offset + p * planes * rows;
        const { array: c, offset } = kernels.scratch(rows * places, to);
        kernels.gemm(true, false, rows, 1, planes, 1, ws, wo, rows, gs, go + p, places, 0, c, offset + p, places);
      }
      const columns = kernels.scratch(rows * places, to);
      kernels.col2im(patches, 1, columns.array, columns.offset, places, to, gx._offset + i * image, 0);
    }
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const { patches, image, rows, places } = this.sizes();
    const planes = this.nOutputPlane;
    const [from, back] = [x.contiguous(), g.contiguous()];
    const [xs, gs, to] = [vector(from), vector(back), vector(gw)];
    for (let i = 0; i < from.nElement() / image; i++) {
      const columns = kernels.scratch(rows * places, xs);
      kernels.im2col(patches, 1, xs, from._offset + i * image, 0, columns.array, columns.offset, places);
      const go = back._offset + i * planes * places;
      for (let p = 0; p < places; p++) {
        const wo = gw._offset + p * planes * rows;
        const { array: c, offset } = kernels.scratch(rows * places, xs);
        kernels.gemm(false, true, planes, rows, 1, scale, gs, go + p, places, c, offset + p, places, 1, to, wo, rows);
      }
    }
  }

  protected override spreadBias(b: Tensor, y: Tensor): void {
    spreadBias(b, y);
  }

  protected override collectBias(g: Tensor, gb: Tensor, scale: number): void {
    collectBias(g, gb, scale);
  }

  protected override told(): string[] {
    const [planes, ...rest] = super.told();
    return [planes, `${this.iW}x${this.iH}`, ...rest];
  }
}
