/** @file WindowMaxPooling: MaxPooling under a window that moves by its stride over images or volumes. */
import { Tensor } from '../tensor/index.js';
import type { Activation } from './activation.js';
import type { Cover } from './largest.js';
import { MaxPooling, slidingCover } from './max-pooling.js';
import type { TorchField } from './torch-field.js';
import { placesAlong, type Window } from './window.js';

/** MaxPooling whose last place may, with `ceil()`, end behind the image. Its files keep k and the sizes of x, which unpooling reads. */
export abstract class WindowMaxPooling extends MaxPooling {
  /** Whether places may begin within the image and end behind it. */
  ceil_mode: boolean = false;
  /** Sizes of the last input's images or volumes. */
  declare itime: number | undefined;
  declare iheight: number | undefined;
  declare iwidth: number | undefined;

  /** The window, over (height, width) or (time, height, width). */
  abstract window(): Window;

  ceil(): this {
    this.ceil_mode = true;
    return this;
  }

  floor(): this {
    this.ceil_mode = false;
    return this;
  }

  /** Sizes of the last input's images or volumes. */
  lastSizes(): number[] {
    return [this.itime, this.iheight, this.iwidth].filter((size) => size !== undefined);
  }

  override updateOutput(input: Activation): Activation {
    const y = super.updateOutput(input);
    const x = input as Tensor;
    [this.iheight, this.iwidth] = x._size.slice(-2);
    if (this.axes().length === 3) this.itime = x._size[x.dim() - 3];
    return y;
  }

  protected override places(size: number, axis: number): number {
    return placesAlong(size, this.window(), axis, this.ceil_mode);
  }

  protected override cover(size: number, places: number, axis: number): Cover {
    return slidingCover(size, places, this.window(), axis);
  }

  /** k of what Torch has in its place; something outside of the plane where that is none. */
  protected fromTorchIndex(index: number, _place: readonly number[]): number {
    return index - 1;
  }

  /** @internal k of Torch's; undefined where it could not be of images of the last sizes. */
  indicesFromTorch(indices: Tensor): Tensor | undefined {
    const sizes = this.lastSizes();
    const axes = this.axes().length;
    if (sizes.length !== axes || indices.elementType.name !== 'Long' || indices.dim() <= axes) return undefined;
    const plane = sizes.reduce((n, size) => n * size, 1);
    const k = this.translated(indices.contiguous(), (index, place) => this.fromTorchIndex(index, place));
    return k._storage.data.every((at) => at >= -1 && at < plane) ? k.int() : undefined;
  }
}

/** A size of the last input. */
export const lastSize: TorchField = {
  toTorch: (size) => size,
  fromTorch: (size) => (Number.isInteger(size) ? size : undefined),
};

/** k, and what can be read of it once the fields of the window and the last sizes are there: older files have it in other forms. */
export const keptIndices: TorchField = {
  toTorch: (_, owner) => (owner as WindowMaxPooling).torchIndices(),
  fromTorch: (value, _, owner) =>
    value instanceof Tensor ? (owner as WindowMaxPooling).indicesFromTorch(value) : undefined,
};

/** Those of volumes, which Torch packs into the lower half of a long. */
export const packedIndices: TorchField = { ...keptIndices, lowLongs: true };
