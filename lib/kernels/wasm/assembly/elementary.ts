/** @file Elementary functions of a vector register: two f64 or four f32 at a time, within 2 ulp everywhere. */
import { lanes, madd, nmadd } from './register';

/** log 2 in two parts; the first has trailing zeros enough that its product with an exponent is exact. */
// @ts-ignore: decorator
@inline function ln2High<T extends number>(): v128 {
  return sizeof<T>() == 8 ? lanes<T>(6.93147180369123816490e-1) : lanes<T>(0.693359375);
}
// @ts-ignore: decorator
@inline function ln2Low<T extends number>(): v128 {
  return sizeof<T>() == 8 ? lanes<T>(1.90821492927058770002e-10) : lanes<T>(-2.12194440054690583e-4);
}

/** Added to a number, it leaves no room for a fraction: the nearest integer stands in the low bits of the sum. */
// @ts-ignore: decorator
@inline function rounder<T extends number>(): v128 {
  return sizeof<T>() == 8 ? lanes<T>(6755399441055744.0) : lanes<T>(12582912.0);
}

/** 2ᵏ for the integers in the low bits of k, within the range of normal exponents. */
// @ts-ignore: decorator
@inline function power2<T extends number>(k: v128): v128 {
  if (sizeof<T>() == 8) return v128.shl<i64>(v128.add<i64>(k, v128.splat<i64>(1023)), 52);
  return v128.shl<i32>(v128.add<i32>(k, v128.splat<i32>(127)), 23);
}

/** rⁱ/i! + rⁱ⁺¹/(i + 1)! without their factor rⁱ. */
// @ts-ignore: decorator
@inline function terms<T extends number>(r: v128, factorial: f64, next: f64): v128 {
  return madd<T>(r, lanes<T>(1.0 / next), lanes<T>(1.0 / factorial));
}

/** eʳ for |r| ≤ (log 2)/2: the Taylor series to r¹³ (what is left out is below 5e-18), to r⁷ (below 6e-9) in f32. */
// @ts-ignore: decorator
@inline function expOfRemainder<T extends number>(r: v128): v128 {
  const r2 = v128.mul<T>(r, r), r4 = v128.mul<T>(r2, r2);
  let tail = terms<T>(r, 720.0, 5040.0);
  if (sizeof<T>() == 8) {
    const high = madd<T>(terms<T>(r, 479001600.0, 6227020800.0), r2, terms<T>(r, 3628800.0, 39916800.0));
    tail = madd<T>(high, r4, madd<T>(terms<T>(r, 40320.0, 362880.0), r2, tail));
  }
  const series = madd<T>(tail, r4, madd<T>(terms<T>(r, 24.0, 120.0), r2, terms<T>(r, 2.0, 6.0)));
  return v128.add<T>(madd<T>(series, r2, r), lanes<T>(1.0));
}

/** x/log 2 as an integer in the low bits, and the rounder above them. */
// @ts-ignore: decorator
@inline function exponent<T extends number>(x: v128): v128 {
  return madd<T>(x, lanes<T>(1.4426950408889634), rounder<T>());
}

/** x − k log 2 for the k of `exponent`. */
// @ts-ignore: decorator
@inline function remainder<T extends number>(x: v128, exponent: v128): v128 {
  const k = v128.sub<T>(exponent, rounder<T>());
  return nmadd<T>(k, ln2Low<T>(), nmadd<T>(k, ln2High<T>(), x));
}

/**
 * eˣ = 2ᵏ eʳ. Two factors make up 2ᵏ, which alone may leave the normal range where the result does not. Beyond the
 * bounds set here eˣ overflows, or is 0; the 0 is put in as a factor: a product that underflows is many times slower.
 */
// @ts-ignore: decorator
@inline export function exp<T extends number>(x: v128): v128 {
  const lowest = lanes<T>(sizeof<T>() == 8 ? -745.2 : -104.0);
  // In this order of operands pmin and pmax hand NaN on.
  x = v128.pmax<T>(v128.pmin<T>(x, lanes<T>(sizeof<T>() == 8 ? 709.9 : 89.0)), lowest);
  const k = exponent<T>(x), half = v128.shr<i32>(k, 1);
  const e = v128.mul<T>(expOfRemainder<T>(remainder<T>(x, k)), power2<T>(half));
  return v128.mul<T>(e, v128.and(power2<T>(v128.sub<i32>(k, half)), v128.gt<T>(x, lowest)));
}

