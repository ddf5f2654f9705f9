/** @file The largest element under a window, where it is, at a place or at all places of a plane. NaN and −∞ are never it. */
import type { Vector } from '../kernels/index.js';

/** What the window covers along an axis of `size` elements: at place o, every step-th one from first[o] up to, not with, end[o]. */
export interface Cover {
  size: number;
  step: number;
  /** end − first at places where nothing cuts the window. */
  extent: number;
  first: number[];
  end: number[];
}

/** Whether nothing cuts the window at a place. */
export function isWhole({ first, end, extent }: Cover, place: number): boolean {
  return end[place] - first[place] === extent;
}

/** `other` where x is larger there than at `best`, else that. A branch here would be predicted wrongly half of the time. */
function larger(xs: Vector, best: number, other: number): number {
  return best + ((other - best) & -Number(xs[other] > xs[best]));
}

/** Where in x the first of the largest elements is, of those that stand so far behind a corner; the corner where that is NaN. */
export function largestOf(xs: Vector, corner: number, offsets: readonly number[]): number {
  let best = corner;
  for (let m = 1; m < offsets.length; m++) best = larger(xs, best, corner + offsets[m]);
  return best;
}

/** Whether the window takes two elements of an axis after two. */
export function halves({ first, end }: Cover): boolean {
  return first.every((at, i) => at === 2 * i && end[i] === at + 2);
}

/**
 * k and y of a plane of lines of `size` elements under 2 × 2 windows that move by 2, the most usual ones: a short loop, which engines compile
 * best. False where a window begins with NaN or −∞.
 */
export function findInQuarters(
  xs: Vector,
  start: number,
  size: number,
  lines: number,
  columns: number,
  k: { [i: number]: number },
  place: number,
  ys: Vector,
  yo: number,
  least: number,
): boolean {
  for (let h = 0; h < lines; h++) {
    let corner = start + 2 * h * size;
    for (let w = 0; w < columns; w++, corner += 2) {
      const best = larger(xs, larger(xs, larger(xs, corner, corner + 1), corner + size), corner + size + 1);
      const most = xs[best];
      if (!(most > least)) return false;
      k[place++] = best - start;
      ys[yo++] = most;
    }
  }
  return true;
}

/** Where in x the largest element under the window at a place of the plane that begins at `start` is; −1 where none is above `least`. */
export function largest(
  depth: Cover,
  height: Cover,
  width: Cover,
  t: number,
  h: number,
  w: number,
  xs: Vector,
  start: number,
  least: number,
): number {
  let best = -1;
  let most = least;
  for (let i = depth.first[t]; i < depth.end[t]; i += depth.step) {
    for (let j = height.first[h]; j < height.end[h]; j += height.step) {
      const row = start + (i * height.size + j) * width.size;
      for (let l = row + width.first[w]; l < row + width.end[w]; l += width.step) {
        if (xs[l] > most) {
          most = xs[l];
          best = l;
        }
      }
    }
  }
  return best;
}
