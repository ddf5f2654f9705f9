/** @file SubSampling: sums under a moving window, each times the weight of its plane. A class says what its window and its planes are. */
import { kernels, type Patches, placesOf, type Vector, windowSize } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';
import { collectBias, spreadBias } from './axis.js';
import { checkSizes } from './sizes.js';
import { checkWindow } from './window.js';
import { Windowed } from './windowed.js';

/** What the products of one input go by. */
interface Extent {
  /** The window over each of the matrices that one input is made of. */
  patches: Patches;
  matrices: number;
  /** How many neighbours in y are of one plane. */
  inner: number;
}

/**
 * S x is, for each place of the window, the sum of what it meets; w and b have an element for each plane.
 *   B(w, x) = w S x        Bx(w, g) = S*(w g)        Bw(x, g) = the sum over each plane of g S x
 * Columns of one input at a time are added up to S x, or are equal rows that make S*. Initial values: uniform in ±1/√(elements of the window),
 * drawn in Torch's order.
 */
export abstract class SubSampling extends Windowed {
  /** Of the last input. */
  declare protected extent: Extent | undefined;

  /** Checks planes and window, and makes the parameters. */
  protected makeSubSampling(planes: number): void {
    const { name } = this.constructor;
    checkSizes(name, [planes]);
    checkWindow(name, this.window());
    this.makeParameter('weight', planes);
    this.makeParameter('bias', planes);
    this.reset();
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.extent = undefined;
  }

  protected override fanIn(): number {
    return this.window().kernel.reduce((product, k) => product * k, 1);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    const { inner } = this.extent as Extent;
    const [ws, ys] = [vector(w), vector(y)];
    const planes = w.nElement();
    if (!accumulate) y.zero();
    this.eachSum(x, (sums, so, yo, n) => {
      for (let i = 0, at = y._offset + yo; i < n; i += inner) {
        const v = ws[w._offset + ((i / inner) % planes)];
        for (let j = i; j < i + inner; j++, at++) ys[at] += v * sums[so + j];
      }
    });
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    const { patches, matrices, inner } = this.extent as Extent;
    const from = g.contiguous();
    const [ws, gs, to] = [vector(w), vector(from), vector(gx)];
    const planes = w.nElement();
    const [k, n, size] = sizesOf(patches, matrices);
    if (!accumulate) gx.zero();
    for (let xo = gx._offset, at = from._offset; at < from._offset + from.nElement(); xo += matrices * size) {
      const { array: rows, offset } = kernels.scratch(k * n, to);
      for (let i = 0; i < n; i += inner) {
        const v = ws[w._offset + ((i / inner) % planes)];
        for (let j = i; j < i + inner; j++, at++) rows[offset + j] = v * gs[at];
      }
      for (let row = 1; row < k; row++) rows.copyWithin(offset + row * n, offset, offset + n);
      kernels.col2im(patches, matrices, rows, offset, n, to, xo, size);
    }
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const { inner } = this.extent as Extent;
    const from = g.contiguous();
    const [gs, to] = [vector(from), vector(gw)];
    const planes = gw.nElement();
    this.eachSum(x, (sums, so, go, n) => {
      for (let i = 0, at = from._offset + go; i < n; i += inner) {
        let total = 0;
        for (let j = i; j < i + inner; j++, at++) total += gs[at] * sums[so + j];
        to[gw._offset + ((i / inner) % planes)] += scale * total;
      }
    });
  }

  /** For each input of a batch: the sums under the window, where they begin and where they go in y, and how many they are. */
  private eachSum(x: Tensor, visit: (sums: Vector, so: number, yo: number, n: number) => void): void {
    const { patches, matrices } = this.extent as Extent;
    const from = x.contiguous();
    const xs = vector(from);
    const [k, n, size] = sizesOf(patches, matrices);
    for (let xo = 0, yo = 0; xo < from.nElement(); xo += matrices * size, yo += n) {
      const columns = kernels.scratch(k * n, xs);
      kernels.im2col(patches, matrices, xs, from._offset + xo, size, columns.array, columns.offset, n);
      const { array: rows, offset } = kernels.scratch(k * n, xs);
      // The first row becomes the sum of all.
      for (let row = 1; row < k; row++) {
        for (let i = 0; i < n; i++) rows[offset + i] += rows[offset + row * n + i];
      }
      visit(rows, offset, yo, n);
    }
  }

  protected override spreadBias(b: Tensor, y: Tensor): void {
    spreadBias(b, y, (this.extent as Extent).inner);
  }

  protected override collectBias(g: Tensor, gb: Tensor, scale: number): void {
    collectBias(g, gb, scale, (this.extent as Extent).inner);
  }
}

/** Elements of the window, places in all matrices, and elements of a matrix. */
function sizesOf(patches: Patches, matrices: number): [number, number, number] {
  return [windowSize(patches), matrices * placesOf(patches), patches.height.size * patches.width.size];
}
