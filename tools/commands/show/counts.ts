/** @file How many parameters are in a value, at whatever depth. */
import type { Storage } from '../../../lib/tensor/index.js';
import { parametersOf, partsOf } from './parts.js';

interface Place {
  value: unknown;
  /** Where in the order the value stands that this one is a part of. */
  outer: number;
}

/** For every object below `root`, the elements of the parameters in it and all inside; what is shared counts where it is met first. */
export function countParameters(root: unknown): ReadonlyMap<unknown, number> {
  const order: Place[] = [];
  const counts: number[] = [];
  const seen = new Set<unknown>();
  const taken = new Map<Storage, Set<number>>();
  const ownCount = (value: unknown): number => {
    let count = 0;
    for (const x of parametersOf(value)) {
      const offsets = taken.get(x._storage) ?? new Set();
      if (!offsets.has(x._offset)) count += x.nElement();
      taken.set(x._storage, offsets.add(x._offset));
    }
    return count;
  };
  // A list and no recursion: files may be nested deeper than the engine's stack.
  const waiting: Place[] = [{ value: root, outer: -1 }];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (typeof place.value !== 'object' || seen.has(place.value)) continue;
    seen.add(place.value);
    const outer = order.push(place) - 1;
    counts.push(ownCount(place.value));
    for (const [, value] of partsOf(place.value).reverse()) waiting.push({ value, outer });
  }
  for (let i = order.length - 1; i > 0; i--) counts[order[i].outer] += counts[i];
  return new Map(order.map(({ value }, i) => [value, counts[i]]));
}
