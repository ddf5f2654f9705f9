/** @file Sweeps over n contiguous elements: a class F names the formula, its method `at` is compiled into the loop. */
import { read, width, write } from './register';

/** y ← f(x; a, b) for F's f. Whole registers go without a question; what is left at the end is asked for. */
// @ts-ignore: decorator
@inline export function map<T extends number, F>(n: i32, x: usize, y: usize, a: T, b: T): void {
  const f = changetype<F>(0), first = v128.splat<T>(a), second = v128.splat<T>(b);
  for (; n >= width<T>(); n -= width<T>()) {
    v128.store(y, f.at(v128.load(x), first, second));
    x += 16;
    y += 16;
  }
  if (n > 0) write<T>(y, n, f.at(read<T>(x, n), first, second));
}

/** y ← f(x) for a long formula: two registers go together, which hides latency and makes a constant once for both. */
// @ts-ignore: decorator
@inline export function mapPairs<T extends number, F>(n: i32, x: usize, y: usize): void {
  const f = changetype<F>(0);
  for (; n >= 2 * width<T>(); n -= 2 * width<T>()) {
    const u = f.at(v128.load(x)), v = f.at(v128.load(x, 16));
    v128.store(y, u);
    v128.store(y, v, 16);
    x += 32;
    y += 32;
  }
  for (; n > 0; n -= width<T>()) {
    write<T>(y, n, f.at(read<T>(x, n)));
    x += 16;
    y += 16;
  }
}

/** z ← f(x, y; a) for F's f. */
// @ts-ignore: decorator
@inline export function zip<T extends number, F>(n: i32, x: usize, y: usize, z: usize, a: T): void {
  const f = changetype<F>(0), first = v128.splat<T>(a);
  for (; n >= width<T>(); n -= width<T>()) {
    v128.store(z, f.at(v128.load(x), v128.load(y), first));
    x += 16;
    y += 16;
    z += 16;
  }
  if (n > 0) write<T>(z, n, f.at(read<T>(x, n), read<T>(y, n), first));
}
