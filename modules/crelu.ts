/** @file The positive parts of x and of −x, side by side. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { flag, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';
import { ConcatTable } from './concat-table.js';
import { Identity } from './identity.js';
import { JoinTable } from './join-table.js';
import { MulConstant } from './mul-constant.js';
import { ReLU } from './relu.js';
import { Sequential } from './sequential.js';

/**
 * y = [max(x, 0), max(−x, 0)], joined along the first dimension of a sample. x has nInputDims dimensions, or one more, the batch.
 * Made, as Torch's is, of ConcatTable, JoinTable and ReLU on samples laid flat. (Shang et al. 2016.)
 */
export class CReLU extends Sequential {
  static override readonly torch: TorchFields = { nInputDims: whole(1), inplace: optional(flag, false) };

  nInputDims: number;
  inplace: boolean;

  constructor(nInputDims: number, inplace: boolean = false) {
    super();
    checkNumbers(this.constructor.name, { nInputDims }, wholeNumber);
    this.nInputDims = nInputDims;
    this.inplace = inplace;
    this.add(new ConcatTable().add(new Identity()).add(new MulConstant(-1)));
    this.add(new JoinTable(1));
    this.add(new ReLU(inplace));
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input);
    const batched = x.dim() === this.nInputDims + 1;
    if (!batched && x.dim() !== this.nInputDims) {
      throw this.wrongShape('forward', `input with ${this.nInputDims} dimensions, or a batch of such`, x);
    }
    super.updateOutput(this.laidFlat(x));
    const size = x.size();
    size[Number(batched)] *= 2;
    this.output = (this.output as Tensor).view(size);
    return this.output;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    const gx = super.backwardPart(this.laidFlat(input), this.laidFlat(gradOutput), scale, part);
    if (!this.skipsInputGradient) this.gradInput = (gx as Tensor).view((input as Tensor)._size);
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = super.updateROutput(this.laidFlat(input), isZero(rInput) ? undefined : this.laidFlat(rInput));
    return this.setROutput((ry as Tensor | undefined)?.viewAs(this.output as Tensor));
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation {
    const [rx, rgy] = [rInput, rGradOutput].map((r) => (isZero(r) ? undefined : this.laidFlat(r)));
    const rgx = super.rBackwardPart(this.laidFlat(input), rx, this.laidFlat(gradOutput), rgy, scale, part);
    return this.skipsInputGradient ? rgx : this.setRGradInput((rgx as Tensor | undefined)?.viewAs(input as Tensor));
  }

  /** (N × elements of a sample), with N = 1 for one alone. */
  private laidFlat(x: RActivation): Tensor {
    const tensor = (x as Tensor).contiguous();
    return tensor.view(tensor.dim() === this.nInputDims ? 1 : tensor._size[0], -1);
  }

  override toString(): string {
    return 'CReLU()';
  }
}