/** eˣ as a call: a little slower than in line, but there once. */
export function expCalled<T extends number>(x: v128): v128 {
  return exp<T>(x);
}

/** k log 2 + log(1 + f) for f from √½ − 1 to √2 − 1: with s = f/(2 + f), log(1 + f) = 2 artanh s, as fdlibm fits it. */
// @ts-ignore: decorator
@inline function logOfParts<T extends number>(k: v128, f: v128): v128 {
  const s = v128.div<T>(f, v128.add<T>(lanes<T>(2.0), f));
  const z = v128.mul<T>(s, s), w = v128.mul<T>(z, z);
  const half = v128.mul<T>(v128.mul<T>(f, f), lanes<T>(0.5));
  let odd: v128, even: v128;
  if (sizeof<T>() == 8) {
    odd = madd<T>(w, lanes<T>(1.479819860511658591e-1), lanes<T>(1.818357216161805012e-1));
    odd = madd<T>(w, madd<T>(w, odd, lanes<T>(2.857142874366239149e-1)), lanes<T>(6.666666666666735130e-1));
    even = madd<T>(w, lanes<T>(1.531383769920937332e-1), lanes<T>(2.222219843214978396e-1));
    even = madd<T>(w, even, lanes<T>(3.999999999940941908e-1));
  } else {
    odd = madd<T>(w, lanes<T>(0.28498786688), lanes<T>(0.66666662693));
    even = madd<T>(w, lanes<T>(0.24279078841), lanes<T>(0.40000972152));
  }
  const series = madd<T>(w, even, v128.mul<T>(z, odd));
  const low = madd<T>(s, v128.add<T>(half, series), v128.mul<T>(k, ln2Low<T>()));
  return madd<T>(k, ln2High<T>(), v128.sub<T>(f, v128.sub<T>(half, low)));
}

/** The exponent field of the integers in `bits`, as a number. */
// @ts-ignore: decorator
@inline function exponentField<T extends number>(bits: v128): v128 {
  if (sizeof<T>() == 4) return v128.convert<i32>(v128.shr<u32>(bits, 23));
  // The field as the low bits of 2⁵² + field.
  const field = v128.or(v128.shr<u64>(bits, 52), lanes<T>(4503599627370496.0));
  return v128.sub<T>(field, lanes<T>(4503599627370496.0));
}

/** log x = k log 2 + log m, m from √½ to √2. Subnormal x are scaled up first. */
// @ts-ignore: decorator
@inline export function log<T extends number>(x: v128): v128 {
  const subnormal = v128.lt<T>(x, lanes<T>(sizeof<T>() == 8 ? 2.2250738585072014e-308 : 1.1754943508222875e-38));
  const scale = lanes<T>(sizeof<T>() == 8 ? 18014398509481984.0 : 33554432.0);
  const scaled = v128.bitselect(v128.mul<T>(x, scale), x, subnormal);
  // Subtracting the bits of √½ makes the exponent field change where m does.
  let k: v128, m: v128;
  if (sizeof<T>() == 8) {
    const root = v128.splat<i64>(0x3fe6a09e00000000);
    const bits = v128.sub<i64>(scaled, root);
    k = exponentField<T>(v128.add<i64>(bits, v128.splat<i64>(0x3ff0000000000000)));
    k = v128.sub<T>(k, v128.add<T>(lanes<T>(1023.0), v128.and(subnormal, lanes<T>(54.0))));
    m = v128.add<i64>(v128.and(bits, v128.splat<i64>(0x000fffffffffffff)), root);
  } else {
    const root = v128.splat<i32>(0x3f3504f3);
    const bits = v128.sub<i32>(scaled, root);
    k = exponentField<T>(v128.add<i32>(bits, v128.splat<i32>(0x3f800000)));
    k = v128.sub<T>(k, v128.add<T>(lanes<T>(127.0), v128.and(subnormal, lanes<T>(25.0))));
    m = v128.add<i32>(v128.and(bits, v128.splat<i32>(0x007fffff)), root);
  }
  let y = logOfParts<T>(k, v128.sub<T>(m, lanes<T>(1.0)));
  y = v128.bitselect(y, x, v128.lt<T>(x, lanes<T>(Infinity)));
  y = v128.bitselect(y, lanes<T>(NaN), v128.gt<T>(x, lanes<T>(0.0)));
  return v128.bitselect(lanes<T>(-Infinity), y, v128.eq<T>(x, lanes<T>(0.0)));
}

