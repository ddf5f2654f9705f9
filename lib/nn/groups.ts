/** @file Groups: convolution in which planes meet in groups. */
import { columnsSize, kernels, type Patches, placesOf, windowSize } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';

/** Group t is one plane under the window and `planes` planes of its places. */
export interface Groups {
  /** The window over all planes that are under it. */
  readonly patches: Patches;
  /** The plane under the window, group by group. */
  readonly under: readonly number[];
  /** The first plane of places. */
  readonly places: readonly number[];
  readonly planes: number;
}

/*
 * Columns c(x) hold, for each place of the window, what it meets in a plane of x (im2col; c* is its adjoint). With W_t (planes × elements of
 * the window) and the planes y_t of group t,
 *   gather   y_t += W_t c(x_t)        scatter   x_t += c*(W_tᵀ y_t)        weigh   gW_t += s y_t c(x_t)ᵀ
 * are B, Bx and Bw of the convolution from x to y; that from y to x has `scatter`, `gather` and `weigh` instead. The rows of W are, for each
 * of the planes, the windows of all groups. Columns are made for one image at a time.
 */

/** y ← the sum of W_t c(x_t), or y ← y + that. */
export function gather(groups: Groups, w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
  const { patches, under, places, planes } = groups;
  const [k, n, image] = sizesOf(patches);
  const from = x.contiguous();
  const ld = under.length * k;
  const [ws, xs, ys] = [vector(w), vector(from), vector(y)];
  const size = columnsSize(patches);
  const images = from.nElement() / image;
  if (!accumulate) y.zero();
  for (let i = 0; i < images; i++) {
    const columns = kernels.scratch(size, xs);
    kernels.im2col(patches, 1, xs, from._offset + i * image, 0, columns.array, columns.offset, n);
    const yo = y._offset + (i * y.nElement()) / images;
    for (let t = 0; t < under.length; t++) {
      const { array: c, offset } = kernels.scratch(size, xs);
      const co = offset + under[t] * k * n;
      const to = yo + places[t] * n;
      kernels.gemm(false, false, planes, n, k, 1, ws, w._offset + t * k, ld, c, co, n, 1, ys, to, n);
    }
  }
}

/** x ← the sum of c*(W_tᵀ y_t), or x ← x + that. */
export function scatter(groups: Groups, w: Tensor, y: Tensor, x: Tensor, accumulate: boolean): void {
  const { patches, under, places, planes } = groups;
  const [k, n, image] = sizesOf(patches);
  const from = y.contiguous();
  const ld = under.length * k;
  const [ws, ys, xs] = [vector(w), vector(from), vector(x)];
  const size = columnsSize(patches);
  const images = x.nElement() / image;
  if (!accumulate) x.zero();
  for (let i = 0; i < images; i++) {
    const columns = kernels.scratch(size, xs);
    columns.array.fill(0, columns.offset, columns.offset + size);
    const yo = from._offset + (i * from.nElement()) / images;
    for (let t = 0; t < under.length; t++) {
      const { array: c, offset } = kernels.scratch(size, xs);
      const co = offset + under[t] * k * n;
      const at = yo + places[t] * n;
      kernels.gemm(true, false, k, n, planes, 1, ws, w._offset + t * k, ld, ys, at, n, 1, c, co, n);
    }
    const { array: c, offset } = kernels.scratch(size, xs);
    kernels.col2im(patches, 1, c, offset, n, xs, x._offset + i * image, 0);
  }
}

/** gW_t ← gW_t + s y_t c(x_t)ᵀ. */
export function weigh(groups: Groups, x: Tensor, y: Tensor, gw: Tensor, scale: number): void {
  const { patches, under, places, planes } = groups;
  const [k, n, image] = sizesOf(patches);
  const [from, back] = [x.contiguous(), y.contiguous()];
  const ld = under.length * k;
  const [xs, ys, to] = [vector(from), vector(back), vector(gw)];
  const size = columnsSize(patches);
  const images = from.nElement() / image;
  for (let i = 0; i < images; i++) {
    const columns = kernels.scratch(size, xs);
    kernels.im2col(patches, 1, xs, from._offset + i * image, 0, columns.array, columns.offset, n);
    const yo = back._offset + (i * back.nElement()) / images;
    for (let t = 0; t < under.length; t++) {
      const { array: c, offset } = kernels.scratch(size, xs);
      const co = offset + under[t] * k * n;
      const at = yo + places[t] * n;
      kernels.gemm(false, true, planes, k, n, scale, ys, at, n, c, co, n, 1, to, gw._offset + t * k, ld);
    }
  }
}

/** Elements of the window, its places, and elements of an image under it. */
function sizesOf(patches: Patches): [number, number, number] {
  const { channels, height, width } = patches;
  return [windowSize(patches), placesOf(patches), channels * height.size * width.size];
}
