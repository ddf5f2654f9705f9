/** @file Convolution: y = W ∗ x + b over images or volumes. A class says what its window is. */
import { kernels, type Patches, placesOf, type Vector, windowSize } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';
import { Affine } from './affine.js';
import { collectBias, spreadBias } from './axis.js';
import { scratch } from './scratch.js';
import { optional, type TorchFields, tensor, unsaved, whole } from './torch-field.js';
import { checkWindow, patchesOf, placesAlong, type Window } from './window.js';

/** What the products of one input go by: its images under the window, and the sizes of what they are made of. */
interface Extent {
  patches: Patches;
  images: number;
  /** Elements of an image. */
  image: number;
  /** Rows of an image's columns: elements of the window in all planes. */
  rows: number;
  places: number;
  /** Whether an image is its own columns: the window is one element that goes everywhere. */
  pointwise: boolean;
}

/**
 * Columns c(x) hold, for each place of the window, what it meets in x (im2col; c* is its adjoint), so that of each image
 *   B(W, x) = W c(x)        Bx(W, g) = c*(Wᵀ g)        Bw(x, g) = g c(x)ᵀ
 * and BilinearMap makes all passes of these. Columns are made for one image at a time; a window of one element needs none. W is (planes out ×
 * planes in × sizes of the window), b (planes out); x: (planes in × sizes) or (N × planes in × sizes).
 */
export abstract class Convolution extends Affine {
  static override readonly torch: TorchFields = {
    nInputPlane: whole(1),
    nOutputPlane: whole(1),
    bias: optional(tensor((owner: Convolution) => [owner.nOutputPlane])),
    finput: unsaved(),
    fgradInput: unsaved(),
  };

  declare nInputPlane: number;
  declare nOutputPlane: number;
  /** Of the last input. */
  declare private extent: Extent | undefined;

  /** The window, over (height, width) or (time, height, width). */
  protected abstract window(): Window;

  /** Checks planes and window, and makes the parameters. */
  protected makeConvolution(): void {
    const { name } = this.constructor;
    const { nInputPlane, nOutputPlane } = this;
    if (!(Number.isInteger(nInputPlane) && Number.isInteger(nOutputPlane) && nInputPlane >= 1 && nOutputPlane >= 1)) {
      throw new RangeError(`${name}: expected planes from 1 up, got ${nInputPlane} -> ${nOutputPlane}`);
    }
    checkWindow(name, this.window());
    this.makeParameter('weight', ...this.weightSize());
    this.makeParameter('bias', nOutputPlane);
    this.reset();
  }

  protected weightSize(): number[] {
    return [this.nOutputPlane, this.nInputPlane, ...this.window().kernel];
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.extent = undefined;
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const d = this.window().kernel.length;
    const batch = x._size.slice(0, -d - 1);
    if (batch.length > 1 || x.dim() <= d || x._size[batch.length] !== this.nInputPlane) {
      const one = [this.nInputPlane, ...['T', 'H', 'W'].slice(-d)].join(' × ');
      throw this.wrongShape('forward', `input (N × ${one}) or (${one})`, x);
    }
    const sizes = x._size.slice(-d);
    const outputs = this.outputsOf(sizes);
    if (outputs.some((n) => n < 1)) {
      const planes = [this.nOutputPlane, ...outputs].join(' × ');
      throw this.wrongShape('forward', `input large enough for an output, here (${planes})`, x);
    }
    const patches = this.patchesOf(sizes, outputs);
    const { channels, depth, height, width } = patches;
    this.extent = {
      patches,
      images: batch[0] ?? 1,
      image: channels * depth.size * height.size * width.size,
      rows: channels * windowSize(patches),
      places: placesOf(patches),
      pointwise: isPointwise(patches),
    };
    y.resize([...batch, this.nOutputPlane, ...outputs]);
  }

  /** The sizes of y's images, for those of x. */
  protected outputsOf(sizes: readonly number[]): number[] {
    const window = this.window();
    return sizes.map((size, d) => placesAlong(size, window, d));
  }

  /** The window over the images that columns are made of. */
  protected patchesOf(sizes: readonly number[], outputs: readonly number[]): Patches {
    return patchesOf(this.nInputPlane, sizes, this.window(), outputs);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    const { images, image, rows, places } = this.extent as Extent;
    const planes = w._size[0];
    const from = x.contiguous();
    const [ws, xs, ys] = [vector(w), vector(from), vector(y)];
    const beta = accumulate ? 1 : 0;
    for (let i = 0; i < images; i++) {
      const [c, co] = this.columnsOf(xs, from._offset + i * image);
      const yo = y._offset + i * planes * places;
      kernels.gemm(false, false, planes, places, rows, 1, ws, w._offset, rows, c, co, places, beta, ys, yo, places);
    }
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    const { patches, images, image, rows, places, pointwise } = this.extent as Extent;
    const planes = w._size[0];
    const from = g.contiguous();
    const [ws, gs, to] = [vector(w), vector(from), vector(gx)];
    const c = pointwise ? to : scratch(to, rows * places);
    const beta = pointwise && accumulate ? 1 : 0;
    if (!accumulate && !pointwise) gx.zero();
    for (let i = 0; i < images; i++) {
      const go = from._offset + i * planes * places;
      const xo = gx._offset + i * image;
      const co = pointwise ? xo : 0;
      kernels.gemm(true, false, rows, places, planes, 1, ws, w._offset, rows, gs, go, places, beta, c, co, places);
      if (!pointwise) kernels.col2im(patches, 1, c, 0, places, to, xo, 0);
    }
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const { images, image, rows, places } = this.extent as Extent;
    const planes = gw._size[0];
    const [from, back] = [x.contiguous(), g.contiguous()];
    const [xs, gs, to] = [vector(from), vector(back), vector(gw)];
    for (let i = 0; i < images; i++) {
      const [c, co] = this.columnsOf(xs, from._offset + i * image);
      const go = back._offset + i * planes * places;
      kernels.gemm(false, true, planes, rows, places, scale, gs, go, places, c, co, places, 1, to, gw._offset, rows);
    }
  }

  protected override spreadBias(b: Tensor, y: Tensor): void {
    spreadBias(b, y, this.pixels(y));
  }

  protected override collectBias(g: Tensor, gb: Tensor, scale: number): void {
    collectBias(g, gb, scale, this.pixels(g));
  }

  /** Of a plane of y. */
  private pixels(y: Tensor): number {
    return y.nElement() / ((this.extent as Extent).images * this.nOutputPlane);
  }

  /** The columns of the image at xo, and where they begin. */
  private columnsOf(x: Vector, xo: number): [Vector, number] {
    const { patches, rows, places, pointwise } = this.extent as Extent;
    if (pointwise) return [x, xo];
    const columns = scratch(x, rows * places);
    kernels.im2col(patches, 1, x, xo, 0, columns, 0, places);
    return [columns, 0];
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

function isPointwise({ depth, height, width }: Patches): boolean {
  return [depth, height, width].every(({ kernel, stride, padding }) => kernel === 1 && stride === 1 && padding === 0);
}
