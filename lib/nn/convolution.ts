/** @file Convolution: y = W ∗ x + b over images or volumes. A class says what its window is. */
import type { Patches } from '../kernels/index.js';
import type { Tensor } from '../tensor/index.js';
import { collectBias, spreadBias } from './axis.js';
import { Columns } from './columns.js';
import { checkNumbers, count } from './numbers.js';
import { optional, type TorchFields, tensor, unsaved, whole } from './torch-field.js';
import { checkWindow, patchesOf } from './window.js';
import { Windowed } from './windowed.js';

/**
 * Columns c(x) hold, for each place of the window, what it meets in x (im2col; c* is its adjoint), so that of each image
 *   B(W, x) = W c(x)        Bx(W, g) = c*(Wᵀ g)        Bw(x, g) = g c(x)ᵀ
 * and BilinearMap makes all passes of these. W is (planes out × planes in × sizes of the window), b (planes out); x: (planes in × sizes) or (N × planes in × sizes).
 */
export abstract class Convolution extends Windowed {
  static override readonly torch: TorchFields = {
    nInputPlane: whole(1),
    nOutputPlane: whole(1),
    bias: optional(tensor((owner: Convolution) => owner.biasSize())),
    finput: unsaved(),
    fgradInput: unsaved(),
  };

  declare nInputPlane: number;
  declare nOutputPlane: number;
  /** Of images of the last input's sizes. */
  declare private columns: Columns | undefined;

  /** Checks planes and window, and makes the parameters. */
  protected makeConvolution(): void {
    const { name } = this.constructor;
    const { nInputPlane, nOutputPlane } = this;
    checkNumbers(name, { nInputPlane, nOutputPlane }, count);
    checkWindow(name, this.window());
    this.makeParameter('weight', ...this.weightSize());
    this.makeParameter('bias', ...this.biasSize());
    this.reset();
  }

  protected weightSize(): number[] {
    return [this.nOutputPlane, this.nInputPlane, ...this.window().kernel];
  }

  protected biasSize(): number[] {
    return [this.nOutputPlane];
  }

  /** The sizes of one input, with words for those that may be any. */
  protected inputSize(): (number | string)[] {
    return [this.nInputPlane, ...['T', 'H', 'W'].slice(-this.window().kernel.length)];
  }

  /** The number of planes of y. */
  protected outputPlanes(): number {
    return this.nOutputPlane;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.columns = undefined;
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const batch = this.batchOf(x, ...this.inputSize());
    const sizes = x._size.slice(batch.length + 1);
    const outputs = this.outputsOf(sizes);
    const planes = this.outputPlanes();
    this.checkOutput(x, planes, ...outputs);
    this.columns = new Columns(this.patchesOf(sizes, outputs), batch[0] ?? 1, this.weightSize()[0]);
    y.resize([...batch, planes, ...outputs]);
  }

  /** The window over the images that columns are made of. */
  protected patchesOf(sizes: readonly number[], outputs: readonly number[]): Patches {
    return patchesOf(this.nInputPlane, sizes, this.window(), outputs);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    (this.columns as Columns).product(w, x.contiguous(), y, accumulate);
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    (this.columns as Columns).adjoint(w, g.contiguous(), gx, accumulate);
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    (this.columns as Columns).adjointWeight(x.contiguous(), g.contiguous(), gw, scale);
  }

  protected override spreadBias(b: Tensor, y: Tensor): void {
    spreadBias(b, y, this.pixels(y));
  }

  protected override collectBias(g: Tensor, gb: Tensor, scale: number): void {
    collectBias(g, gb, scale, this.pixels(g));
  }

  /** Of a plane of y. */
  private pixels(y: Tensor): number {
    return y._size.slice(-this.window().kernel.length).reduce((product, n) => product * n, 1);
  }

  /** What Torch prints between brackets: planes, kernel, and how the window moves unless by 1 and without padding. */
  protected told(): string[] {
    const { kernel, stride, padding } = this.window();
    const padded = padding.some((n) => n !== 0);
    const moves = padded || stride.some((n) => n !== 1);
    return [
      `${this.nInputPlane} -> ${this.nOutputPlane}`,
      torchsOrder(kernel).join('x'),
      ...(moves ? [torchsOrder(stride).join()] : []),
      ...(padded ? [torchsOrder(padding).join()] : []),
    ];
  }

  override toString(): string {
    return `${super.toString()}(${this.told().join(', ')})${this.bias ? '' : ' without bias'}`;
  }
}

/** Torch names the width before the height: (width, height), (time, width, height). */
export function torchsOrder(axes: readonly number[]): number[] {
  const [height, width] = axes.slice(-2);
  return [...axes.slice(0, -2), width, height];
}
