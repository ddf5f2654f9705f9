/** @file Images to columns of patches, and back. */
import type { Kernels, Vector } from '../kernels.js';
import { type Axis, type Patches, placesOf, staysInside, windowSize } from '../patches.js';

/** Columns ← patches. */
export const im2col: Kernels['im2col'] = (patches, images, x, xo, xs, columns, co, ld) => {
  const n = images * placesOf(patches);
  if (!staysInside(patches)) {
    for (let row = patches.channels * windowSize(patches) - 1; row >= 0; row--) {
      columns.fill(0, co + row * ld, co + row * ld + n);
    }
  }
  eachRun(copy, patches, images, x, xo, xs, columns, co, ld);
};

/** x ← x + patches, each where im2col would take it from. */
export const col2im: Kernels['col2im'] = (patches, images, columns, co, ld, x, xo, xs) => {
  eachRun(add, patches, images, x, xo, xs, columns, co, ld);
};

/** Along the last axis: n elements of an image, `step` apart, and their places, which are neighbours. */
type Run = (n: number, x: Vector, xi: number, step: number, columns: Vector, ci: number) => void;

const copy: Run = (n, x, xi, step, columns, ci) => {
  for (let i = 0; i < n; i++) {
    columns[ci + i] = x[xi];
    xi += step;
  }
};

const add: Run = (n, x, xi, step, columns, ci) => {
  for (let i = 0; i < n; i++) {
    x[xi] += columns[ci + i];
    xi += step;
  }
};

/** Calls `run` for all elements that meet the image, row after row of the columns, and within a row image after image. */
function eachRun(
  run: Run, { channels, depth, height, width }: Patches, images: number,
  x: Vector, xo: number, xs: number, columns: Vector, co: number, ld: number,
): void {
  const line = width.outputs;
  const plane = height.outputs * line;
  const volume = depth.outputs * plane;
  for (let c = 0; c < channels; c++) {
    for (let d = 0; d < depth.kernel; d++) {
      const [d0, d1] = [entry(depth, d), exit(depth, d)];
      for (let h = 0; h < height.kernel; h++) {
        const [h0, h1] = [entry(height, h), exit(height, h)];
        for (let w = 0; w < width.kernel; w++) {
          const w0 = entry(width, w);
          const n = exit(width, w) - w0;
          for (let i = 0; i < images; i++) {
            for (let od = d0; od < d1; od++) {
              for (let oh = h0; oh < h1; oh++) {
                const row = (c * depth.size + met(depth, od, d)) * height.size + met(height, oh, h);
                const xi = xo + i * xs + row * width.size + met(width, w0, w);
                run(n, x, xi, width.stride, columns, co + i * volume + od * plane + oh * line + w0);
              }
            }
          }
          co += ld;
        }
      }
    }
  }
}

/** The element of the image that element t of the window meets at place o. */
function met({ stride, padding, dilation }: Axis, o: number, t: number): number {
  return o * stride - padding + t * dilation;
}

/** The first place at which element t of the window is not before the image. */
function entry({ stride, padding, dilation, outputs }: Axis, t: number): number {
  return Math.min(Math.max(Math.ceil((padding - t * dilation) / stride), 0), outputs);
}

/** The first place at which it is behind the image. */
function exit({ size, stride, padding, dilation, outputs }: Axis, t: number): number {
  return Math.min(Math.max(Math.ceil((size + padding - t * dilation) / stride), 0), outputs);
}
