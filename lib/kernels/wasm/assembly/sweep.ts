/** @file Sweeps over n contiguous elements: a class F names the formula, its method `at` is compiled into the loop. */
import { read, width, write } from './register';

/** y ← f(x; a, b) for F's f. */
// @ts-ignore: decorator
@inline export function map<T extends number, F>(n: i32, x: usize, y: usize, a: T, b: T): void {
  const f = changetype<F>(0), first = v128.splat<T>(a), second = v128.splat<T>(b);
  for (; n > 0; n -= width<T>()) {
    write<T>(y, n, f.at(read<T>(x, n), first, second));
    x += 16;
    y += 16;
  }
}

/** y ← f(x) for a long formula: two registers go together, which hides latency and fetches a constant once for both. */
// @ts-ignore: decorator
@inline export function mapPairs<T extends number, F>(n: i32, x: usize, y: usize): void {
  const f = changetype<F>(0);
  for (; n > 0; n -= 2 * width<T>()) {
    // At the end there may be one register only: it is taken twice, and written once.
    const left = n - width<T>(), more = left > 0;
    const u = f.at(read<T>(x, n)), v = f.at(read<T>(more ? x + 16 : x, more ? left : n));
    write<T>(y, n, u);
    if (more) write<T>(y + 16, left, v);
    x += 32;
    y += 32;
  }
}

/** z ← f(x, y; a) for F's f. */
// @ts-ignore: decorator
@inline export function zip<T extends number, F>(n: i32, x: usize, y: usize, z: usize, a: T): void {
  const f = changetype<F>(0), first = v128.splat<T>(a);
  for (; n > 0; n -= width<T>()) {
    write<T>(z, n, f.at(read<T>(x, n), read<T>(y, n), first));
    x += 16;
    y += 16;
    z += 16;
  }
}
