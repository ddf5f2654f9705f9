/** @file Quicksort and quickselect of keys, with the places they come from: Torch's exchanges, hence Torch's order of equals. */

import type { TypedArray } from './types.js';

/** Ranges of no more elements are left to the insertion sort. */
const SMALL = 10;

/**
 * Keys in ascending order, a NaN being neither less nor greater than anything, so that it stops whatever passes it. Median-of-three
 * quicksort (Sedgewick, Implementing Quicksort Programs, 1978): not stable, but which of equal keys comes first is as in Torch.
 */
export class Keys {
  readonly keys: Float64Array;
  /** Where each key was. */
  readonly places: Int32Array;
  /** Beside the last partition: the last of the smaller keys is before `left`, where the pivot is; the larger begin at `right`. */
  private left: number = 0;
  private right: number = 0;

  constructor(length: number) {
    this.keys = new Float64Array(length);
    this.places = new Int32Array(length);
  }

  /** Takes n elements of x from `at` on, `step` apart. */
  load(n: number, x: TypedArray, at: number, step: number): void {
    const { keys, places } = this;
    for (let i = 0; i < n; i++) {
      keys[i] = x[at + i * step];
      places[i] = i;
    }
  }

  /** Sorts the keys first … first + n − 1. */
  sort(first: number, n: number): void {
    if (n > SMALL + 1) this.quicksort(first, first + n - 1);
    this.insertionSort(first, first + n - 1);
  }

  /** Sorts these keys the other way round, the greatest first. */
  sortDescending(first: number, n: number): void {
    this.negate(first, n);
    this.sort(first, n);
    this.negate(first, n);
  }

  /** Brings the key of rank k of the first n to place k, no greater ones before and no smaller ones behind it. */
  select(k: number, n: number): void {
    const { keys } = this;
    let first = 0;
    let last = n - 1;
    while (last > first + 1) {
      this.partition(first, last);
      const middle = this.left;
      if (middle <= k) first = this.right;
      if (middle >= k) last = middle - 1;
    }
    if (last === first + 1 && keys[first] > keys[last]) this.exchange(first, last);
  }

  private negate(first: number, n: number): void {
    for (let i = first; i < first + n; i++) this.keys[i] = -this.keys[i];
  }

  private exchange(a: number, b: number): void {
    const { keys, places } = this;
    const key = keys[a];
    keys[a] = keys[b];
    keys[b] = key;
    const place = places[a];
    places[a] = places[b];
    places[b] = place;
  }

  private quicksort(first: number, last: number): void {
    let [from, to] = [first, last];
    while (true) {
      this.partition(from, to);
      const { left, right } = this;
      const smaller = left - from;
      const larger = to - right + 1;
      // The stack grows with the smaller range, so that it stays below log₂ n.
      if (smaller > larger) {
        if (larger > SMALL) this.quicksort(right, to);
        if (smaller <= SMALL) return;
        to = left - 1;
      } else {
        if (smaller > SMALL) this.quicksort(from, left - 1);
        if (larger <= SMALL) return;
        from = right;
      }
    }
  }

  private partition(first: number, last: number): void {
    const { keys, places } = this;
    this.exchange((first + last) >> 1, first + 1);
    if (keys[first + 1] > keys[last]) this.exchange(first + 1, last);
    if (keys[first] > keys[last]) this.exchange(first, last);
    if (keys[first + 1] > keys[first]) this.exchange(first + 1, first);
    const pivot = keys[first];
    let i = first + 1;
    let j = last;
    while (true) {
      do i++;
      while (keys[i] < pivot);
      do j--;
      while (keys[j] > pivot);
      if (j < i) break;
      const key = keys[i];
      keys[i] = keys[j];
      keys[j] = key;
      const place = places[i];
      places[i] = places[j];
      places[j] = place;
    }
    this.exchange(first, j);
    this.left = j;
    this.right = i;
  }

  private insertionSort(first: number, last: number): void {
    const { keys, places } = this;
    for (let i = last - 1; i >= first; i--) {
      const key = keys[i];
      if (!(key > keys[i + 1])) continue;
      const place = places[i];
      let j = i + 1;
      do {
        keys[j - 1] = keys[j];
        places[j - 1] = places[j];
        j++;
      } while (j <= last && keys[j] < key);
      keys[j - 1] = key;
      places[j - 1] = place;
    }
  }
}
