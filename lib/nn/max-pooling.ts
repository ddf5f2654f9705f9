/** @file MaxPooling: the largest element under a window. A class says what the window covers. */
import { Tensor, vector } from '../tensor/index.js';
import type { Activation, RActivation } from './activation.js';
import type { Component } from './component.js';
import { type Cover, findInQuarters, halves, isWhole, largest, largestOf } from './largest.js';
import { LinearMap } from './linear-map.js';
import { type TorchField, unsaved } from './torch-field.js';
import type { Window } from './window.js';

const LARGEST_FLOAT = (2 - 2 ** -23) * 2 ** 127;

/** What it covers of (time, height, width), and how far behind its first element the others stand that it has where nothing cuts it. */
export interface Covers {
  axes: readonly Cover[];
  offsets: readonly number[];
}

/**
 * k: where in its plane the largest element under the window is, found in forward for each place; the first of several equal ones, as in Torch.
 *   forward    y    = x(k)
 *   backward   gx   = Σ gy over the places that took an element from there
 *   rForward   Ry   = Rx(k)
 *   rBackward  Rgx  = as gx, of Rgy
 * x: a sample, planes × sizes, or N of them. NaN and −∞ are never taken, nor is the padding: where a window has nothing else, y is the
 * least number of its type, as in Torch, and Ry = 0.
 */
export abstract class MaxPooling extends LinearMap {
  /** k, in row-major order of y; −1 where nothing is taken. */
  declare indices: Tensor;

  /** The names of the sizes over which the window moves. */
  protected abstract axes(): readonly string[];
  /** The number of places along an axis of so many elements. */
  protected abstract places(size: number, axis: number): number;
  /** What the window covers along an axis, which it has so many places on. */
  protected abstract cover(size: number, places: number, axis: number): Cover;

  /** What a sample has before these sizes. */
  protected planes(): readonly string[] {
    return ['planes'];
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.indices = Tensor.zeros('Int', []);
  }

  /** k stays, as in Torch: an unpooling module may be there that reads it. */
  override convertTo(...args: Parameters<Component['convertTo']>): void {
    const { indices } = this;
    super.convertTo(...args);
    if (indices) this.indices = indices;
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input).contiguous();
    const axes = this.axes();
    const sample = [...this.planes(), ...axes];
    if (x.dim() !== sample.length && x.dim() !== sample.length + 1) {
      const one = sample.join(' × ');
      throw this.wrongShape('forward', `input (${one}) or (N × ${one})`, x);
    }
    const sizes = x._size.slice(-axes.length);
    const places = sizes.map((size, axis) => this.places(size, axis));
    if (places.some((n) => n < 1)) {
      throw this.wrongShape('forward', `input that the window fits in, which has places ${places.join(' × ')}`, x);
    }
    const size = [...x._size.slice(0, -axes.length), ...places];
    const covers = coversOf(sizes.map((n, axis) => this.cover(n, places[axis], axis)));
    this.indices.resize(size);
    const y = (this.output as Tensor).resize(size);
    this.findAll(covers, x, y, y.nElement() / product(places));
    return y;
  }

  /** k and y of all planes. */
  protected findAll(covers: Covers, x: Tensor, y: Tensor, planes: number): void {
    this.find(covers, x, y, 0, planes);
  }

  /** k and y of the planes from the first up to, not with, the second. */
  protected find(
    { axes: [depth, height, width], offsets }: Covers,
    x: Tensor,
    y: Tensor,
    from: number,
    to: number,
  ): void {
    const [xs, ys, k] = [vector(x), vector(y), this.indices._storage.data];
    const least = xs instanceof Float32Array ? -LARGEST_FLOAT : -Number.MAX_VALUE;
    const plane = depth.size * height.size * width.size;
    const [lines, columns, yo] = [height.first.length, width.first.length, y._offset];
    const quarters =
      depth.size === 1 && depth.first.length === 1 && isWhole(depth, 0) && halves(height) && halves(width);
    let place = from * depth.first.length * lines * columns;
    for (let start = x._offset + from * plane; start < x._offset + to * plane; start += plane) {
      if (quarters && findInQuarters(xs, start, width.size, lines, columns, k, place, ys, yo + place, least)) {
        place += lines * columns;
        continue;
      }
      for (let t = 0; t < depth.first.length; t++) {
        for (let h = 0; h < lines; h++) {
          const whole = isWhole(depth, t) && isWhole(height, h);
          const row = start + (depth.first[t] * height.size + height.first[h]) * width.size;
          for (let w = 0; w < columns; w++, place++) {
            let best = whole && isWhole(width, w) ? largestOf(xs, row + width.first[w], offsets) : -1;
            // Cut, or what it began with is NaN, which nothing is larger than, or −∞.
            if (best < 0 || !(xs[best] > least)) best = largest(depth, height, width, t, h, w, xs, start, least);
            k[place] = best < 0 ? -1 : best - start;
            ys[yo + place] = best < 0 ? least : xs[best];
          }
        }
      }
    }
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    const y = this.reuse(last).resizeAs(this.indices);
    take(this.indices, this.axes().length, x as Tensor, y);
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const gx = this.reuse(last)
      .resizeAs(input as Tensor)
      .zero();
    addBack(this.indices, this.axes().length, g as Tensor, gx);
    return gx;
  }

  /** What Torch has in place of k, at a place, whose index along each axis is given. */
  protected toTorchIndex(k: number, _place: readonly number[]): number {
    return k + 1;
  }

  /** @internal k as Torch has it. */
  torchIndices(): Tensor {
    return this.translated(this.indices, (k, place) => this.toTorchIndex(k, place));
  }

  /** Each of contiguous indices, and its place, put through f. */
  protected translated(from: Tensor, f: (index: number, place: readonly number[]) => number): Tensor {
    const to = Tensor.zeros('Long', from._size);
    const places = from._size.slice(-this.axes().length);
    const plane = product(places);
    for (let i = 0; i < to.nElement(); i++) {
      to._storage.data[i] = f(from._storage.data[from._offset + i], coordinates(i % plane, places));
    }
    return to;
  }
}

