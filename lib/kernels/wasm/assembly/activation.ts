/**
 * @file Elementary functions and activations of n contiguous elements, with f′ and f″ of the activations. Pointers
 * are byte addresses; a result may lie where an operand lies, but not overlap it otherwise. Results are written in pairs of registers.
 */
import { exp, expCalled, log, log1pexp, sigmoid, sigmoidCalled, tanh } from './elementary';
import { lanes } from './register';
import { map, mapPairs, zip } from './sweep';

@unmanaged class Exp<T> {
  @inline at(x: v128): v128 {
    return exp<T>(x);
  }
}

/** y ← eˣ */
export function expF64(n: i32, x: usize, y: usize): void {
  mapPairs<f64, Exp<f64>>(n, x, y);
}
export function expF32(n: i32, x: usize, y: usize): void {
  mapPairs<f32, Exp<f32>>(n, x, y);
}

@unmanaged class Log<T> {
  @inline at(x: v128): v128 {
    return log<T>(x);
  }
}

/** y ← log x */
export function logF64(n: i32, x: usize, y: usize): void {
  mapPairs<f64, Log<f64>>(n, x, y);
}
export function logF32(n: i32, x: usize, y: usize): void {
  mapPairs<f32, Log<f32>>(n, x, y);
}

@unmanaged class Tanh<T> {
  @inline at(x: v128): v128 {
    return tanh<T>(x);
  }
}

/** y ← tanh x */
export function tanhF64(n: i32, x: usize, y: usize): void {
  mapPairs<f64, Tanh<f64>>(n, x, y);
}
export function tanhF32(n: i32, x: usize, y: usize): void {
  mapPairs<f32, Tanh<f32>>(n, x, y);
}

@unmanaged class TanhSlope<T> {
  @inline at(y: v128, _a: v128, _b: v128): v128 {
    return v128.sub<T>(lanes<T>(1.0), v128.mul<T>(y, y));
  }
}

/** d ← 1 − y² */
export function tanhSlopeF64(n: i32, y: usize, d: usize): void {
  map<f64, TanhSlope<f64>>(n, y, d, 0, 0);
}
export function tanhSlopeF32(n: i32, y: usize, d: usize): void {
  map<f32, TanhSlope<f32>>(n, y, d, 0, 0);
}

@unmanaged class TanhBend<T> {
  @inline at(y: v128, _a: v128, _b: v128): v128 {
    return v128.mul<T>(v128.mul<T>(lanes<T>(-2.0), y), v128.sub<T>(lanes<T>(1.0), v128.mul<T>(y, y)));
  }
}

/** d ← −2y(1 − y²) */
export function tanhBendF64(n: i32, y: usize, d: usize): void {
  map<f64, TanhBend<f64>>(n, y, d, 0, 0);
}
export function tanhBendF32(n: i32, y: usize, d: usize): void {
  map<f32, TanhBend<f32>>(n, y, d, 0, 0);
}

@unmanaged class Sigmoid<T> {
  @inline at(x: v128): v128 {
    return sigmoid<T>(x);
  }
}

/** y ← 1 / (1 + e⁻ˣ), to rounding at both ends */
export function sigmoidF64(n: i32, x: usize, y: usize): void {
  mapPairs<f64, Sigmoid<f64>>(n, x, y);
}
export function sigmoidF32(n: i32, x: usize, y: usize): void {
  mapPairs<f32, Sigmoid<f32>>(n, x, y);
}

/** 1 − y for y = sigmoid x. Above 0.9 it has lost digits that y e⁻ˣ still has. */
// @ts-ignore: decorator
@inline function complement<T extends number>(x: v128, y: v128): v128 {
  const plain = v128.lt<T>(y, lanes<T>(0.9)), difference = v128.sub<T>(lanes<T>(1.0), y);
  if (v128.all_true<i32>(plain)) return difference;
  return v128.bitselect(difference, v128.mul<T>(y, expCalled<T>(v128.neg<T>(x))), plain);
}

@unmanaged class SigmoidSlope<T> {
  @inline at(x: v128, y: v128, _a: v128): v128 {
    return v128.mul<T>(y, complement<T>(x, y));
  }
}

/** d ← y(1 − y) for y = sigmoid x, keeping its precision at both ends */
export function sigmoidSlopeF64(n: i32, x: usize, y: usize, d: usize): void {
  zip<f64, SigmoidSlope<f64>>(n, x, y, d, 0);
}
export function sigmoidSlopeF32(n: i32, x: usize, y: usize, d: usize): void {
  zip<f32, SigmoidSlope<f32>>(n, x, y, d, 0);
}

@unmanaged class SigmoidBend<T> {
  @inline at(x: v128, y: v128, _a: v128): v128 {
    const slope = v128.mul<T>(y, complement<T>(x, y));
    return v128.mul<T>(slope, v128.sub<T>(lanes<T>(1.0), v128.add<T>(y, y)));
  }
}

/** d ← y(1 − y)(1 − 2y) for y = sigmoid x */
export function sigmoidBendF64(n: i32, x: usize, y: usize, d: usize): void {
  zip<f64, SigmoidBend<f64>>(n, x, y, d, 0);
}
export function sigmoidBendF32(n: i32, x: usize, y: usize, d: usize): void {
  zip<f32, SigmoidBend<f32>>(n, x, y, d, 0);
}

