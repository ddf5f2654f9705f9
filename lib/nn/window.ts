/** @file Windows over images: how convolutions and pooling count their places. */
import { type Axis, noAxis, type Patches } from '../kernels/index.js';
import { checkIsNumber } from './numbers.js';
import { type TorchFields, whole } from './torch-field.js';

/** Sizes of a window and how it moves, axis by axis: (height, width), or (time, height, width). */
export interface Window {
  kernel: readonly number[];
  stride: readonly number[];
  padding: readonly number[];
  dilation: readonly number[];
}

const sizes = (...names: string[]): TorchFields => Object.fromEntries(names.map((name) => [name, whole(1)]));
const paddings = (...names: string[]): TorchFields =>
  Object.fromEntries(names.map((name) => [name, whole(Number.MIN_SAFE_INTEGER)]));

/** Torch's fields of a convolution's window over images, and of one over volumes. */
export const spatialWindow: TorchFields = { ...sizes('kW', 'kH', 'dW', 'dH'), ...paddings('padW', 'padH') };
export const volumetricWindow: TorchFields = {
  ...sizes('kT', 'kW', 'kH', 'dT', 'dW', 'dH'),
  ...paddings('padT', 'padW', 'padH'),
};

/** How many places a window has along an axis: those that begin within the padded image and, unless `ceil`, end there. */
export function placesAlong(size: number, window: Window, d: number, ceil: boolean = false): number {
  const [k, s, p, dilation] = [window.kernel[d], window.stride[d], window.padding[d], window.dilation[d]];
  const room = (size + 2 * p - (dilation * (k - 1) + 1)) / s;
  const places = (ceil ? Math.ceil(room) : Math.floor(room)) + 1;
  // The last place of `ceil` may lie behind the image and the padding before it; Torch leaves that one out, where any axis is padded.
  return ceil && window.padding.some((n) => n > 0) && (places - 1) * s >= size + p ? places - 1 : places;
}

/** The elements of an axis from the first up to, not with, the second: the bin at a place of so many that cover it, in Torch's floats. */
export function adaptiveBin(size: number, places: number, place: number): [number, number] {
  const { fround } = Math;
  const border = (n: number): number => fround(fround(n / places) * size);
  return [Math.floor(border(place)), Math.ceil(border(place + 1))];
}

/** The window over images of `channels` planes of these sizes, with so many places along each axis. */
export function patchesOf(
  channels: number,
  sizes: readonly number[],
  window: Window,
  outputs: readonly number[],
): Patches {
  const axis = (d: number): Axis => ({
    size: sizes[d],
    kernel: window.kernel[d],
    stride: window.stride[d],
    padding: window.padding[d],
    dilation: window.dilation[d],
    outputs: outputs[d],
  });
  const axes = sizes.map((_, d) => axis(d));
  const [depth, height, width] = [...Array<Axis>(3 - axes.length).fill(noAxis), ...axes];
  return { channels, depth, height, width };
}

/** @throws unless kernels, strides and dilations are whole numbers from 1 up and paddings whole numbers. */
export function checkWindow(who: string, window: Window): void {
  for (const [what, list] of Object.entries(window)) for (const n of list) checkIsNumber(who, what, n);
  const { kernel, stride, padding, dilation } = window;
  const positive = [...kernel, ...stride, ...dilation].every((n) => Number.isInteger(n) && n >= 1);
  if (positive && padding.every(Number.isInteger)) return;
  const told = (list: readonly number[]): string => list.join(' × ');
  throw new RangeError(
    `${who}: expected kernel, stride and dilation from 1 up, got kernel ${told(kernel)}, stride ${told(stride)}, padding ${told(padding)}, dilation ${told(dilation)}`,
  );
}

/** @throws RangeError unless each padding is half of its kernel at most, as pooling expects it. */
export function checkPadding(who: string, paddings: readonly number[], kernels: readonly number[]): void {
  if (paddings.every((padding, i) => padding <= kernels[i] / 2)) return;
  const got = `${paddings.join(',')} with ${kernels.join('x')}`;
  throw new RangeError(`${who}: expected padding of half the kernel at most, got ${got}`);
}
