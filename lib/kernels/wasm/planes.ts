/** @file Sums over planes on a WASM instance: chunks of the arrays are staged, and the numbers of all planes beside them. */
import { js } from '../js/index.js';
import type { Kernels } from '../kernels.js';
import type { Pair } from './backend.js';
import type { Heap } from './heap.js';

export type PlaneKernel = 'sumPlanes' | 'dotPlanes' | 'combinePlanes';

/** `first` and `second` are the addresses of two chunks of `chunk` elements. */
export function planesOn(
  heap: Heap, pair: (kernel: string) => Pair, chunk: number, first: number, second: number,
): Pick<Kernels, PlaneKernel> {
  const [sumPlanes, dotPlanes, setPlanes, addPlanes] = ['sumPlanes', 'dotPlanes', 'setPlanes', 'addPlanes'].map(pair);

  /** Addresses of n numbers, which follow one another, of several kinds. */
  const placed = (n: number, ...numbers: Float64Array[]): number[] =>
    numbers.map((values) => {
      const at = heap.place(n * 8);
      heap.write(at, values, 0, n);
      return at;
    });

  return {
    sumPlanes(outer, n, inner, x, xo, sums) {
      if (!heap.open((n + 2) * 8)) {
        js.sumPlanes(outer, n, inner, x, xo, sums);
        return;
      }
      const [to] = placed(n, sums.fill(0));
      for (let i = 0, total = outer * n * inner; i < total; i += chunk) {
        const c = Math.min(chunk, total - i);
        heap.write(first, x, xo + i, c);
        sumPlanes(x)(c, i % (n * inner), n, inner, first, to);
      }
      heap.read(to, sums, 0, n);
    },

    dotPlanes(outer, n, inner, x, xo, p, y, yo, q, dots, sums) {
      if (!heap.open(4 * (n + 2) * 8)) {
        js.dotPlanes(outer, n, inner, x, xo, p, y, yo, q, dots, sums);
        return;
      }
      const [pAt, qAt, to] = placed(n, p, q, dots.fill(0));
      const [sumsAt] = sums ? placed(n, sums.fill(0)) : [0];
      const other = x === y && xo === yo ? first : second;
      for (let i = 0, total = outer * n * inner; i < total; i += chunk) {
        const c = Math.min(chunk, total - i);
        heap.write(first, x, xo + i, c);
        if (other !== first) heap.write(other, y, yo + i, c);
        if (sums) sumPlanes(x)(c, i % (n * inner), n, inner, first, sumsAt);
        dotPlanes(x)(c, i % (n * inner), n, inner, first, pAt, other, qAt, to);
      }
      heap.read(to, dots, 0, n);
      if (sums) heap.read(sumsAt, sums, 0, n);
    },

    combinePlanes(outer, n, inner, c, terms, z, zo) {
      if (!heap.open((1 + 2 * terms.length) * (n + 2) * 8)) {
        js.combinePlanes(outer, n, inner, c, terms, z, zo);
        return;
      }
      const [cAt] = placed(n, c);
      const numbers = terms.map(([a, , , p]) => placed(n, a, p));
      for (let i = 0, total = outer * n * inner; i < total; i += chunk) {
        const length = Math.min(chunk, total - i);
        for (let k = 0; k < terms.length; k++) {
          const [, x, xo] = terms[k];
          const [a, p] = numbers[k];
          heap.write(first, x, xo + i, length);
          const combine = k === 0 ? setPlanes : addPlanes;
          combine(z)(length, i % (n * inner), n, inner, cAt, a, first, p, second);
        }
        heap.read(second, z, zo + i, length);
      }
    },
  };
}
