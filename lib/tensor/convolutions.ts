/** @file Convolutions and cross-correlations of images and volumes: products of kernels with columns of patches. */
import { type Axis, js, kernels, noAxis, type Patches, type Vector, windowSize } from '../kernels/index.js';
import { gemm } from './blas.js';
import type { Makes } from './calls.js';
import { writeInto } from './lines.js';
import { checkArithmetic, checkType } from './operands.js';
import { Tensor } from './tensor.js';

/** `'V'`, the default: where the kernel lies inside the image. `'F'`: wherever it meets it, zeros outside. */
export type Extent = 'V' | 'F';

type Convolves = Makes<[x: Tensor, k: Tensor], [extent?: Extent]>;

/**
 * For every type, the same in both; integers wrap as elements do, those of Long have to be exact. Of an image of m elements along a
 * dimension and a kernel of k, `'V'` leaves m − k + 1, `'F'` m + k − 1. RangeError where sizes do not fit: with `'V'`, for a kernel
 * larger than the image.
 */
export interface Convolutions {
  /**
   * Convolution: y(i, j) = Σ x(i + s, j + t) k(ki − 1 − s, kj − 1 − t).
   *   x (m×n), k (ki×kj)            one image, one kernel
   *   x (p×m×n), k (p×ki×kj)        each plane with its kernel: p planes
   *   x (p×m×n), k (q×p×ki×kj)      each of q results sums over the planes: q planes
   */
  conv2: Convolves;
  /** Cross-correlation: y(i, j) = Σ x(i + s, j + t) k(s, t); as `conv2` otherwise. */
  xcorr2: Convolves;
  /** `conv2` of volumes: one dimension more in x and in k. */
  conv3: Convolves;
  /** `xcorr2` of volumes. */
  xcorr3: Convolves;
}

/** Elements of the columns that are made at a time: so many stay in a second-level cache. */
const BLOCK = 2 ** 16;

/** The kernels (any × K elements, contiguous), each from its last element to its first. */
function flipped(k: Tensor, elements: number): Tensor {
  const kernelsOf = k.nElement() / elements;
  return new Tensor(k._storage, k._offset + elements - 1, [kernelsOf, elements], [elements, -1]).clone();
}

function axis(size: number, kernel: number, full: boolean): Axis {
  const padding = full ? kernel - 1 : 0;
  return { ...noAxis, size, kernel, padding, outputs: size + 2 * padding - kernel + 1 };
}

/** `count` places of an axis, from `first` on. */
function part(of: Axis, first: number, count: number): Axis {
  return { ...of, padding: of.padding - first, outputs: Math.min(count, of.outputs - first) };
}

/** y (q × places) ← w (q × channels·window) on the patches of x, which is contiguous from `at` on: block after block of places. */
function correlate(patches: Patches, x: Tensor, at: number, w: Tensor, y: Tensor): void {
  const { depth, height, width } = patches;
  const rows = patches.channels * windowSize(patches);
  const slices = Math.max(1, Math.floor(BLOCK / (rows * height.outputs * width.outputs)));
  const lines = Math.max(1, Math.min(height.outputs, Math.floor(BLOCK / (rows * width.outputs))));
  const most = Math.min(slices, depth.outputs) * lines * width.outputs;
  const columns = Tensor.zeros(x.elementType, [rows, most]);
  // js copies elements whatever their type.
  const { im2col } = x.elementType.integer ? js : kernels;
  for (let z = 0; z < depth.outputs; z += slices) {
    for (let row = 0; row < height.outputs; row += lines) {
      const block: Patches = { ...patches, depth: part(depth, z, slices), height: part(height, row, lines) };
      const places = block.depth.outputs * block.height.outputs * width.outputs;
      im2col(block, 1, x._storage.data as Vector, at, 0, columns._storage.data as Vector, 0, most);
      gemm(
        false,
        false,
        1,
        w,
        columns.narrow(1, 0, places),
        0,
        y.narrow(1, (z * height.outputs + row) * width.outputs, places),
      );
    }
  }
}

/** Groups of planes that have kernels of their own: how many, planes and results of each. Undefined where x and k do not fit. */
function groupsOf(
  x: Tensor,
  k: Tensor,
  dims: number,
): { groups: number; channels: number; results: number } | undefined {
  const [planes, ofKernel] = [x._size.slice(0, -dims), k._size.slice(0, -dims)];
  if (x.dim() < dims || k.dim() < dims) return undefined;
  if (planes.length === 0 && ofKernel.length === 0) return { groups: 1, channels: 1, results: 1 };
  if (planes.length !== 1 || ofKernel.at(-1) !== planes[0]) return undefined;
  if (ofKernel.length === 1) return { groups: planes[0], channels: 1, results: 1 };
  return ofKernel.length === 2 ? { groups: 1, channels: planes[0], results: ofKernel[0] } : undefined;
}

function convolving(name: keyof Convolutions): Convolves {
  const dims = name.endsWith('3') ? 3 : 2;
  return {
    results: ['same'],
    operands: 2,
    compute([result], x, k, extent = 'V') {
      checkType(name, x, k);
      checkArithmetic(name, x);
      if (extent !== 'V' && extent !== 'F') throw new TypeError(`torch.${name}: expected 'V' or 'F', got '${extent}'`);
      const kinds = groupsOf(x, k, dims);
      const window = k._size.slice(-dims);
      const axes = x._size.slice(-dims).map((size, d) => axis(size, window[d], extent === 'F'));
      if (!kinds || axes.some(({ outputs }) => outputs < 1)) {
        const images = dims === 2 ? '(m × n) or (p × m × n)' : '(m × n × o) or (p × m × n × o)';
        const size = extent === 'V' ? 'kernels for them that are no larger' : 'kernels for them';
        throw new RangeError(`torch.${name}: expected ${images} and ${size}, got ${x.describe()} and ${k.describe()}`);
      }
      const { groups, channels, results } = kinds;
      const elements = window.reduce((product, n) => product * n, 1);
      const kernelsOf = k.contiguous();
      const w = (name.startsWith('conv') ? flipped(kernelsOf, elements) : kernelsOf).view(-1, channels * elements);
      const source = x.contiguous();
      const [width, height, depth = noAxis] = [...axes].reverse();
      const size = [...(x.dim() > dims ? [groups * results] : []), ...axes.map(({ outputs }) => outputs)];
      writeInto(result, size, (to) => {
        const y = to.view(groups * results, -1);
        const image = source.nElement() / groups;
        for (let g = 0; g < groups; g++) {
          const [from, of] = [w, y].map((all) => all.narrow(0, g * results, results));
          correlate({ channels, depth, height, width }, source, source._offset + g * image, from, of);
        }
      });
    },
  };
}

export const convolutions: Convolutions = {
  conv2: convolving('conv2'),
  xcorr2: convolving('xcorr2'),
  conv3: convolving('conv3'),
  xcorr3: convolving('xcorr3'),
};
