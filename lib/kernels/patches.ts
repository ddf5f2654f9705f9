/** @file Patches: where the window of a convolution meets an image, axis by axis. */

/**
 * One axis of an image under a moving window: at place o, element t of the window meets element o·stride − padding + t·dilation of the
 * image, and zero where that is none of 0 … size − 1. There may be fewer places than the image has room for, or more; padding may be
 * negative.
 */
export interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  /** The number of places. */
  readonly outputs: number;
}

/** An image (channels × depth × height × width), contiguous, under a window. To be made once for a shape. */
export interface Patches {
  readonly channels: number;
  readonly depth: Axis;
  readonly height: Axis;
  readonly width: Axis;
}

/** The axis that an image does not have: the depth of one of two dimensions, also the height of a sequence. */
export const noAxis: Axis = { size: 1, kernel: 1, stride: 1, padding: 0, dilation: 1, outputs: 1 };

/** Elements of the window: columns have channels · elements rows. */
export function windowSize({ depth, height, width }: Patches): number {
  return depth.kernel * height.kernel * width.kernel;
}

/** Places of the window: as many columns has an image. */
export function placesOf({ depth, height, width }: Patches): number {
  return depth.outputs * height.outputs * width.outputs;
}

/** Elements of the columns of one image. */
export function columnsSize(patches: Patches): number {
  return patches.channels * windowSize(patches) * placesOf(patches);
}

/** Whether every element of the window meets the image at every place. */
export function staysInside({ depth, height, width }: Patches): boolean {
  return [depth, height, width].every(
    ({ size, kernel, stride, padding, dilation, outputs }) =>
      padding <= 0 && (outputs - 1) * stride - padding + (kernel - 1) * dilation < size,
  );
}
