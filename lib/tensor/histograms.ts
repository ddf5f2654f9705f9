/** @file How many elements lie in each of equally wide bins. Double and Float only. */
import type { Makes } from './calls.js';
import { writeInto } from './lines.js';
import { checkFloating } from './operands.js';
import type { Tensor } from './tensor.js';

/**
 * `bins` bins, by default 100, of equal width from `least` to `greatest`; where these are equal, as by default, from the smallest to
 * the largest element, and one to either side where those are equal too. Bins hold their lower bound, the last its upper too.
 * NaN and what lies outside count nowhere. RangeError unless the bounds are finite and bins is 1 or more.
 */
export interface Histograms {
  /** Of all elements: `bins` numbers. */
  histc: Makes<[x: Tensor], [bins?: number, least?: number, greatest?: number]>;
  /** Of each row of a matrix (n×m), between common bounds: (n×bins). */
  bhistc: Makes<[x: Tensor], [bins?: number, least?: number, greatest?: number]>;
}

function bounds(name: string, x: Tensor, least: number, greatest: number): [number, number] {
  const { cast } = x.elementType;
  const [low, high] = cast(least) === cast(greatest) ? [x.min(), x.max()] : [cast(least), cast(greatest)];
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    throw new RangeError(`torch.${name}: expected finite bounds, got ${low} and ${high}`);
  }
  return low === high ? [cast(low - 1), cast(high + 1)] : [low, high];
}

/** Counts the elements of each row of x (rows×n) in a row of `to` (rows×bins), in the arithmetic of its type. */
function count(x: Tensor, rows: number, bins: number, [low, high]: [number, number], to: Tensor): void {
  const { cast } = x.elementType;
  const width = cast(high - low);
  const { _storage, _offset } = x.contiguous();
  const n = x.nElement() / rows;
  const counts = to.zero()._storage.data;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < n; j++) {
      const value = _storage.data[_offset + i * n + j];
      if (!(value >= low && value <= high)) continue;
      const bin = Math.trunc(cast(cast(cast(value - low) / width) * bins));
      counts[to._offset + i * bins + Math.min(bin, bins - 1)]++;
    }
  }
}

function histogram(name: 'histc' | 'bhistc'): Histograms['histc'] {
  return {
    results: ['same'],
    operands: 1,
    compute([result], x, bins = 100, least = 0, greatest = 0) {
      checkFloating(name, x);
      const perRow = name === 'bhistc';
      if (perRow ? x.dim() !== 2 : x.dim() === 0) {
        throw new RangeError(`torch.${name}: expected ${perRow ? 'a matrix' : 'elements'}, got ${x.describe()}`);
      }
      if (!(Number.isInteger(bins) && bins >= 1)) {
        throw new RangeError(`torch.${name}: expected 1 bin or more, got ${bins}`);
      }
      const between = bounds(name, x, least, greatest);
      const rows = perRow ? x._size[0] : 1;
      writeInto(result, perRow ? [rows, bins] : [bins], (to) => count(x, rows, bins, between, to));
    },
  };
}

export const histograms: Histograms = { histc: histogram('histc'), bhistc: histogram('bhistc') };
