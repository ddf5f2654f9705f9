/** @file im2col and col2im on a WASM instance: a few channels of all images are staged at a time. */
import { js } from '../js/index.js';
import type { Kernels, Vector } from '../kernels.js';
import { type Patches, placesOf, staysInside, windowSize } from '../patches.js';
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

export function patchesOn(heap: Heap, pair: (kernel: string) => Pair): Pick<Kernels, 'im2col' | 'col2im'> {
  const [unfold, fold] = ['im2col', 'col2im'].map(pair);

  /** Stages channel after channel, the columns too where they are read, and gives the rest to `run`. */
  const sweep = (
    patches: Patches, images: number, x: Vector, xo: number, xs: number, columns: Vector, co: number, ld: number, adjoint: boolean,
  ): void => {
    const size = x.BYTES_PER_ELEMENT;
    const volume = patches.depth.size * patches.height.size * patches.width.size;
    const rows = windowSize(patches);
    const n = images * placesOf(patches);
    const group = Math.min(patches.channels, Math.max(1, Math.floor(COLUMNS / (rows * n))));
    const bytes = (images * volume + rows * n) * group * size + axes.byteLength + 32;
    if (!heap.open(bytes)) {
      if (adjoint) js.col2im(patches, images, columns, co, ld, x, xo, xs);
      else js.im2col(patches, images, x, xo, xs, columns, co, ld);
      return;
    }
    describe(patches);
    for (let c = 0; c < patches.channels; c += group) {
      const channels = Math.min(group, patches.channels - c);
      heap.open(bytes);
      const at = heap.place(axes.byteLength);
      heap.write(at, axes, 0, axes.length);
      const from = heap.placeMatrix(x, xo, images, channels * volume, xs);
      if (adjoint) {
        const to = heap.placeMatrix(columns, co, channels * rows, n, ld);
        fold(x)(images, channels, at, from, to);
        heap.readMatrix(from, x, xo, images, channels * volume, xs);
      } else {
        const to = heap.place(channels * rows * n * size);
        unfold(x)(staysInside(patches) ? 0 : channels * rows * n * size, images, channels, at, from, to);
        heap.readMatrix(to, columns, co, channels * rows, n, ld);
      }
      xo += channels * volume;
      co += channels * rows * ld;
    }
  };
  return {
    im2col: (patches, images, x, xo, xs, columns, co, ld) => sweep(patches, images, x, xo, xs, columns, co, ld, false),
    col2im: (patches, images, columns, co, ld, x, xo, xs) => sweep(patches, images, x, xo, xs, columns, co, ld, true),
  };
}
