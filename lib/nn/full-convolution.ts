/** @file FullConvolution: the adjoint of a convolution, W being the same. A class says what the window of that is. */
import type { Patches } from '../kernels/index.js';
import type { Tensor } from '../tensor/index.js';
import type { Activation, RActivation } from './activation.js';
import { Convolution, torchsOrder } from './convolution.js';
import { checkIsNumber } from './numbers.js';
import { patchesOf } from './window.js';

/**
 * With the columns c and W (planes in × planes out × sizes of the window) of a convolution whose output is x, of each image
 *   B(W, x) = c*(Wᵀ x)        Bx(W, g) = W c(g)        Bw(x, g) = x c(g)ᵀ
 * so B and Bx have changed places. Several sizes of y have as many places of the window: y is the smallest of these, and `adjustment` more, or
 * that of a table {x, reference} which has the reference's size modulo the stride. Of the reference nothing but the size is read.
 */
export abstract class FullConvolution extends Convolution {
  /** The sizes of the last input's reference. */
  declare private reference: readonly number[] | undefined;
  /** A zero, of which the reference's gradient is made. */
  declare private zero: Tensor;

  /** By how much y is larger than the smallest size, axis by axis. */
  protected abstract adjustment(): readonly number[];

  protected override makeConvolution(): void {
    super.makeConvolution();
    const { stride } = this.window();
    const adjustment = this.adjustment();
    for (const n of adjustment) checkIsNumber(this.constructor.name, 'adjustment', n);
    if (adjustment.some((n, d) => !Number.isInteger(n) || n < 0 || n >= stride[d])) {
      const [most, got] = [stride, adjustment].map((list) => torchsOrder(list).join());
      throw new RangeError(
        `${this.constructor.name}: expected adjustments from 0 up, below strides ${most}, got ${got}`,
      );
    }
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.reference = undefined;
    this.zero = this.buffer().resize(1).zero();
  }

  protected override weightSize(): number[] {
    return [this.nInputPlane, this.nOutputPlane, ...this.window().kernel];
  }

  protected override fanIn(): number {
    return this.weight.nElement() / this.nOutputPlane;
  }

  protected override outputsOf(sizes: readonly number[]): number[] {
    const { kernel, stride, padding, dilation } = this.window();
    const adjustment = this.adjustment();
    return sizes.map((size, d) => {
      const smallest = (size - 1) * stride[d] + dilation[d] * (kernel[d] - 1) + 1 - 2 * padding[d];
      if (!this.reference) return smallest + adjustment[d];
      const more = (this.reference[d] - smallest) % stride[d];
      return smallest + (more < 0 ? more + stride[d] : more);
    });
  }

  protected override patchesOf(sizes: readonly number[], outputs: readonly number[]): Patches {
    return patchesOf(this.nOutputPlane, outputs, this.window(), sizes);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    super.adjointInput(w, x, y, accumulate);
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    super.product(w, g, gx, accumulate);
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    super.adjointWeight(g, x, gw, scale);
  }

  override updateOutput(input: Activation): Tensor {
    this.reference = undefined;
    if (Array.isArray(input)) {
      const d = this.window().kernel.length;
      const [, reference] = this.tensors('forward', input);
      if (input.length !== 2 || reference.dim() < d) {
        const sizes = ['T', 'H', 'W'].slice(-d).join(' × ');
        throw this.wrongShape('forward', `a table {input, reference of (… × ${sizes})}`, input);
      }
      this.reference = reference._size.slice(-d);
    }
    return super.updateOutput(first(input));
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    if (Array.isArray(this.gradInput)) [this.gradInput] = this.gradInput;
    const gx = super.updateGradInput(first(input), gradOutput);
    if (Array.isArray(input)) {
      const reference = input[1] as Tensor;
      this.gradInput = [gx, this.zero.view(reference._size.map(() => 1)).expandAs(reference)];
    }
    return this.gradInput;
  }

  override accGradParameters(input: Activation, gradOutput: Activation, scale: number = 1): void {
    super.accGradParameters(first(input), gradOutput, scale);
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    return super.updateROutput(first(input), rFirst(rInput));
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    if (Array.isArray(this.rGradInput)) [this.rGradInput] = this.rGradInput;
    const rgx = super.updateRGradInput(first(input), rFirst(rInput), gradOutput, rGradOutput);
    return Array.isArray(input) && rgx ? this.setRGradInput([rgx, undefined]) : rgx;
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    super.accRGradParameters(first(input), rFirst(rInput), gradOutput, rGradOutput, scale);
  }

  protected override told(): string[] {
    const adjustment = torchsOrder(this.adjustment());
    return [...super.told(), ...(adjustment.some((n) => n !== 0) ? [adjustment.join()] : [])];
  }
}

/** x of x or {x, reference}. */
function first(input: Activation): Activation {
  return Array.isArray(input) ? input[0] : input;
}

function rFirst(rInput: RActivation): RActivation {
  return Array.isArray(rInput) ? rInput[0] : rInput;
}
