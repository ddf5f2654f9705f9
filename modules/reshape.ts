/** @file Another shape for every sample, or for the whole input. */
import { Reshaping } from '../lib/nn/reshaping.js';
import { checkedSizes, fixedElements, type Sizes, sizesField, sizesOf } from '../lib/nn/sizes.js';
import { flag, optional, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Storage, type Tensor } from '../lib/tensor/index.js';

/**
 *   forward    y   = x in shape (sizes) or (N × sizes)
 *   backward   gx  = gy in the shape of x
 *   rForward   Ry  = Rx in the shape of y
 *   rBackward  Rgx = Rgy in the shape of x
 * batchMode true: the first dimension of x is a batch and stays. false: the whole of x takes the shape. Left out: the whole of x, if
 * it has just the elements and its first size is not 1; otherwise as true. One size may be −1, for as much as is left; left out
 * then means true. y is a view of x, or a copy where x is not contiguous.
 */
export class Reshape extends Reshaping {
  static override readonly torch: TorchFields = {
    size: sizesField,
    batchMode: optional(flag),
    nelement: unsaved(({ size }: Reshape) => size.reduce((product, s) => product * s)),
    batchsize: unsaved(({ size }: Reshape) => new Storage('Long', [1, ...size])),
  };

  size: number[];
  batchMode: boolean | undefined;

  /** @throws RangeError unless the sizes are from 1 up, but for one −1. */
  constructor(...args: Sizes | [...number[], boolean] | [readonly number[], boolean]) {
    super();
    const mode = args.at(-1);
    this.batchMode = typeof mode === 'boolean' ? mode : undefined;
    this.size = checkedSizes('Reshape', (this.batchMode === undefined ? args : args.slice(0, -1)) as Sizes);
  }

  protected override outputSize(x: Tensor): number[] {
    const n = x.nElement();
    const batch = x._size[0];
    const alone = batch !== 1 && n === fixedElements(this.size) && !this.size.includes(-1);
    const whole = this.batchMode === undefined ? alone : !this.batchMode;
    const size = sizesOf(this.size, whole ? n : n / batch);
    if (size) return whole ? size : [batch, ...size];
    throw this.wrongShape('forward', `${whole ? 'input' : 'samples'} of ${this.size.join(' · ')} elements`, x);
  }

  override toString(): string {
    return `${super.toString()}(${this.size.join('x')})`;
  }
}
