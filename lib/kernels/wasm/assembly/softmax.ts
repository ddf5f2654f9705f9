/**
 * @file Softmax and log-softmax over the middle index of (outer × n × inner), their adjoints and R-operators. Pointers
 * are byte addresses; z overlaps no operand; an operand that may be missing is then 0.
 *
 * A line is the n elements that are normalised together. With inner = 1 a register runs along a line, and its lanes are
 * gathered at last; otherwise a register holds one element each of neighbouring lines.
 */
import { expCalled, logCalled } from './elementary';
import { lanes, madd, maxOfLanes, nmadd, read, readOr, sumOfLanes, width, write } from './register';

/** F's `run` over lines: `steps` registers, `stride` bytes apart, `left` elements at first, `fewer` less each step. */
// @ts-ignore: decorator
@inline function lines<T extends number, F>(
  outer: i32, n: i32, inner: i32, y: usize, ry: usize, g: usize, rg: usize, z: usize,
): void {
  const f = changetype<F>(0), along = inner == 1;
  const steps = along ? (n + width<T>() - 1) / width<T>() : n;
  const stride = along ? <usize>16 : <usize>inner * sizeof<T>();
  const fewer = along ? width<T>() : 0;
  const size = <usize>(n * inner) * sizeof<T>();
  for (let block: usize = 0, end = <usize>outer * size; block < end; block += size) {
    for (let j = 0; j < inner; j += width<T>()) {
      const o = block + <usize>j * sizeof<T>();
      f.run(steps, stride, along ? n : inner - j, fewer, y + o, ry ? ry + o : 0, g + o, rg ? rg + o : 0, z + o);
    }
  }
}

/** The sum of each line, in all its lanes, from sums by register. */
// @ts-ignore: decorator
@inline function gathered<T extends number>(fewer: i32, sums: v128): v128 {
  return fewer ? sumOfLanes<T>(sums) : sums;
}

/** The maximum of each line, NaN left out. */
// @ts-ignore: decorator
@inline function maximum<T extends number>(steps: i32, stride: usize, left: i32, fewer: i32, x: usize): v128 {
  const none = lanes<T>(-Infinity);
  let largest = none;
  for (; steps > 0; steps--) {
    largest = v128.pmax<T>(largest, readOr<T>(x, left, none));
    x += stride;
    left -= fewer;
  }
  return fewer ? maxOfLanes<T>(largest) : largest;
}

/** Σ x of each line. */
// @ts-ignore: decorator
@inline function lineSum<T extends number>(steps: i32, stride: usize, left: i32, fewer: i32, x: usize): v128 {
  let sum = lanes<T>(0.0);
  for (; steps > 0; steps--) {
    sum = v128.add<T>(sum, read<T>(x, left));
    x += stride;
    left -= fewer;
  }
  return gathered<T>(fewer, sum);
}

/** Σ x y of each line. */
// @ts-ignore: decorator
@inline function lineDot<T extends number>(steps: i32, stride: usize, left: i32, fewer: i32, x: usize, y: usize): v128 {
  let sum = lanes<T>(0.0);
  for (; steps > 0; steps--) {
    sum = madd<T>(read<T>(x, left), read<T>(y, left), sum);
    x += stride;
    y += stride;
    left -= fewer;
  }
  return gathered<T>(fewer, sum);
}

@unmanaged class SoftMax<T> {
  run(
    steps: i32, stride: usize, left: i32, fewer: i32, x: usize, _1: usize, _2: usize, _3: usize, y: usize,
  ): void {
    const largest = maximum<T>(steps, stride, left, fewer, x), none = lanes<T>(-Infinity);
    let total = lanes<T>(0.0), p = y, rest = left;
    for (let i = 0; i < steps; i++) {
      const e = expCalled<T>(v128.sub<T>(readOr<T>(x, rest, none), largest));
      write<T>(p, rest, e);
      total = v128.add<T>(total, e);
      x += stride;
      p += stride;
      rest -= fewer;
    }
    total = gathered<T>(fewer, total);
    for (let i = 0; i < steps; i++) {
      write<T>(y, left, v128.div<T>(read<T>(y, left), total));
      y += stride;
      left -= fewer;
    }
  }
}