/** k of Torch's, which files do not keep. */
export const indicesField: TorchField = {
  ...unsaved(() => Tensor.zeros('Long', [])),
  toTorch: (_, owner) => (owner as MaxPooling).torchIndices(),
};

/** y ← x(k), 0 where k is −1; the last `axes` dimensions of x are a plane, in which k counts. */
export function take(k: Tensor, axes: number, x: Tensor, y: Tensor): void {
  const from = x.contiguous();
  const [xs, ys, ks] = [vector(from), vector(y), k._storage.data];
  const [places, plane, n] = [product(k._size.slice(-axes)), product(x._size.slice(-axes)), k.nElement()];
  let to = y._offset;
  for (let first = 0, start = from._offset; first < n; first += places, start += plane) {
    for (let place = first; place < first + places; place++, to++) ys[to] = ks[place] < 0 ? 0 : xs[start + ks[place]];
  }
}

/** x(k) ← x(k) + y, the adjoint of `take`. */
export function addBack(k: Tensor, axes: number, y: Tensor, x: Tensor): void {
  const from = y.contiguous();
  const [ys, xs, ks] = [vector(from), vector(x), k._storage.data];
  const [places, plane, n] = [product(k._size.slice(-axes)), product(x._size.slice(-axes)), k.nElement()];
  let at = from._offset;
  for (let first = 0, start = x._offset; first < n; first += places, start += plane) {
    for (let place = first; place < first + places; place++, at++) if (ks[place] >= 0) xs[start + ks[place]] += ys[at];
  }
}

/** What a window that moves by its stride covers along an axis. */
export function slidingCover(size: number, places: number, window: Window, axis: number): Cover {
  const [kernel, stride, padding, step] = [window.kernel, window.stride, window.padding, window.dilation].map(
    (x) => x[axis],
  );
  const extent = (kernel - 1) * step + 1;
  const begins = Array.from({ length: places }, (_, place) => place * stride - padding);
  return {
    size,
    step,
    extent,
    first: begins.map((begin) => (begin < 0 ? begin + Math.ceil(-begin / step) * step : begin)),
    end: begins.map((begin) => Math.min(begin + extent, size)),
  };
}

/** The index along each axis of the i-th element. */
export function coordinates(i: number, sizes: readonly number[]): number[] {
  const at: number[] = [];
  for (let d = sizes.length - 1, left = i; d >= 0; left = Math.floor(left / sizes[d--])) at[d] = left % sizes[d];
  return at;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((n, size) => n * size, 1);
}

function coversOf(axes: readonly Cover[]): Covers {
  const none: Cover = { size: 1, step: 1, extent: 1, first: [0], end: [1] };
  const all = [...Array<Cover>(3 - axes.length).fill(none), ...axes];
  let offsets = [0];
  for (const { size, step, extent } of all) {
    const along = Array.from({ length: Math.ceil(extent / step) }, (_, i) => i * step);
    offsets = offsets.flatMap((offset) => along.map((i) => offset * size + i));
  }
  return { axes: all, offsets };
}
