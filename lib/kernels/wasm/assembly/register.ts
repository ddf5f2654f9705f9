/** @file A vector register of f64 or f32: multiply-add, constants, and ends of arrays that do not fill one. */

/** Elements in a register. */
// @ts-ignore: decorator
@inline export function width<T extends number>(): i32 {
  return 16 / sizeof<T>();
}

/** The number x in every lane. */
// @ts-ignore: decorator
@inline export function lanes<T extends number>(x: f64): v128 {
  return v128.splat<T>(<T>x);
}

/** a·b + c, fused where the build allows it; every formula that uses it is as accurate unfused. */
// @ts-ignore: decorator
@inline export function madd<T extends number>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** c − a·b, fused where the build allows it. */
// @ts-ignore: decorator
@inline export function nmadd<T extends number>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<T>(a, b, c);
  return v128.sub<T>(c, v128.mul<T>(a, b));
}

/** The elements at p, of which `left` ≥ 1 remain; lanes beyond them are zero. */
// @ts-ignore: decorator
@inline export function read<T extends number>(p: usize, left: i32): v128 {
  if (left >= width<T>()) return v128.load(p);
  return sizeof<T>() == 8 ? v128.load64_zero(p) : readFew(p, left);
}

function readFew(p: usize, left: i32): v128 {
  if (left == 1) return v128.load32_zero(p);
  const v = v128.load64_zero(p);
  return left == 2 ? v : v128.load_lane<f32>(p, v, 2, 8);
}

/** As `read`; lanes beyond the elements are those of `filler`. */
export function readOr<T extends number>(p: usize, left: i32, filler: v128): v128 {
  if (left >= width<T>()) return v128.load(p);
  if (sizeof<T>() == 8) return v128.load_lane<f64>(p, filler, 0);
  let v = v128.load_lane<f32>(p, filler, 0);
  if (left > 1) v = v128.load_lane<f32>(p, v, 1, 4);
  if (left > 2) v = v128.load_lane<f32>(p, v, 2, 8);
  return v;
}

/** Stores at p the lanes of v for which `left` ≥ 1 leaves room. */
// @ts-ignore: decorator
@inline export function write<T extends number>(p: usize, left: i32, v: v128): void {
  if (left >= width<T>()) v128.store(p, v);
  else if (sizeof<T>() == 8) v128.store_lane<f64>(p, v, 0);
  else writeFew(p, left, v);
}

function writeFew(p: usize, left: i32, v: v128): void {
  if (left == 1) v128.store_lane<f32>(p, v, 0);
  else {
    v128.store_lane<f64>(p, v, 0);
    if (left > 2) v128.store_lane<f32>(p, v, 2, 8);
  }
}

/** The sum of all lanes, in every lane. */
// @ts-ignore: decorator
@inline export function sumOfLanes<T extends number>(v: v128): v128 {
  v = v128.add<T>(v, v128.shuffle<u64>(v, v, 1, 0));
  return sizeof<T>() == 8 ? v : v128.add<T>(v, v128.shuffle<u32>(v, v, 1, 0, 3, 2));
}

/** The largest of all lanes, in every lane; NaN counts for nothing beside a number. */
// @ts-ignore: decorator
@inline export function maxOfLanes<T extends number>(v: v128): v128 {
  v = v128.pmax<T>(v, v128.shuffle<u64>(v, v, 1, 0));
  return sizeof<T>() == 8 ? v : v128.pmax<T>(v, v128.shuffle<u32>(v, v, 1, 0, 3, 2));
}
