/** @file Planes interleaved into larger images. */

import { checkNumbers, count } from '../lib/nn/numbers.js';
import { Selection } from '../lib/nn/selection.js';
import { type TorchFields, unsaved, whole } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 * S: with r = upscaleFactor, element (c r² + i r + j, h, w) of x becomes (c, h r + i, w r + j); Selection has the passes.
 * x: (C r² × H × W) or (N × C r² × H × W); y: (C × H r × W r) or (N × C × H r × W r). (Shi et al. 2016.)
 */
export class PixelShuffle extends Selection {
  static override readonly torch: TorchFields = {
    upscaleFactor: whole(1),
    upscaleFactorSquared: unsaved((owner: PixelShuffle) => owner.upscaleFactor ** 2),
  };

  upscaleFactor: number;

  constructor(upscaleFactor: number) {
    super();
    checkNumbers(this.constructor.name, { upscaleFactor }, count);
    this.upscaleFactor = upscaleFactor;
  }

  /** As ([N ×] C × H × r × W × r). */
  protected override select(x: Tensor): Tensor {
    const r = this.upscaleFactor;
    const d = x.dim() - 3;
    if ((d !== 0 && d !== 1) || x._size[d] % (r * r) !== 0) {
      throw this.wrongShape('forward', `input (C · ${r * r} × H × W) or (N × C · ${r * r} × H × W)`, x);
    }
    const { _size: size, _stride: stride } = x;
    const [s, sh, sw] = stride.slice(d);
    const shuffled = [size[d] / (r * r), size[d + 1], r, size[d + 2], r];
    const steps = [s * r * r, sh, s * r, sw, s];
    return new Tensor(x._storage, x._offset, [...size.slice(0, d), ...shuffled], [...stride.slice(0, d), ...steps]);
  }

  protected override outputSize({ _size: size }: Tensor): readonly number[] {
    const [c, h, r, w] = size.slice(-5);
    return [...size.slice(0, -5), c, h * r, w * r];
  }
}
