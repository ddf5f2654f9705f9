/** @file Matrix-vector product and rank-one update; A has rows lda elements apart, x and y are contiguous. */
import { lanes, madd, read, sumOfLanes, width, write } from './register';

/** y ← β y; β = 0 never reads y. */
// @ts-ignore: decorator
@inline function scaleOrClear<T extends number>(n: i32, beta: T, y: usize): void {
  if (beta == <T>0) memory.fill(y, 0, <usize>n * sizeof<T>());
  else if (beta != <T>1) {
    const scale = v128.splat<T>(beta);
    for (; n > 0; n -= width<T>()) {
      write<T>(y, n, v128.mul<T>(scale, read<T>(y, n)));
      y += 16;
    }
  }
}

// @ts-ignore: decorator
@inline function increase<T extends number>(y: usize, alpha: T, sums: v128): void {
  store<T>(y, load<T>(y) + alpha * v128.extract_lane<T>(sumOfLanes<T>(sums), 0));
}

/** y ← y + α A x: four rows share each register of x. */
// @ts-ignore: decorator
@inline function addRowProducts<T extends number>(
  m: i32, n: i32, alpha: T, a: usize, row: usize, x: usize, y: usize,
): void {
  const zero = lanes<T>(0.0);
  for (; m >= 4; m -= 4) {
    let s0 = zero, s1 = zero, s2 = zero, s3 = zero, p = a, q = x;
    for (let left = n; left > 0; left -= width<T>()) {
      const v = read<T>(q, left);
      s0 = madd<T>(read<T>(p, left), v, s0);
      s1 = madd<T>(read<T>(p + row, left), v, s1);
      s2 = madd<T>(read<T>(p + 2 * row, left), v, s2);
      s3 = madd<T>(read<T>(p + 3 * row, left), v, s3);
      p += 16;
      q += 16;
    }
    increase<T>(y, alpha, s0);
    increase<T>(y + sizeof<T>(), alpha, s1);
    increase<T>(y + 2 * sizeof<T>(), alpha, s2);
    increase<T>(y + 3 * sizeof<T>(), alpha, s3);
    a += 4 * row;
    y += 4 * sizeof<T>();
  }
  for (; m > 0; m--) {
    let s = zero;
    for (let left = n, at: usize = 0; left > 0; left -= width<T>()) {
      s = madd<T>(read<T>(a + at, left), read<T>(x + at, left), s);
      at += 16;
    }
    increase<T>(y, alpha, s);
    a += row;
    y += sizeof<T>();
  }
}

/** y ← y + α Aᵀ x: four rows go into each register of y. */
// @ts-ignore: decorator
@inline function addWeightedRows<T extends number>(
  m: i32, n: i32, alpha: T, a: usize, row: usize, x: usize, y: usize,
): void {
  for (; m >= 4; m -= 4) {
    const x0 = v128.splat<T>(alpha * load<T>(x)), x1 = v128.splat<T>(alpha * load<T>(x, sizeof<T>()));
    const x2 = v128.splat<T>(alpha * load<T>(x, 2 * sizeof<T>()));
    const x3 = v128.splat<T>(alpha * load<T>(x, 3 * sizeof<T>()));
    let p = a, q = y;
    for (let left = n; left > 0; left -= width<T>()) {
      let s = madd<T>(x0, read<T>(p, left), read<T>(q, left));
      s = madd<T>(x1, read<T>(p + row, left), s);
      s = madd<T>(x2, read<T>(p + 2 * row, left), s);
      write<T>(q, left, madd<T>(x3, read<T>(p + 3 * row, left), s));
      p += 16;
      q += 16;
    }
    a += 4 * row;
    x += 4 * sizeof<T>();
  }
  for (; m > 0; m--) {
    addScaled<T>(n, alpha * load<T>(x), a, y);
    a += row;
    x += sizeof<T>();
  }
}

/** y ← y + s x */
// @ts-ignore: decorator
@inline function addScaled<T extends number>(n: i32, s: T, x: usize, y: usize): void {
  const scale = v128.splat<T>(s);
  for (; n > 0; n -= width<T>()) {
    write<T>(y, n, madd<T>(scale, read<T>(x, n), read<T>(y, n)));
    x += 16;
    y += 16;
  }
}

// @ts-ignore: decorator
@inline function gemv<T extends number>(
  trans: bool, m: i32, n: i32, alpha: T, a: usize, lda: i32, x: usize, beta: T, y: usize,
): void {
  const row = <usize>lda * sizeof<T>();
  scaleOrClear<T>(trans ? n : m, beta, y);
  if (alpha == <T>0) return;
  if (trans) addWeightedRows<T>(m, n, alpha, a, row, x, y);
  else addRowProducts<T>(m, n, alpha, a, row, x, y);
}

/** y ← α op(A) x + β y; A is (m×n). As in BLAS, β = 0 never reads y, and α = 0 never reads A or x. */
export function gemvF64(
  trans: bool, m: i32, n: i32, alpha: f64, a: usize, lda: i32, x: usize, beta: f64, y: usize,
): void {
  gemv<f64>(trans, m, n, alpha, a, lda, x, beta, y);
}
export function gemvF32(
  trans: bool, m: i32, n: i32, alpha: f32, a: usize, lda: i32, x: usize, beta: f32, y: usize,
): void {
  gemv<f32>(trans, m, n, alpha, a, lda, x, beta, y);
}

// @ts-ignore: decorator
@inline function ger<T extends number>(m: i32, n: i32, alpha: T, x: usize, y: usize, a: usize, lda: i32): void {
  if (alpha == <T>0) return;
  for (; m > 0; m--) {
    addScaled<T>(n, alpha * load<T>(x), y, a);
    x += sizeof<T>();
    a += <usize>lda * sizeof<T>();
  }
}

/** A ← A + α x yᵀ; A is (m×n). As in BLAS, α = 0 reads and writes nothing. */
export function gerF64(m: i32, n: i32, alpha: f64, x: usize, y: usize, a: usize, lda: i32): void {
  ger<f64>(m, n, alpha, x, y, a, lda);
}
export function gerF32(m: i32, n: i32, alpha: f32, x: usize, y: usize, a: usize, lda: i32): void {
  ger<f32>(m, n, alpha, x, y, a, lda);
}