@unmanaged class Threshold<T> {
  @inline at(x: v128, threshold: v128, value: v128): v128 {
    // `le`, and not `gt` with the cases exchanged, for the sake of NaN.
    return v128.bitselect(value, x, v128.le<T>(x, threshold));
  }
}

/** y ← x, but `value` where x ≤ threshold; NaN passes through */
export function thresholdF64(n: i32, threshold: f64, value: f64, x: usize, y: usize): void {
  map<f64, Threshold<f64>>(n, x, y, threshold, value);
}
export function thresholdF32(n: i32, threshold: f32, value: f32, x: usize, y: usize): void {
  map<f32, Threshold<f32>>(n, x, y, threshold, value);
}

@unmanaged class Gate<T> {
  @inline at(x: v128, g: v128, threshold: v128): v128 {
    return v128.and(g, v128.gt<T>(x, threshold));
  }
}

/** z ← g where x > threshold, else 0 */
export function gateF64(n: i32, threshold: f64, x: usize, g: usize, z: usize): void {
  zip<f64, Gate<f64>>(n, x, g, z, threshold);
}
export function gateF32(n: i32, threshold: f32, x: usize, g: usize, z: usize): void {
  zip<f32, Gate<f32>>(n, x, g, z, threshold);
}

@unmanaged class Leak<T> {
  @inline at(x: v128, g: v128, slope: v128): v128 {
    return v128.bitselect(g, v128.mul<T>(slope, g), v128.gt<T>(x, lanes<T>(0.0)));
  }
}

/** z ← g where x > 0, else slope · g */
export function leakF64(n: i32, slope: f64, x: usize, g: usize, z: usize): void {
  zip<f64, Leak<f64>>(n, x, g, z, slope);
}
export function leakF32(n: i32, slope: f32, x: usize, g: usize, z: usize): void {
  zip<f32, Leak<f32>>(n, x, g, z, slope);
}

@unmanaged class Clamp<T> {
  @inline at(x: v128, low: v128, high: v128): v128 {
    // Not pmin and pmax, for the sake of the sign of 0.
    return v128.bitselect(low, v128.bitselect(x, high, v128.le<T>(x, high)), v128.lt<T>(x, low));
  }
}

/** y ← low where x < low, x where x ≤ high, else high */
export function clampF64(n: i32, low: f64, high: f64, x: usize, y: usize): void {
  map<f64, Clamp<f64>>(n, x, y, low, high);
}
export function clampF32(n: i32, low: f32, high: f32, x: usize, y: usize): void {
  map<f32, Clamp<f32>>(n, x, y, low, high);
}

@unmanaged class SoftPlus<T> {
  @inline at(x: v128, beta: v128, threshold: v128): v128 {
    const z = v128.mul<T>(beta, x);
    return v128.bitselect(x, v128.div<T>(log1pexp<T>(z), beta), v128.gt<T>(z, threshold));
  }
}

/** y ← log(1 + e^(βx)) / β, but x where βx > threshold */
export function softPlusF64(n: i32, beta: f64, threshold: f64, x: usize, y: usize): void {
  map<f64, SoftPlus<f64>>(n, x, y, beta, threshold);
}
export function softPlusF32(n: i32, beta: f32, threshold: f32, x: usize, y: usize): void {
  map<f32, SoftPlus<f32>>(n, x, y, beta, threshold);
}

@unmanaged class SoftPlusSlope<T> {
  @inline at(x: v128, beta: v128, threshold: v128): v128 {
    const one = lanes<T>(1.0), z = v128.mul<T>(beta, x);
    return v128.bitselect(one, sigmoidCalled<T>(z), v128.gt<T>(z, threshold));
  }
}

/** d ← 1 / (1 + e^(−βx)), but 1 where βx > threshold */
export function softPlusSlopeF64(n: i32, beta: f64, threshold: f64, x: usize, d: usize): void {
  map<f64, SoftPlusSlope<f64>>(n, x, d, beta, threshold);
}
export function softPlusSlopeF32(n: i32, beta: f32, threshold: f32, x: usize, d: usize): void {
  map<f32, SoftPlusSlope<f32>>(n, x, d, beta, threshold);
}

@unmanaged class SoftPlusBend<T> {
  @inline at(x: v128, beta: v128, threshold: v128): v128 {
    const z = v128.mul<T>(beta, x);
    const e = expCalled<T>(v128.neg<T>(v128.abs<T>(z))), whole = v128.add<T>(lanes<T>(1.0), e);
    const bend = v128.div<T>(v128.mul<T>(beta, e), v128.mul<T>(whole, whole));
    return v128.andnot(bend, v128.gt<T>(z, threshold));
  }
}

/** d ← β e^(−β|x|) / (1 + e^(−β|x|))², but 0 where βx > threshold: the derivative of `softPlusSlope` */
export function softPlusBendF64(n: i32, beta: f64, threshold: f64, x: usize, d: usize): void {
  map<f64, SoftPlusBend<f64>>(n, x, d, beta, threshold);
}
export function softPlusBendF32(n: i32, beta: f32, threshold: f32, x: usize, d: usize): void {
  map<f32, SoftPlusBend<f32>>(n, x, d, beta, threshold);
}
