/** @file MaxPooling: the largest element under a moving window. A class says what its window is. */
import { type Axis, type Patches, placesOf } from '../kernels/index.js';
import { Tensor, vector } from '../tensor/index.js';
import type { Activation, RActivation } from './activation.js';
import { LinearMap } from './linear-map.js';
import { patchesOf, placesAlong, type Window } from './window.js';

/**
 * k: where in its plane the largest element under the window is, found in forward for each place; the first of several equal ones, as in Torch.
 *   forward    y    = x(k)
 *   backward   gx   = Σ gy over the places that took an element from there
 *   rForward   Ry   = Rx(k)
 *   rBackward  Rgx  = as gx, of Rgy
 * x: (planes × sizes) or (N × planes × sizes). Elements of the padding are never taken, nor are NaN unless a NaN comes first.
 */
export abstract class MaxPooling extends LinearMap {
  /** Whether places may begin within the image and end behind it. */
  ceil_mode: boolean = false;
  /** k, in row-major order of y. */
  declare indices: Tensor;
  declare private patches: Patches | undefined;

  /** The window, over (height, width) or (time, height, width). */
  protected abstract window(): Window;

  ceil(): this {
    this.ceil_mode = true;
    return this;
  }

  floor(): this {
    this.ceil_mode = false;
    return this;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.indices = Tensor.zeros('Int', []);
    this.patches = undefined;
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input).contiguous();
    const window = this.window();
    const d = window.kernel.length;
    if (x.dim() !== d + 1 && x.dim() !== d + 2) {
      const sizes = ['T', 'H', 'W'].slice(-d).join(' × ');
      throw this.wrongShape('forward', `input (planes × ${sizes}) or (N × planes × ${sizes})`, x);
    }
    const sizes = x._size.slice(-d);
    const outputs = sizes.map((size, k) => placesAlong(size, window, k, this.ceil_mode));
    if (outputs.some((n) => n < 1)) {
      throw this.wrongShape('forward', `input that the window fits in, which has places ${outputs.join(' × ')}`, x);
    }
    this.patches = patchesOf(1, sizes, window, outputs);
    this.indices.resize([...x._size.slice(0, -d), ...outputs]);
    this.find(this.patches, x);
    return super.updateOutput(x);
  }

  /** k of every place of every plane. */
  private find({ depth, height, width }: Patches, x: Tensor): void {
    const [xs, k] = [vector(x), this.indices._storage.data];
    const plane = depth.size * height.size * width.size;
    let place = 0;
    for (let start = x._offset; start < x._offset + x.nElement(); start += plane) {
      for (let t = 0; t < depth.outputs; t++) {
        const [t0, t1] = span(depth, t);
        for (let h = 0; h < height.outputs; h++) {
          const [h0, h1] = span(height, h);
          for (let w = 0; w < width.outputs; w++, place++) {
            const [w0, w1] = span(width, w);
            let best = (t0 * height.size + h0) * width.size + w0;
            for (let i = t0; i < t1; i += depth.dilation) {
              for (let j = h0; j < h1; j += height.dilation) {
                const row = (i * height.size + j) * width.size;
                for (let l = w0; l < w1; l += width.dilation)
                  if (xs[start + row + l] > xs[start + best]) best = row + l;
              }
            }
            k[place] = best;
          }
        }
      }
    }
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    const from = (x as Tensor).contiguous();
    const y = this.reuse(last).resizeAs(this.indices);
    const [xs, ys] = [vector(from), vector(y)];
    this.eachPlace((at, place) => {
      ys[y._offset + place] = xs[from._offset + at];
    });
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const from = (g as Tensor).contiguous();
    const gx = this.reuse(last)
      .resizeAs(input as Tensor)
      .zero();
    const [gs, to] = [vector(from), vector(gx)];
    this.eachPlace((at, place) => {
      to[gx._offset + at] += gs[from._offset + place];
    });
    return gx;
  }

  /** Where in contiguous x the element stands that a place takes, and the place. */
  private eachPlace(visit: (at: number, place: number) => void): void {
    const patches = this.patches as Patches;
    const { depth, height, width } = patches;
    const [plane, places] = [depth.size * height.size * width.size, placesOf(patches)];
    const k = this.indices._storage.data;
    const n = this.indices.nElement();
    for (let first = 0, start = 0; first < n; first += places, start += plane) {
      for (let place = first; place < first + places; place++) visit(start + k[place], place);
    }
  }
}

/** The elements of an axis under the window at a place: from the first, in steps of the dilation, up to but not with the second. */
function span({ size, kernel, stride, padding, dilation }: Axis, place: number): [number, number] {
  let first = place * stride - padding;
  const end = Math.min(first + (kernel - 1) * dilation + 1, size);
  while (first < 0) first += dilation;
  return [first, end];
}
