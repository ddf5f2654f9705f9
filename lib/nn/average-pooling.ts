/** @file AveragePooling: the mean under a moving window. A class says what its window is. */
import { type AxisRow, averaging, takingNone } from './axis-matrix.js';
import { Axiswise } from './axiswise.js';
import { placesAlong, type Window } from './window.js';

/**
 * y(i, j) = Σ x under the window at (i, j), over the number of elements of the padded image there; Axiswise has the passes. A place that
 * lies behind the image, as a stride larger than the window makes them where they are counted up, is 0.
 */
export abstract class AveragePooling extends Axiswise {
  /** The window, over (height, width) or (time, height, width). */
  protected abstract window(): Window;

  /** Whether places may begin within the image and end behind it. */
  protected countsUp(): boolean {
    return false;
  }

  /** What is divided by, along one axis, where `padded` elements of a window are in the padded image and `inside` in the image itself. */
  protected divisor(_kernel: number, padded: number, _inside: number): number {
    return padded;
  }

  protected override outputSizes(sizes: readonly number[]): number[] {
    const window = this.window();
    return sizes.map((size, d) => placesAlong(size, window, d, this.countsUp()));
  }

  protected override row(axis: number, o: number, size: number): AxisRow {
    const window = this.window();
    const [kernel, padding] = [window.kernel[axis], window.padding[axis]];
    const first = o * window.stride[axis] - padding;
    const end = Math.min(first + kernel, size + padding);
    const [from, to] = [Math.max(first, 0), Math.min(end, size)];
    return from < to ? averaging(from, to, this.divisor(kernel, end - first, to - from)) : takingNone;
  }
}
