/** @file The softmax family on a WASM instance: groups of whole rows are staged. */
import { js } from '../js/index.js';
import type { Kernels, Vector } from '../kernels.js';
import type { Pair } from './backend.js';
import type { Heap } from './heap.js';

/** Rows of softmax are staged together up to so many elements. */
const ROWS = 16384;

export type SoftmaxKernel =
  | 'softMax' | 'softMaxGrad' | 'softMaxRGrad' | 'logSoftMax' | 'logSoftMaxGrad' | 'logSoftMaxR' | 'logSoftMaxRGrad';

export function softmaxOn(heap: Heap, pair: (kernel: string) => Pair): Pick<Kernels, SoftmaxKernel> {
  /** Stages groups of whole rows; false when a single one does not fit. */
  const sweep = (
    kernel: Pair, outer: number, n: number, inner: number,
    operands: readonly (Vector | undefined)[], offsets: readonly number[], z: Vector, zo: number,
  ): boolean => {
    const slab = n * inner;
    const group = Math.max(1, Math.floor(ROWS / Math.max(1, slab)));
    if (!heap.open((operands.length + 1) * (Math.min(group, outer) * slab * z.BYTES_PER_ELEMENT + 16))) return false;
    const pointers = operands.map((x) => (x ? heap.place(Math.min(group, outer) * slab * z.BYTES_PER_ELEMENT) : 0));
    const to = heap.place(Math.min(group, outer) * slab * z.BYTES_PER_ELEMENT);
    for (let o = 0; o < outer; o += group) {
      const count = Math.min(group, outer - o);
      operands.forEach((x, k) => {
        if (x) heap.write(pointers[k], x, offsets[k] + o * slab, count * slab);
      });
      kernel(z)(count, n, inner, ...pointers, to);
      heap.read(to, z, zo + o * slab, count * slab);
    }
    return true;
  };
  const one = (name: 'softMax' | 'logSoftMax'): Kernels['softMax'] => {
    const kernel = pair(name);
    return (outer, n, inner, x, xo, y, yo) => {
      if (!sweep(kernel, outer, n, inner, [x], [xo], y, yo)) js[name](outer, n, inner, x, xo, y, yo);
    };
  };
  const two = (name: 'softMaxGrad' | 'logSoftMaxGrad' | 'logSoftMaxR'): Kernels['softMaxGrad'] => {
    const kernel = pair(name);
    return (outer, n, inner, y, yo, g, go, z, zo) => {
      if (!sweep(kernel, outer, n, inner, [y, g], [yo, go], z, zo)) js[name](outer, n, inner, y, yo, g, go, z, zo);
    };
  };
  const [softMaxRGrad, logSoftMaxRGrad] = ['softMaxRGrad', 'logSoftMaxRGrad'].map(pair);
  return {
    softMax: one('softMax'),
    softMaxGrad: two('softMaxGrad'),
    softMaxRGrad(outer, n, inner, y, yo, ry, ryo, g, go, rg, rgo, z, zo) {
      if (!sweep(softMaxRGrad, outer, n, inner, [y, ry, g, rg], [yo, ryo, go, rgo], z, zo)) {
        js.softMaxRGrad(outer, n, inner, y, yo, ry, ryo, g, go, rg, rgo, z, zo);
      }
    },
    logSoftMax: one('logSoftMax'),
    logSoftMaxGrad: two('logSoftMaxGrad'),
    logSoftMaxR: two('logSoftMaxR'),
    logSoftMaxRGrad(outer, n, inner, y, yo, ry, ryo, g, go, rg, rgo, z, zo) {
      if (!sweep(logSoftMaxRGrad, outer, n, inner, [y, ry, g, rg], [yo, ryo, go, rgo], z, zo)) {
        js.logSoftMaxRGrad(outer, n, inner, y, yo, ry, ryo, g, go, rg, rgo, z, zo);
      }
    },
  };
}
