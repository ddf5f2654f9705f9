/** @file im2col and col2im by their definition, element by element, and checks of kernels against it. */
import * as assert from 'uvu/assert';
import { type Axis, type Kernels, type Patches, type Vector, windowSize } from '../../../lib/kernels/index.js';
import { type Precision, same } from './arrays.js';

/** A call's places in larger arrays. */
export interface Layout {
  images: number;
  xo: number;
  xs: number;
  co: number;
  ld: number;
}
type Meet = (column: number, element: number) => void;

export const axis = (size: number, kernel: number, outputs: number, stride = 1, padding = 0, dilation = 1): Axis => ({
  size,
  kernel,
  stride,
  padding,
  dilation,
  outputs,
});

/** Calls `meet` for every element of the columns with the element of x that it stands for, −1 outside of the image. */
export function define(
  { channels, depth, height, width }: Patches,
  { images, xo, xs, co, ld }: Layout,
  meet: Meet,
): void {
  const axes = [depth, height, width];
  const sides = [channels, ...axes.map(({ kernel }) => kernel)];
  const places = [images, ...axes.map(({ outputs }) => outputs)];
  const size = (shape: number[]): number => shape.reduce((a, b) => a * b, 1);
  const digits = (n: number, shape: number[]): number[] => {
    const all = shape.map(() => 0);
    for (let i = shape.length - 1; i >= 0; i--) {
      all[i] = n % shape[i];
      n = Math.floor(n / shape[i]);
    }
    return all;
  };
  for (let row = 0; row < size(sides); row++) {
    for (let column = 0; column < size(places); column++) {
      const [channel, ...taps] = digits(row, sides);
      const [image, ...at] = digits(column, places);
      const met = axes.map(({ stride, padding, dilation }, k) => at[k] * stride + taps[k] * dilation - padding);
      const inside = met.every((m, k) => m >= 0 && m < axes[k].size);
      const index = [channel, ...met].reduce((n, m, k) => n * [1, ...axes.map((a) => a.size)][k] + m, 0);
      meet(co + row * ld + column, inside ? xo + image * xs + index : -1);
    }
  }
}

export function volumeOf({ channels, depth, height, width }: Patches): number {
  return channels * depth.size * height.size * width.size;
}

/** Arrays for a call, full of NaN where it has no business. */
export function operands(
  patches: Patches,
  layout: Layout,
  precision: Precision,
  draw: () => number,
): [x: Vector, columns: Vector] {
  const { images, xo, xs, co, ld } = layout;
  const x = new precision(xo + images * xs + 3).fill(NaN);
  for (let i = 0; i < images; i++) {
    for (let k = 0; k < volumeOf(patches); k++) x[xo + i * xs + k] = draw();
  }
  const columns = new precision(co + patches.channels * windowSize(patches) * ld + 3).fill(NaN);
  define(patches, layout, (c) => {
    columns[c] = draw();
  });
  return [x, columns];
}

/** Both kernels do what is defined, to the bit, and touch nothing else. */
export function check(on: Kernels, patches: Patches, layout: Layout, x: Vector, columns: Vector, where: string): void {
  const { images, xo, xs, co, ld } = layout;
  const unfolded = columns.slice();
  const folded = x.slice();
  define(patches, layout, (c, i) => {
    unfolded[c] = i < 0 ? 0 : x[i];
    if (i >= 0) folded[i] += columns[c];
  });
  const [to, back] = [columns.slice(), x.slice()];
  on.im2col(patches, images, x, xo, xs, to, co, ld);
  same(to, unfolded, `${where}: im2col`);
  on.col2im(patches, images, columns, co, ld, back, xo, xs);
  same(back, folded, `${where}: col2im`);
}

/** ⟨im2col x, c⟩ = ⟨x, col2im c⟩, exactly, as all numbers are small integers. */
export function checkAdjoint(
  on: Kernels,
  patches: Patches,
  layout: Layout,
  x: Vector,
  columns: Vector,
  where: string,
): void {
  const { images, xo, xs, co, ld } = layout;
  const unfolded = columns.slice();
  on.im2col(patches, images, x, xo, xs, unfolded, co, ld);
  const folded = x.map((v) => (Number.isNaN(v) ? v : 0));
  on.col2im(patches, images, columns, co, ld, folded, xo, xs);
  const inner = (a: Vector, b: Vector): number => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += Number.isNaN(a[i]) ? 0 : a[i] * b[i];
    return sum;
  };
  assert.ok(inner(unfolded, columns) === inner(x, folded), `${where}: ⟨im2col x, c⟩ = ⟨x, col2im c⟩`);
}