/** y ← e^(x − max) / Σ e^(x − max); y may be x. A line of −∞ alone, or with +∞ in it, gives NaN. */
export function softMaxF64(outer: i32, n: i32, inner: i32, x: usize, y: usize): void {
  lines<f64, SoftMax<f64>>(outer, n, inner, x, 0, 0, 0, y);
}
export function softMaxF32(outer: i32, n: i32, inner: i32, x: usize, y: usize): void {
  lines<f32, SoftMax<f32>>(outer, n, inner, x, 0, 0, 0, y);
}

@unmanaged class SoftMaxGrad<T> {
  run(
    steps: i32, stride: usize, left: i32, fewer: i32, y: usize, _1: usize, g: usize, _2: usize, z: usize,
  ): void {
    const mean = lineDot<T>(steps, stride, left, fewer, y, g);
    for (; steps > 0; steps--) {
      write<T>(z, left, v128.mul<T>(read<T>(y, left), v128.sub<T>(read<T>(g, left), mean)));
      y += stride;
      g += stride;
      z += stride;
      left -= fewer;
    }
  }
}

/** z ← y ∘ (g − Σ y g) */
export function softMaxGradF64(outer: i32, n: i32, inner: i32, y: usize, g: usize, z: usize): void {
  lines<f64, SoftMaxGrad<f64>>(outer, n, inner, y, 0, g, 0, z);
}
export function softMaxGradF32(outer: i32, n: i32, inner: i32, y: usize, g: usize, z: usize): void {
  lines<f32, SoftMaxGrad<f32>>(outer, n, inner, y, 0, g, 0, z);
}

@unmanaged class SoftMaxRGrad<T> {
  run(
    steps: i32, stride: usize, left: i32, fewer: i32, y: usize, ry: usize, g: usize, rg: usize, z: usize,
  ): void {
    const mean = lineDot<T>(steps, stride, left, fewer, y, g), zero = lanes<T>(0.0);
    let rMean = lineDot<T>(steps, stride, left, fewer, ry, g);
    if (rg) rMean = v128.add<T>(rMean, lineDot<T>(steps, stride, left, fewer, y, rg));
    for (let i = 0; i < steps; i++) {
      const o = <usize>i * stride;
      const r = v128.sub<T>(rg ? read<T>(rg + o, left) : zero, rMean);
      const centred = v128.sub<T>(read<T>(g + o, left), mean);
      write<T>(z + o, left, madd<T>(read<T>(y + o, left), r, v128.mul<T>(read<T>(ry + o, left), centred)));
      left -= fewer;
    }
  }
}

/** z ← Ry ∘ (g − Σ y g) + y ∘ (Rg − Σ (Ry g + y Rg)); Rg may be missing. */
export function softMaxRGradF64(
  outer: i32, n: i32, inner: i32, y: usize, ry: usize, g: usize, rg: usize, z: usize,
): void {
  lines<f64, SoftMaxRGrad<f64>>(outer, n, inner, y, ry, g, rg, z);
}
export function softMaxRGradF32(
  outer: i32, n: i32, inner: i32, y: usize, ry: usize, g: usize, rg: usize, z: usize,
): void {
  lines<f32, SoftMaxRGrad<f32>>(outer, n, inner, y, ry, g, rg, z);
}

@unmanaged class LogSoftMax<T> {
  run(
    steps: i32, stride: usize, left: i32, fewer: i32, x: usize, _1: usize, _2: usize, _3: usize, y: usize,
  ): void {
    const largest = maximum<T>(steps, stride, left, fewer, x), none = lanes<T>(-Infinity);
    let total = lanes<T>(0.0), p = x, rest = left;
    for (let i = 0; i < steps; i++) {
      total = v128.add<T>(total, expCalled<T>(v128.sub<T>(readOr<T>(p, rest, none), largest)));
      p += stride;
      rest -= fewer;
    }
    const logTotal = logCalled<T>(gathered<T>(fewer, total));
    for (; steps > 0; steps--) {
      write<T>(y, left, v128.sub<T>(v128.sub<T>(read<T>(x, left), largest), logTotal));
      x += stride;
      y += stride;
      left -= fewer;
    }
  }
}

