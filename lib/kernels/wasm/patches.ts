/** @file im2col and col2im on a WASM instance: a few channels of all images are staged at a time. */
import { js } from '../js/index.js';
import type { Kernels, Vector } from '../kernels.js';
import { type Axis, type Patches, placesOf, staysInside, windowSize } from '../patches.js';
import type { Pair } from './backend.js';
import type { Heap } from './heap.js';

/** Columns of several channels are staged together up to so many elements. */
const COLUMNS = 32768;

/** The three axes, as the module reads them. */
const axes = new Float64Array(18);

function describe({ depth, height, width }: Patches): void {
  let i = 0;
  for (const { size, kernel, stride, padding, dilation, outputs } of [depth, height, width]) {
    axes[i++] = size;
    axes[i++] = kernel;
    axes[i++] = stride;
    axes[i++] = padding;
    axes[i++] = dilation;
    axes[i++] = outputs;
  }
}

/** The elements of an axis that are met: from the first up to but not with the second. */
function met({ size, kernel, stride, padding, dilation, outputs }: Axis): [number, number] {
  const first = Math.min(Math.max(-padding, 0), size);
  return [first, Math.min(Math.max((outputs - 1) * stride - padding + (kernel - 1) * dilation + 1, first), size)];
}

export function patchesOn(heap: Heap, pair: (kernel: string) => Pair): Pick<Kernels, 'im2col' | 'col2im'> {
  const [unfold, fold] = ['im2col', 'col2im'].map(pair);

  /** Copies of each plane of each image the part from `first` on, `length` elements, to or from address `at`. */
  const carry = (
    way: 'write' | 'read', at: number, x: Vector, xo: number, xs: number,
    images: number, planes: number, plane: number, first: number, length: number,
  ): void => {
    const [pieces, piece] = length === plane ? [1, planes * plane] : [planes, length];
    for (let i = 0; i < images; i++) {
      for (let c = 0; c < pieces; c++) {
        heap[way](at, x, xo + i * xs + c * plane + first, piece);
        at += piece * x.BYTES_PER_ELEMENT;
      }
    }
  };

  /** Stages channel after channel, of each what is met along its first axis, the columns too unless they lie in the memory. */
  const sweep = (
    patches: Patches, images: number, x: Vector, xo: number, xs: number, columns: Vector, co: number, ld: number, adjoint: boolean,
  ): void => {
    const size = x.BYTES_PER_ELEMENT;
    const { channels, depth, height, width } = patches;
    const plane = depth.size * height.size * width.size;
    const rows = windowSize(patches);
    const n = images * placesOf(patches);
    const axis = depth.size > 1 ? 'depth' : 'height';
    const [first, end] = met(patches[axis]);
    const line = plane / patches[axis].size;
    const length = (end - first) * line;
    const here = ld === n ? heap.addressOf(columns, co) : 0;
    const group = here ? channels : Math.min(channels, Math.max(1, Math.floor(COLUMNS / (rows * n))));
    const bytes = (images * length + (here ? 0 : rows * n)) * group * size + axes.byteLength + 48;
    if (length === 0 || !heap.open(bytes)) {
      if (adjoint) js.col2im(patches, images, columns, co, ld, x, xo, xs);
      else js.im2col(patches, images, x, xo, xs, columns, co, ld);
      return;
    }
    const axisMet = { ...patches[axis], size: end - first, padding: patches[axis].padding + first };
    describe({ ...patches, [axis]: axisMet });
    for (let c = 0; c < channels; c += group) {
      const planes = Math.min(group, channels - c);
      heap.open(bytes);
      const at = heap.place(axes.byteLength);
      heap.write(at, axes, 0, axes.length);
      const image = heap.place(images * planes * length * size);
      carry('write', image, x, xo, xs, images, planes, plane, first * line, length);
      if (adjoint) {
        fold(x)(images, planes, at, image, here || heap.placeMatrix(columns, co, planes * rows, n, ld));
        carry('read', image, x, xo, xs, images, planes, plane, first * line, length);
      } else {
        const to = here || heap.place(planes * rows * n * size);
        unfold(x)(staysInside(patches) ? 0 : planes * rows * n * size, images, planes, at, image, to);
        if (!here) heap.readMatrix(to, columns, co, planes * rows, n, ld);
      }
      xo += planes * plane;
      co += planes * rows * ld;
    }
  };
  return {
    im2col: (patches, images, x, xo, xs, columns, co, ld) => sweep(patches, images, x, xo, xs, columns, co, ld, false),
    col2im: (patches, images, columns, co, ld, x, xo, xs) => sweep(patches, images, x, xo, xs, columns, co, ld, true),
  };
}
