/** @file Convolution: y = W ∗ x + b over images or volumes. A class says what its window is. */
import { columnsSize, kernels, type Patches, placesOf, type Vector, windowSize } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';
import { BilinearMap } from './bilinear-map.js';
import { checkWindow, patchesOf, placesAlong, type Window } from './window.js';

/**
 * Columns c(x) hold, for each place of the window, what it meets in x (im2col; c* is its adjoint), so that of each image
 *   B(W, x) = W c(x)        Bx(W, g) = c*(Wᵀ g)        Bw(x, g) = g c(x)ᵀ
 * and BilinearMap makes all passes of these. Columns are made for one image at a time; a window of one element needs none. W is (planes out ×
 * planes in × sizes of the window), b (planes out); x: (planes in × sizes) or (N × planes in × sizes). Initial values: uniform in ±1/√(elements of
 * the window × planes in), drawn in Torch's order.
 */
export abstract class Convolution extends BilinearMap {
  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;
  declare nInputPlane: number;
  declare nOutputPlane: number;
  declare private columns: Tensor;
  /** The window over images of the last input's sizes. */
  declare private patches: Patches | undefined;

  /** The window, over (height, width) or (time, height, width). */
  protected abstract window(): Window;

  /** Checks planes and window, and makes the parameters. */
  protected makeConvolution(nInputPlane: number, nOutputPlane: number, ...weight: number[]): void {
    const who = this.constructor.name;
    if (!(Number.isInteger(nInputPlane) && Number.isInteger(nOutputPlane) && nInputPlane >= 1 && nOutputPlane >= 1)) {
      throw new RangeError(`${who}: expected planes from 1 up, got ${nInputPlane} -> ${nOutputPlane}`);
    }
    checkWindow(who, this.window());
    this.nInputPlane = nInputPlane;
    this.nOutputPlane = nOutputPlane;
    this.makeParameter('weight', ...weight);
    this.makeParameter('bias', nOutputPlane);
    this.reset();
  }

  /** Draws new weights: uniform in ±stdv·√3, or in ±1/√(elements of the window × planes in). */
  reset(stdv?: number): this {
    const inputs = this.weight.nElement() / this.nOutputPlane;
    const bound = stdv === undefined ? 1 / Math.sqrt(inputs) : stdv * Math.sqrt(3);
    this.weight.uniform(-bound, bound);
    this.bias?.uniform(-bound, bound);
    return this;
  }

  /** Takes the bias away. */
  noBias(): this {
    this.bias = undefined;
    this.gradBias = undefined;
    this.rBias = undefined;
    this.rGradBias = undefined;
    return this;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.columns = this.buffer();
    this.patches = undefined;
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const window = this.window();
    const d = window.kernel.length;
    const batch = x.dim() === d + 2 ? x._size.slice(0, 1) : [];
    const sizes = x._size.slice(-d);
    if ((batch.length === 0 && x.dim() !== d + 1) || x._size[batch.length] !== this.nInputPlane) {
      const rest = ['T', 'H', 'W'].slice(-d).join(' × ');
      const one = `${this.nInputPlane} × ${rest}`;
      throw this.wrongShape('forward', `input (N × ${one}) or (${one})`, x);
    }
    const outputs = sizes.map((size, k) => placesAlong(size, window, k));
    if (outputs.some((n) => n < 1)) {
      const planes = [this.nOutputPlane, ...outputs].join(' × ');
      throw this.wrongShape('forward', `input that the window fits in, which has an output of (${planes})`, x);
    }
    this.patches = patchesOf(this.nInputPlane, sizes, window, outputs);
    y.resize([...batch, this.nOutputPlane, ...outputs]);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    const from = x.contiguous();
    const [planes, k, places] = this.sizes();
    const beta = accumulate ? 1 : 0;
    const [ws, ys] = [vector(w), vector(y)];
    this.eachImage((xo, yo) => {
      const [columns, co] = this.columnsOf(from, from._offset + xo);
      const at = y._offset + yo;
      kernels.gemm(false, false, planes, places, k, 1, ws, w._offset, k, columns, co, places, beta, ys, at, places);
    }, from);
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    const from = g.contiguous();
    const [planes, k, places] = this.sizes();
    const patches = this.patches as Patches;
    const direct = isPointwise(patches);
    if (!accumulate && !direct) gx.zero();
    const [ws, gs] = [vector(w), vector(from)];
    const columns = direct ? gx : this.columns.resize(columnsSize(patches));
    this.eachImage((xo, yo) => {
      const go = from._offset + yo;
      const at = direct ? gx._offset + xo : 0;
      const beta = direct && accumulate ? 1 : 0;
      kernels.gemm(
        true,
        false,
        k,
        places,
        planes,
        1,
        ws,
        w._offset,
        k,
        gs,
        go,
        places,
        beta,
        vector(columns),
        at,
        places,
      );
      if (!direct) kernels.col2im(patches, 1, vector(columns), 0, places, vector(gx), gx._offset + xo, 0);
    }, gx);
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const [from, back] = [x.contiguous(), g.contiguous()];
    const [planes, k, places] = this.sizes();
    this.eachImage((xo, yo) => {
      const [columns, co] = this.columnsOf(from, from._offset + xo);
      const go = back._offset + yo;
      const [gs, to] = [vector(back), vector(gw)];
      kernels.gemm(false, true, planes, k, places, scale, gs, go, places, columns, co, places, 1, to, gw._offset, k);
    }, from);
  }

  protected override spreadBias(b: Tensor, y: Tensor): void {
    const [planes, , places] = this.sizes();
    const to = vector(y);
    for (let at = y._offset, plane = 0; at < y._offset + y.nElement(); at += places, plane++) {
      to.fill(vector(b)[b._offset + (plane % planes)], at, at + places);
    }
  }

  protected override collectBias(g: Tensor, gb: Tensor, scale: number): void {
    const [planes, , places] = this.sizes();
    const from = g.contiguous();
    const to = vector(gb);
    for (let at = 0, plane = 0; at < from.nElement(); at += places, plane++) {
      to[gb._offset + (plane % planes)] += scale * kernels.sum(places, vector(from), from._offset + at);
    }
  }

  /** Planes out, elements of the window in all planes, and places. */
  private sizes(): [number, number, number] {
    const patches = this.patches as Patches;
    return [this.nOutputPlane, patches.channels * windowSize(patches), placesOf(patches)];
  }

  /** Every image of an input x: where it begins in an input and where in an output. */
  private eachImage(visit: (xo: number, yo: number) => void, x: Tensor): void {
    const { channels, depth, height, width } = this.patches as Patches;
    const size = channels * depth.size * height.size * width.size;
    const [planes, , places] = this.sizes();
    const images = x.nElement() / size;
    for (let i = 0; i < images; i++) visit(i * size, i * planes * places);
  }

  /** The columns of one image, and where they begin: the image itself where the window is one element that goes everywhere. */
  private columnsOf(x: Tensor, xo: number): [Vector, number] {
    const patches = this.patches as Patches;
    if (isPointwise(patches)) return [vector(x), xo];
    const columns = vector(this.columns.resize(columnsSize(patches)));
    kernels.im2col(patches, 1, vector(x), xo, 0, columns, 0, placesOf(patches));
    return [columns, 0];
  }
}

function isPointwise({ depth, height, width }: Patches): boolean {
  return [depth, height, width].every(({ kernel, stride, padding }) => kernel === 1 && stride === 1 && padding === 0);
}