/** log x as a call. */
export function logCalled<T extends number>(x: v128): v128 {
  return log<T>(x);
}

/** log(1 + eˣ) = max(x, 0) + log(1 + e), e = e^−|x| ≤ 1. A call. */
export function log1pexp<T extends number>(x: v128): v128 {
  const one = lanes<T>(1.0);
  const e = exp<T>(v128.neg<T>(v128.abs<T>(x)));
  // Above √2 − 1, 1 + e is 2 (1 + (e − 1)/2). Neither form of f loses a digit of e.
  const large = v128.gt<T>(e, lanes<T>(0.4142135623730950));
  const f = v128.bitselect(v128.mul<T>(v128.sub<T>(e, one), lanes<T>(0.5)), e, large);
  return v128.add<T>(v128.pmax<T>(x, lanes<T>(0.0)), logOfParts<T>(v128.and(large, one), f));
}

/** 1 / (1 + e⁻ˣ), written eˣ / (1 + eˣ) for x < 0: the exponential never overflows and keeps its precision. */
// @ts-ignore: decorator
@inline export function sigmoid<T extends number>(x: v128): v128 {
  const one = lanes<T>(1.0);
  const e = exp<T>(v128.neg<T>(v128.abs<T>(x)));
  return v128.div<T>(v128.bitselect(e, one, v128.lt<T>(x, lanes<T>(0.0))), v128.add<T>(one, e));
}

/** Sigmoid as a call. */
export function sigmoidCalled<T extends number>(x: v128): v128 {
  return sigmoid<T>(x);
}

/**
 * c(r) = 2 + r − r coth(r/2), so that eʳ = 1 + 2r/(2 − c): r less an even function, of which this is the best polynomial of its degree for
 * |r| ≤ 0.405 (to 6e-18 of r coth(r/2), in f32 to 6e-9).
 */
// @ts-ignore: decorator
@inline function cothPart<T extends number>(r: v128): v128 {
  const v = v128.mul<T>(r, r);
  let series: v128;
  if (sizeof<T>() == 8) {
    const v2 = v128.mul<T>(v, v);
    series = madd<T>(v, lanes<T>(-1.6533481568631863819e-6), lanes<T>(6.6137558715835690941e-5));
    series = madd<T>(v2, lanes<T>(4.1246389744636327102e-8), series);
    series = madd<T>(v2, series, madd<T>(v, lanes<T>(-2.7777777775134616652e-3), lanes<T>(0.1666666666666636088)));
  } else series = madd<T>(v, lanes<T>(-2.7627405519260915976e-3), lanes<T>(0.16666590450173032566));
  return nmadd<T>(v, series, r);
}

/**
 * tanh |x| = (s eʳ − 1) / (s eʳ + 1) for 2|x| = k log 2 + r, s = 2ᵏ. With c of r that is n / (2 + (n − c)), where
 * n = (s − 1) + (s r − (s − 1)/2 c). Near 0, n is r. The borders of r are log 3 − k log 2, not half of log 2: where tanh is just below ½,
 * and a unit in its last place smallest beside the roundings of n, s is not yet 4.
 */
// @ts-ignore: decorator
@inline export function tanh<T extends number>(x: v128): v128 {
  // From the bound on tanh is 1 to rounding; pmin hands NaN on.
  const a = v128.pmin<T>(v128.abs<T>(x), lanes<T>(sizeof<T>() == 8 ? 22.0 : 10.0)), twice = v128.add<T>(a, a);
  const k = v128.add<T>(madd<T>(a, lanes<T>(2.0 * 1.4426950408889634), lanes<T>(-0.08496250072115618)), rounder<T>());
  const r = remainder<T>(twice, k), c = cothPart<T>(r), s = power2<T>(k), less = v128.sub<T>(s, lanes<T>(1.0));
  const n = v128.add<T>(less, nmadd<T>(v128.mul<T>(less, lanes<T>(0.5)), c, v128.mul<T>(s, r)));
  const y = v128.div<T>(n, v128.add<T>(lanes<T>(2.0), v128.sub<T>(n, c)));
  return v128.or(y, v128.and(x, lanes<T>(-0.0)));
}
