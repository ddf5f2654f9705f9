/** @file Sums over contiguous elements: kept in f64 for both precisions, run in a fixed order. */
import { madd } from './register';

/** The elements at p and after it, as f64. */
// @ts-ignore: decorator
@inline function pair<T extends number>(p: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(p) : v128.promote_low<f32>(v128.load64_zero(p));
}

/** The sum of four pairs. */
// @ts-ignore: decorator
@inline function total(s0: v128, s1: v128, s2: v128, s3: v128): f64 {
  const s = v128.add<f64>(v128.add<f64>(s0, s1), v128.add<f64>(s2, s3));
  return v128.extract_lane<f64>(s, 0) + v128.extract_lane<f64>(s, 1);
}

// @ts-ignore: decorator
@inline function sum<T extends number>(n: i32, x: usize): f64 {
  let s0 = v128.splat<f64>(0.0), s1 = s0, s2 = s0, s3 = s0;
  for (; n >= 8; n -= 8) {
    s0 = v128.add<f64>(s0, pair<T>(x));
    s1 = v128.add<f64>(s1, pair<T>(x + 2 * sizeof<T>()));
    s2 = v128.add<f64>(s2, pair<T>(x + 4 * sizeof<T>()));
    s3 = v128.add<f64>(s3, pair<T>(x + 6 * sizeof<T>()));
    x += 8 * sizeof<T>();
  }
  let s = total(s0, s1, s2, s3);
  for (; n > 0; n--) {
    s += <f64>load<T>(x);
    x += sizeof<T>();
  }
  return s;
}

/** Σ x */
export function sumF64(n: i32, x: usize): f64 {
  return sum<f64>(n, x);
}
export function sumF32(n: i32, x: usize): f64 {
  return sum<f32>(n, x);
}

function dot<T extends number>(n: i32, x: usize, y: usize): f64 {
  let s0 = v128.splat<f64>(0.0), s1 = s0, s2 = s0, s3 = s0;
  for (; n >= 8; n -= 8) {
    s0 = madd<f64>(pair<T>(x), pair<T>(y), s0);
    s1 = madd<f64>(pair<T>(x + 2 * sizeof<T>()), pair<T>(y + 2 * sizeof<T>()), s1);
    s2 = madd<f64>(pair<T>(x + 4 * sizeof<T>()), pair<T>(y + 4 * sizeof<T>()), s2);
    s3 = madd<f64>(pair<T>(x + 6 * sizeof<T>()), pair<T>(y + 6 * sizeof<T>()), s3);
    x += 8 * sizeof<T>();
    y += 8 * sizeof<T>();
  }
  let s = total(s0, s1, s2, s3);
  for (; n > 0; n--) {
    s += <f64>load<T>(x) * <f64>load<T>(y);
    x += sizeof<T>();
    y += sizeof<T>();
  }
  return s;
}

/** xᵀ y */
export function dotF64(n: i32, x: usize, y: usize): f64 {
  return dot<f64>(n, x, y);
}
export function dotF32(n: i32, x: usize, y: usize): f64 {
  return dot<f32>(n, x, y);
}

/** A sum of squares of at least this size, 2⁻⁹⁰⁰, has lost nothing that matters to underflow. */
const SAFE_SQUARES: f64 = 1.183052186166774711e-271;

/** ‖x‖₂: the plain sum of squares if it neither overflowed nor came near underflow, else ‖x‖∞ ‖x / ‖x‖∞‖₂. */
export function nrm2F64(n: i32, x: usize): f64 {
  const squares = dot<f64>(n, x, x);
  if (squares >= SAFE_SQUARES && squares < Infinity) return sqrt(squares);
  let largest: f64 = 0.0;
  for (let i = 0; i < n; i++) largest = max(largest, abs(load<f64>(x + <usize>i * 8)));
  // Zero and infinity cannot scale, and max hands NaN on.
  if (!(largest > 0.0 && largest < Infinity)) return largest;
  let scaled: f64 = 0.0;
  for (let i = 0; i < n; i++) {
    const ratio = load<f64>(x + <usize>i * 8) / largest;
    scaled += ratio * ratio;
  }
  return largest * sqrt(scaled);
}

/** ‖x‖₂. No square of an f32 leaves the range of f64. */
export function nrm2F32(n: i32, x: usize): f64 {
  return sqrt(dot<f32>(n, x, x));
}

/** The element at p + value, rounded once. */
// @ts-ignore: decorator
@inline function increase<T extends number>(p: usize, value: f64): void {
  store<T>(p, <T>(<f64>load<T>(p) + value));
}

// @ts-ignore: decorator
@inline function increasePair<T extends number>(p: usize, scale: f64, values: v128): void {
  increase<T>(p, scale * v128.extract_lane<f64>(values, 0));
  increase<T>(p + sizeof<T>(), scale * v128.extract_lane<f64>(values, 1));
}

// @ts-ignore: decorator
@inline function addColumnSums<T extends number>(rows: i32, n: i32, scale: f64, x: usize, y: usize): void {
  const row = <usize>n * sizeof<T>(), size = <usize>rows * row;
  for (; n >= 8; n -= 8) {
    let s0 = v128.splat<f64>(0.0), s1 = s0, s2 = s0, s3 = s0;
    for (let p = x, end = x + size; p < end; p += row) {
      s0 = v128.add<f64>(s0, pair<T>(p));
      s1 = v128.add<f64>(s1, pair<T>(p + 2 * sizeof<T>()));
      s2 = v128.add<f64>(s2, pair<T>(p + 4 * sizeof<T>()));
      s3 = v128.add<f64>(s3, pair<T>(p + 6 * sizeof<T>()));
    }
    increasePair<T>(y, scale, s0);
    increasePair<T>(y + 2 * sizeof<T>(), scale, s1);
    increasePair<T>(y + 4 * sizeof<T>(), scale, s2);
    increasePair<T>(y + 6 * sizeof<T>(), scale, s3);
    x += 8 * sizeof<T>();
    y += 8 * sizeof<T>();
  }
  for (; n > 0; n--) {
    let s: f64 = 0.0;
    for (let p = x, end = x + size; p < end; p += row) s += <f64>load<T>(p);
    increase<T>(y, scale * s);
    x += sizeof<T>();
    y += sizeof<T>();
  }
}

/** y ← y + scale Σ of the rows of x (rows × n) */
export function addColumnSumsF64(rows: i32, n: i32, scale: f64, x: usize, y: usize): void {
  addColumnSums<f64>(rows, n, scale, x, y);
}
export function addColumnSumsF32(rows: i32, n: i32, scale: f64, x: usize, y: usize): void {
  addColumnSums<f32>(rows, n, scale, x, y);
}
