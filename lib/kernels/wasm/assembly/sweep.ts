/**
 * @file Sweeps over n ≥ 1 contiguous elements: a class F names the formula, its method `at` is compiled into the loop. Only whole
 * registers are read and written: what lies behind n in the last ones is computed too, and looked at by nobody. The loops ask at their
 * end: a body that is run in any case is one from which the engine takes constants out.
 */
import { width } from './register';

/** y ← f(x; a, b) for F's f. */
// @ts-ignore: decorator
@inline export function map<T extends number, F>(n: i32, x: usize, y: usize, a: T, b: T): void {
  const f = changetype<F>(0), first = v128.splat<T>(a), second = v128.splat<T>(b);
  do {
    v128.store(y, f.at(v128.load(x), first, second));
    v128.store(y, f.at(v128.load(x, 16), first, second), 16);
    x += 32;
    y += 32;
    n -= 2 * width<T>();
  } while (n > 0);
}

/** y ← f(x) for a long formula: two registers go together, which hides latency and makes a constant once for both. */
// @ts-ignore: decorator
@inline export function mapPairs<T extends number, F>(n: i32, x: usize, y: usize): void {
  const f = changetype<F>(0);
  do {
    const u = f.at(v128.load(x)), v = f.at(v128.load(x, 16));
    v128.store(y, u);
    v128.store(y, v, 16);
    x += 32;
    y += 32;
    n -= 2 * width<T>();
  } while (n > 0);
}

/** z ← f(x, y; a) for F's f. */
// @ts-ignore: decorator
@inline export function zip<T extends number, F>(n: i32, x: usize, y: usize, z: usize, a: T): void {
  const f = changetype<F>(0), first = v128.splat<T>(a);
  do {
    v128.store(z, f.at(v128.load(x), v128.load(y), first));
    v128.store(z, f.at(v128.load(x, 16), v128.load(y, 16), first), 16);
    x += 32;
    y += 32;
    z += 32;
    n -= 2 * width<T>();
  } while (n > 0);
}
