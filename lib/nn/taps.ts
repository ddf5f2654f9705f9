/** @file What columns are made of: windows without the taps of one axis, places of an image in blocks. */
import type { Axis, Patches } from '../kernels/index.js';

export type AxisName = 'depth' | 'height' | 'width';

/** Whether the window is one element of the axis that goes everywhere. */
export function isPointwise({ kernel, stride, padding }: Axis): boolean {
  return kernel === 1 && stride === 1 && padding === 0;
}

/** The first axis along which the window moves. */
export function firstAxis({ depth, height }: Patches): AxisName {
  return depth.outputs > 1 ? 'depth' : height.outputs > 1 ? 'height' : 'width';
}

/** Whether the window has several taps along that axis, by steps of 1, and one on those before it. */
export function slides(patches: Patches, axis: AxisName): boolean {
  const { depth, height } = patches;
  const before = axis === 'depth' ? [] : axis === 'height' ? [depth] : [depth, height];
  const { kernel, stride } = patches[axis];
  return kernel > 1 && stride === 1 && before.every((other) => other.kernel === 1);
}

/** The same with one tap along an axis, at the places of all its taps. */
export function withoutTaps(patches: Patches, axis: AxisName): Patches {
  const { kernel, dilation, outputs } = patches[axis];
  return { ...patches, [axis]: { ...patches[axis], kernel: 1, outputs: outputs + (kernel - 1) * dilation } };
}

/** The places of an image in so many blocks, or more, each some steps of the window along an axis. */
export function blocksOf(patches: Patches, name: AxisName, count: number): Patches[] {
  const axis = patches[name];
  const steps = Math.max(1, Math.ceil(axis.outputs / Math.ceil(count)));
  const blocks: Patches[] = [];
  for (let first = 0; first < axis.outputs; first += steps) {
    const outputs = Math.min(steps, axis.outputs - first);
    blocks.push({ ...patches, [name]: { ...axis, outputs, padding: axis.padding - first * axis.stride } });
  }
  return blocks;
}
