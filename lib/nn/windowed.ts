/** @file Windowed: an Affine map of what a moving window meets in its input. A class says what its window is. */
import type { Tensor } from '../tensor/index.js';
import { Affine } from './affine.js';
import { placesAlong, type Window } from './window.js';

/** What such maps ask of their inputs. */
export abstract class Windowed extends Affine {
  /** The window, over (height, width) or (time, height, width). */
  protected abstract window(): Window;

  /** The sizes of what the window goes over in y, for those of x. */
  protected outputsOf(sizes: readonly number[]): number[] {
    const window = this.window();
    return sizes.map((size, d) => placesAlong(size, window, d));
  }

  /**
   * The size of the batch, in a list: an empty one where x is one input. `one` has the sizes of that, with words for those that may be any.
   *
   * @throws RangeError when x is neither
   */
  protected batchOf(x: Tensor, ...one: (number | string)[]): number[] {
    const batch = x._size.slice(0, -one.length);
    const fits = batch.length <= 1 && x.dim() >= one.length;
    if (!fits || one.some((size, d) => typeof size === 'number' && size !== x._size[batch.length + d])) {
      const sizes = one.join(' × ');
      throw this.wrongShape('forward', `input (N × ${sizes}) or (${sizes})`, x);
    }
    return batch;
  }

  /** @throws RangeError when x is too small for there to be an output */
  protected checkOutput(x: Tensor, ...output: number[]): void {
    if (output.every((n) => n >= 1)) return;
    throw this.wrongShape('forward', `input large enough for an output, here (${output.join(' × ')})`, x);
  }
}
