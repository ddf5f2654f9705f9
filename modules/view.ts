/** @file A view of the input in another shape. */
import { shapeOf } from '../lib/nn/activation.js';
import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { Reshaping } from '../lib/nn/reshaping.js';
import { checkedSizes, fixedElements, type Sizes, sizesField, sizesOf } from '../lib/nn/sizes.js';
import { optional, type TorchFields, unsaved, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 *   forward    y   = x in shape (sizes) or (B × sizes)
 *   backward   gx  = gy in the shape of x
 *   rForward   Ry  = Rx in the shape of y
 *   rBackward  Rgx = Rgy in the shape of x
 * One size may be −1. A sample is the last numInputDims dimensions of x, or the whole of x when that is not set, and what comes before
 * is the batch. B is the batch's number of elements, times those of a sample over the sizes' where no size is −1. (B × sizes)
 * unless B is 1 and x has no dimension before the sample.
 * x: contiguous, with at least numInputDims dimensions, a sample's elements a multiple of the sizes'. y shares the memory of x.
 */
export class View extends Reshaping {
  static override readonly torch: TorchFields = {
    size: sizesField,
    numInputDims: optional(whole(0)),
    numElements: unsaved((owner: View) => fixedElements(owner.size)),
  };

  size: number[];
  numInputDims: number | undefined = undefined;

  /** @throws RangeError unless the sizes are from 1 up, but for one −1. */
  constructor(...sizes: Sizes) {
    super();
    this.size = checkedSizes('View', sizes);
  }

  /** Other sizes from now on. */
  resetSize(...sizes: Sizes): this {
    this.size = checkedSizes('View', sizes);
    return this;
  }

  /** How many dimensions a sample has; those before are the batch. */
  setNumInputDims(numInputDims: number | undefined): this {
    checkNumbers('View.setNumInputDims', { numInputDims }, orNone(wholeNumber));
    this.numInputDims = numInputDims;
    return this;
  }

  protected override outputSize(x: Tensor): number[] {
    const n = x.nElement();
    const dims = this.numInputDims ?? x.dim();
    const before = x.dim() - dims;
    const sample = x._size.slice(Math.max(0, before)).reduce((product, s) => product * s, 1);
    const fixed = fixedElements(this.size);
    if (before < 0 || n === 0 || sample % fixed !== 0) {
      const where = this.numInputDims === undefined ? 'input' : `the last ${dims} dimensions of input`;
      throw this.wrongShape('forward', `${where} to have a multiple of ${fixed} elements`, x);
    }
    if (!x.isContiguous()) {
      const got = `${shapeOf(x)} with strides (${x._stride.join(' × ')})`;
      throw new RangeError(`${this.describe()}.forward: expected contiguous input (Reshape takes any), got ${got}`);
    }
    const batch = (n / sample) * (this.size.includes(-1) ? 1 : sample / fixed);
    const size = sizesOf(this.size, n / batch) as number[];
    return batch === 1 && before === 0 ? size : [batch, ...size];
  }

  override toString(): string {
    return `${super.toString()}(${this.size.join(', ')})`;
  }
}
