/** @file Keys: parts sorted and selected in place, each key with where it came from. Torch's order of equals is in sorting.spec.ts. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Keys } from '../../../lib/tensor/quicksort.js';
import { property } from './strided.js';

const lists = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 });
const parts = fc.tuple(lists, fc.nat(), fc.nat());

function loaded(list: number[]): Keys {
  const keys = new Keys(list.length + 3);
  keys.load(list.length, Float64Array.from(list.flatMap((v) => [v, 99])), 0, 2);
  return keys;
}

/** Every key stands with the place it had. */
function matches({ keys, places }: Keys, list: number[]): void {
  assert.equal(
    Array.from(places.subarray(0, list.length), (p) => list[p]),
    Array.from(keys.subarray(0, list.length)),
  );
  assert.is(new Set(places.subarray(0, list.length)).size, list.length);
}

test('sort and sortDescending order a part, and leave the rest', () => {
  property(parts, ([list, a, b]) => {
    const first = a % list.length;
    const n = b % (list.length - first + 1);
    const order = (part: number[]): number[] => list.toSpliced(first, n, ...part);
    const up = loaded(list);
    up.sort(first, n);
    assert.equal(Array.from(up.keys).slice(0, -3), order(list.slice(first, first + n).sort((x, y) => x - y)));
    matches(up, list);
    const down = loaded(list);
    down.sortDescending(first, n);
    assert.equal(Array.from(down.keys).slice(0, -3), order(list.slice(first, first + n).sort((x, y) => y - x)));
    matches(down, list);
  });
});

test('select puts a rank in its place, between those that are not greater and those that are not smaller', () => {
  property(parts, ([list, a]) => {
    const k = a % list.length;
    const keys = loaded(list);
    keys.select(k, list.length);
    const now = Array.from(keys.keys).slice(0, list.length);
    assert.is(now[k], list.toSorted((x, y) => x - y)[k]);
    assert.ok(
      now.every((v, i) => (i < k ? v <= now[k] : v >= now[k])),
      now.join(),
    );
    matches(keys, list);
  });
});

test.run();
