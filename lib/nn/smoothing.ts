/** @file Smoothing: weighted means around each pixel, over all planes, by a kernel of odd sizes; zeros around images. */
import { js, kernels, type Vector } from '../kernels/index.js';
import { Tensor, vector } from '../tensor/index.js';
import { checkNumbers, count } from './numbers.js';
import { shown, type TorchField } from './torch-field.js';

const rule = 'a kernel of one or two dimensions, of odd sizes';

function isKernel(value: unknown): value is Tensor {
  if (!(value instanceof Tensor) || value.elementType.integer) return false;
  return (value.dim() === 1 || value.dim() === 2) && value._size.every((size) => size % 2 === 1);
}

export const kernelField: TorchField = {
  toTorch: (value) => value,
  fromTorch: (value, expect) => (isKernel(value) ? value : expect(rule)),
};

/** @throws RangeError unless there is none, or one of one or two dimensions, of odd sizes. */
export function checkKernel(who: string, kernel: unknown): asserts kernel is Tensor | undefined {
  if (kernel === undefined || isKernel(kernel)) return;
  throw new RangeError(`${who}: expected ${rule}, got ${shown(kernel)}`);
}

/**
 * The kernel, of ones (9 × 9) where missing, with sum 1 / divisor, in `buffer`.
 * @throws RangeError unless there are planes, and the kernel has one or two dimensions, of odd sizes.
 */
export function checkedKernel(
  who: string,
  nInputPlane: number,
  kernel: unknown,
  divisor: number,
  buffer: Tensor,
): Tensor {
  checkNumbers(who, { nInputPlane }, count);
  checkKernel(who, kernel);
  if (kernel === undefined) buffer.resize(9, 9).fill(1);
  else buffer.resizeAs(kernel).copy(kernel);
  return buffer.div(buffer.sum() * divisor);
}

/** The sizes of a window that goes over pixels as the kernel does: (kH, kW). */
export function windowOf(kernel: Tensor): [number, number] {
  return [kernel._size[0], kernel._size[kernel.dim() - 1]];
}

/**
 * y ← κ ∗ x, of one plane (h × w): y(i, j) = Σ κ(k, l) x(i + k − kH / 2, j + l − kW / 2), of a kernel with one dimension along each axis in
 * turn. `adjoint` turns the kernel around. `room` is that of a plane.
 */
export function smooth(
  kernel: Tensor,
  adjoint: boolean,
  h: number,
  w: number,
  x: Vector,
  xo: number,
  y: Vector,
  yo: number,
  room: Vector,
  so: number,
): void {
  const weights = kernel.contiguous();
  const [kH, kW] = windowOf(kernel);
  if (kernel.dim() === 2) correlate(weights, kH, kW, adjoint, h, w, x, xo, y, yo);
  else {
    correlate(weights, 1, kW, adjoint, h, w, x, xo, room, so);
    correlate(weights, kH, 1, adjoint, h, w, room, so, y, yo);
  }
}

function correlate(
  kernel: Tensor,
  kH: number,
  kW: number,
  adjoint: boolean,
  h: number,
  w: number,
  x: Vector,
  xo: number,
  y: Vector,
  yo: number,
): void {
  const weights = vector(kernel);
  y.fill(0, yo, yo + h * w);
  for (let k = 0; k < kH * kW; k++) {
    const weight = weights[kernel._offset + (adjoint ? kH * kW - 1 - k : k)];
    const down = Math.floor(k / kW) - (kH - 1) / 2;
    const right = (k % kW) - (kW - 1) / 2;
    const end = Math.min(w, w - right);
    for (let i = Math.max(0, -down); i < Math.min(h, h - down); i++) {
      const from = xo + (i + down) * w + right;
      for (let j = Math.max(0, -right); j < end; j++) y[yo + i * w + j] += weight * x[from + j];
    }
  }
}

/** to ← Σ over the planes of an image, each of `size` elements. */
export function sumOverPlanes(planes: number, size: number, x: Vector, xo: number, to: Vector, at: number): void {
  to.fill(0, at, at + size);
  kernels.addColumnSums(planes, size, 1, x, xo, to, at);
}

/** to ← Σ x y over the planes of an image, each of `size` elements. */
export function dotOverPlanes(
  planes: number,
  size: number,
  x: Vector,
  xo: number,
  y: Vector,
  yo: number,
  to: Vector,
  at: number,
): void {
  to.fill(0, at, at + size);
  for (let p = 0; p < planes; p++) kernels.addcmul(size, 1, x, xo + p * size, y, yo + p * size, to, at);
}

/** Whether x is an image of so many planes, or a batch of them. */
export function hasPlanes(x: Tensor, planes: number): boolean {
  return (x.dim() === 3 || x.dim() === 4) && x._size[x.dim() - 3] === planes;
}

/** n elements of the kind that `like` holds, for less than a pass. They are the reference's, which no kernel moves. */
export function spare(like: Vector, n: number): Vector {
  return js.scratch(n, like).array;
}

/** c ← κ ∗ Σ 1 over the planes: what of the kernel lies inside of images as large as those of x; made anew when that changes. */
export function coverageOf(kernel: Tensor, planes: number, x: Tensor, c: Tensor): void {
  const [h, w] = x._size.slice(-2);
  if (c._size[0] === h && c._size[1] === w) return;
  const to = vector(c.resize(h, w));
  const s = spare(to, 2 * h * w).fill(planes, 0, h * w);
  smooth(kernel, false, h, w, s, 0, to, 0, s, h * w);
}