/** y ← x − max − log Σ e^(x − max); y may be x. A line of −∞ alone, or with +∞ in it, gives NaN. */
export function logSoftMaxF64(outer: i32, n: i32, inner: i32, x: usize, y: usize): void {
  lines<f64, LogSoftMax<f64>>(outer, n, inner, x, 0, 0, 0, y);
}
export function logSoftMaxF32(outer: i32, n: i32, inner: i32, x: usize, y: usize): void {
  lines<f32, LogSoftMax<f32>>(outer, n, inner, x, 0, 0, 0, y);
}

@unmanaged class LogSoftMaxGrad<T> {
  run(
    steps: i32, stride: usize, left: i32, fewer: i32, y: usize, _1: usize, g: usize, _2: usize, z: usize,
  ): void {
    const total = lineSum<T>(steps, stride, left, fewer, g);
    for (; steps > 0; steps--) {
      write<T>(z, left, nmadd<T>(expCalled<T>(read<T>(y, left)), total, read<T>(g, left)));
      y += stride;
      g += stride;
      z += stride;
      left -= fewer;
    }
  }
}

/** z ← g − e^y Σ g */
export function logSoftMaxGradF64(outer: i32, n: i32, inner: i32, y: usize, g: usize, z: usize): void {
  lines<f64, LogSoftMaxGrad<f64>>(outer, n, inner, y, 0, g, 0, z);
}
export function logSoftMaxGradF32(outer: i32, n: i32, inner: i32, y: usize, g: usize, z: usize): void {
  lines<f32, LogSoftMaxGrad<f32>>(outer, n, inner, y, 0, g, 0, z);
}

@unmanaged class LogSoftMaxR<T> {
  run(
    steps: i32, stride: usize, left: i32, fewer: i32, y: usize, _1: usize, rx: usize, _2: usize, z: usize,
  ): void {
    let mean = lanes<T>(0.0), p = rx, rest = left;
    for (let i = 0; i < steps; i++) {
      mean = madd<T>(expCalled<T>(read<T>(y, rest)), read<T>(p, rest), mean);
      y += stride;
      p += stride;
      rest -= fewer;
    }
    mean = gathered<T>(fewer, mean);
    for (; steps > 0; steps--) {
      write<T>(z, left, v128.sub<T>(read<T>(rx, left), mean));
      rx += stride;
      z += stride;
      left -= fewer;
    }
  }
}

/** z ← Rx − Σ e^y Rx */
export function logSoftMaxRF64(outer: i32, n: i32, inner: i32, y: usize, rx: usize, z: usize): void {
  lines<f64, LogSoftMaxR<f64>>(outer, n, inner, y, 0, rx, 0, z);
}
export function logSoftMaxRF32(outer: i32, n: i32, inner: i32, y: usize, rx: usize, z: usize): void {
  lines<f32, LogSoftMaxR<f32>>(outer, n, inner, y, 0, rx, 0, z);
}

@unmanaged class LogSoftMaxRGrad<T> {
  run(
    steps: i32, stride: usize, left: i32, fewer: i32, y: usize, ry: usize, g: usize, rg: usize, z: usize,
  ): void {
    const zero = lanes<T>(0.0);
    const total = ry ? lineSum<T>(steps, stride, left, fewer, g) : zero;
    const rTotal = rg ? lineSum<T>(steps, stride, left, fewer, rg) : zero;
    for (let i = 0; i < steps; i++) {
      const o = <usize>i * stride;
      const r = ry ? madd<T>(read<T>(ry + o, left), total, rTotal) : rTotal;
      const own = rg ? read<T>(rg + o, left) : zero;
      write<T>(z + o, left, nmadd<T>(expCalled<T>(read<T>(y + o, left)), r, own));
      left -= fewer;
    }
  }
}

/** z ← Rg − e^y (Ry Σ g + Σ Rg); Ry and Rg may be missing. */
export function logSoftMaxRGradF64(
  outer: i32, n: i32, inner: i32, y: usize, ry: usize, g: usize, rg: usize, z: usize,
): void {
  lines<f64, LogSoftMaxRGrad<f64>>(outer, n, inner, y, ry, g, rg, z);
}
export function logSoftMaxRGradF32(
  outer: i32, n: i32, inner: i32, y: usize, ry: usize, g: usize, rg: usize, z: usize,
): void {
  lines<f32, LogSoftMaxRGrad<f32>>(outer, n, inner, y, ry, g, rg, z);
}
