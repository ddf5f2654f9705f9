/** @file log, exp, sin, cos, tan with the same bits on every machine, correctly rounded but for about 1 in 1000000. */

/*
 * Engines and C libraries differ in the last bits of these functions. Here they are made of +, −, ×, /, which IEEE 754
 * defines to the bit, and integer operations alone, by a table (summed on first use) and a short polynomial, as in
 * P. T. P. Tang, ACM TOMS 15, 1989. The result is held as an unevaluated sum hi + lo of doubles with a relative error
 * below 2⁻⁶⁷ by the sizes of the rounded terms: the one rounding at the end, fl(hi + lo), errs by less than 0.5 + 2⁻¹⁴
 * ulp, and goes the wrong way only if the exact value is that close to the middle of two doubles: measured, 1 in 10⁶.
 * Exact building blocks, for rounding to nearest and without overflow:
 *
 *     a + b = s + e,  s = fl(a + b), t = s − a, e = (a − (s − t)) + (b − t)    (Knuth, Art of Computer Programming 2)
 *     a + b = s + e,  e = (a − s) + b                    when |a| ≥ |b|        (Dekker, Numer. Math. 18, 1971)
 *     a = a₁ + a₂,    t = (2²⁷ + 1) a, a₁ = t − (t − a)  of 26 bits            (Veltkamp, in Dekker 1971)
 *     a₁ b₁           is a double when a₁ and b₁ have 26 bits each
 *     (a + c) − c,    c = 1.5·2⁵²⁻ᵏ, is a rounded to a multiple of 2⁻ᵏ         for |a| < 2⁵¹⁻ᵏ
 */

type Pair = readonly [hi: number, lo: number];

/** 1.5·2⁵²: a + ROUND − ROUND is the integer nearest to a. (Even of 2, `**` is only approximate by ECMAScript.) */
const ROUND = 6755399441055744;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const LN2: Pair = [Math.LN2, 2.3190468138462996e-17];

// One double to take apart, one for powers of two, whose low word stays 0, and the low part of what `wave` returned.
const bits: Float64Array = new Float64Array(2);
const words: Int32Array = new Int32Array(bits.buffer);
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0];
const low: Float64Array = new Float64Array(1);

/** 2ᵏ, −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  words[2 + HIGH] = (k + 1023) << 20;
  return bits[1];
}

/** a₁ of Veltkamp's a = a₁ + a₂. */
function head(a: number): number {
  const t = 134217729 * a;
  return t - (t - a);
}

function sum([a, a2]: Pair, [b, b2]: Pair): Pair {
  const s = a + b;
  const t = s - a;
  const rest = a - (s - t) + (b - t) + (a2 + b2);
  return [s + rest, s - (s + rest) + rest];
}

/** ab − p for p = fl(ab), exactly. */
function productError(a: number, b: number, p: number): number {
  const a1 = head(a);
  const b1 = head(b);
  return a1 * b1 - p + a1 * (b - b1) + (a - a1) * b1 + (a - a1) * (b - b1);
}

function product([a, a2]: Pair, [b, b2]: Pair): Pair {
  const p = a * b;
  const rest = productError(a, b, p) + (a * b2 + a2 * b);
  return [p + rest, p - (p + rest) + rest];
}

function quotient(a: Pair, divisor: number): Pair {
  const q = a[0] / divisor;
  return sum([q, 0], [sum(a, product([-q, 0], [divisor, 0]))[0] / divisor, 0]);
}

/** 1 + z a₁/b₁ (1 + z a₂/b₂ (1 + …)), [aₖ, bₖ] = ratio(k): to some 2⁻¹⁰⁰ for the three series summed here. */
function powerSeries(z: Pair, ratio: (k: number) => [number, number]): Pair {
  let s: Pair = [1, 0];
  for (let k = 27; k >= 1; k--) s = sum([1, 0], quotient(product(product(s, z), [ratio(k)[0], 0]), ratio(k)[1]));
  return s;
}

/** Writes hi + lo to places `at`, `at + 1`, the first a multiple of 1/scale. */
function put(table: Float64Array, at: number, [hi, lo]: Pair, scale: number): void {
  table[at] = hi + ROUND / scale - ROUND / scale;
  table[at + 1] = hi - table[at] + lo;
}

let logarithms: Float64Array | undefined;
const LN2_HIGH = LN2[0] + ROUND / 0x40000000000 - ROUND / 0x40000000000;
const LN2_LOW = LN2[0] - LN2_HIGH + LN2[1];

/** For j = 181 … 362: r = 256/j to 12 bits and −ln r = 2 artanh((1 − r)/(1 + r)), its first part a multiple of 2⁻⁴². */
function logarithmTable(): Float64Array {
  const table = new Float64Array(3 * 182);
  for (let i = 0; i < 182; i++) {
    const r = ((4096 * 256) / (181 + i) + ROUND - ROUND) / 4096;
    const t = quotient([1 - r, 0], 1 + r);
    const series = powerSeries(product(t, t), (k) => [2 * k - 1, 2 * k + 1]);
    table[3 * i] = r;
    put(table, 3 * i + 1, product([2 * t[0], 2 * t[1]], series), 0x40000000000);
  }
  return table;
}

/**
 * ln x of any double; −∞ at ±0, NaN for x < 0.
 *
 * x = 2ᵏ m, √½ < m < √2, and 1 + z = m r with r ≈ 1/m from the table, |z| < 2⁻⁸:
 *
 *     ln x = (k ln 2 − ln r) + z₁ − z₁²/2 + [z₂ − z₂ (z₁ + z)/2 + z³/3 − … + z⁹/9],   z = z₁ + z₂, z₁ of 26 bits
 *
 * z is exact (the upper 21 bits of m are multiplied apart), the parenthesis to 2⁻⁹⁰. Near 1, r = 1 and k = 0.
 */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  logarithms ??= logarithmTable();
  const subnormal = x < SMALLEST_NORMAL;
  bits[0] = subnormal ? x * 18014398509481984 : x;
  const exponent = (words[HIGH] - 0x3fe6a09e) >> 20;
  words[HIGH] -= exponent << 20;
  const m = bits[0];
  const k = subnormal ? exponent - 54 : exponent;
  const at = 3 * (((m * 256 + 0.5) | 0) - 181);
  const m1 = m + ROUND / 0x100000 - ROUND / 0x100000;
  const a = m1 * logarithms[at] - 1;
  const b = (m - m1) * logarithms[at];
  const z = a + b;
  const t = z - a;
  const z1 = head(z);
  const z2 = z - z1 + (a - (z - t) + (b - t));
  const zz = z * z;
  const cubic = 1 / 3 - z / 4 + zz * (1 / 5 - z * (1 / 6) + zz * (1 / 7 - z / 8 + zz * (1 / 9)));
  const square = 0.5 * z1 * z1;
  const s = z1 - square;
  const tail = z1 - s - square + (z2 - 0.5 * z2 * (z1 + z) + z * zz * cubic);
  const base = k * LN2_HIGH + logarithms[at + 1];
  const hi = base + s;
  return hi + (base - hi + s + (tail + (k * LN2_LOW + logarithms[at + 2])));
}

let powers: Float64Array | undefined;
const STEP_HIGH = (LN2[0] + ROUND / 0x800000000 - ROUND / 0x800000000) / 128;
const STEP_LOW = LN2[0] / 128 - STEP_HIGH + LN2[1] / 128;

/** 2^(i/128) for i = 0 … 127, the first part of 26 bits. */
function powerTable(): Float64Array {
  const table = new Float64Array(256);
  for (let i = 0; i < 128; i++) {
    const series = powerSeries(product(LN2, [i / 128, 0]), (k) => [1, k]);
    put(table, 2 * i, series, 0x2000000);
  }
  return table;
}

/**
 * eˣ of any double, rounded once also where it is subnormal; 0 below −745.14, ∞ above 709.79.
 *
 * x = n ln 2 / 128 + r with |r| < 2⁻⁸, n = 128 k + i; r = r₁ + r₂, r₁ of 26 bits; T = T₁ + T₂ = 2^(i/128):
 *
 *     eˣ = 2ᵏ (T₁ + T₁ r₁ + [T₂ + T₂ r₁ + T (r₂ + r²/2 + … + r⁷/7!)])
 */
export function exp(x: number): number {
  if (!(x > -746 && x < 710)) return x > 0 ? Infinity : x < 0 ? 0 : x;
  powers ??= powerTable();
  const n = x * (128 / LN2[0]) + ROUND - ROUND;
  const k = n >> 7;
  const at = 2 * (n & 127);
  const a = x - n * STEP_HIGH;
  const b = -n * STEP_LOW;
  const r = a + b;
  const t = r - a;
  const r1 = r + ROUND / 0x400000000 - ROUND / 0x400000000;
  const r2 = r - r1 + (a - (r - t) + (b - t));
  const rr = r * r;
  const square = 1 / 2 + r * (1 / 6) + rr * (1 / 24 + r * (1 / 120) + rr * (1 / 720 + r * (1 / 5040)));
  const p = powers[at] * r1;
  const hi = powers[at] + p;
  const rest = powers[at + 1] * (1 + r1) + (powers[at] + powers[at + 1]) * (r2 + rr * square);
  const lo = powers[at] - hi + p + rest;
  const y = hi + lo;
  if (k > -1022) return 2 * y * powerOfTwo(k - 1);
  // Added to `unit`, hi + lo is rounded at the place where the subnormal result ends.
  const unit = powerOfTwo(-1022 - k);
  const s = unit + hi;
  const rounded = y < unit ? s + (unit - s + hi + lo) - unit : y;
  return rounded * SMALLEST_NORMAL * powerOfTwo(k + 1022);
}

let sines: Float64Array | undefined;
/** π/512 in three parts, the first two of 41 bits. */
const [ANGLE_1, ANGLE_2, ANGLE_3] = [0.00613592315154321, -6.450779442346702e-16, -7.435503757887995e-28];

/** sin(i π/512) once around, i = 0 … 1023, the first part a multiple of 2⁻²⁶. */
function sineTable(): Float64Array {
  const table = new Float64Array(2048);
  for (let i = 0; i <= 256; i++) {
    const angle = product([Math.PI, 1.2246467991473532e-16], [i / 512, 0]);
    const series = powerSeries(product(angle, angle), (k) => [-1, 2 * k * (2 * k + 1)]);
    for (const j of [i, 512 - i]) put(table, 2 * j, product(angle, series), 0x4000000);
  }
  for (let i = 0; i < 1024; i++) table[1024 + i] = -table[i];
  return table;
}

/**
 * sin(x + quarters π/2), |x| ≤ 25, as the returned high part and `low[0]`; NaN for NaN and ±∞; RangeError beyond 25.
 * x = n π/512 + r with |r| < 2⁻⁸, r = r₁ + r₂; S = S₁ + S₂ and C = C₁ + C₂ are the sine and cosine of n π/512:
 *
 *     S₁ + C₁ r₁ + [S₂ + C₂ r₁ + C (r₂ − r³/6 + …) + S (−r²/2 + r⁴/24 − …)]
 *
 * n has at most 12 bits, so r is exact but for the product with the third part of π/512: near multiples of π it keeps
 * its relative precision, S = 0 there, and so the sine keeps it too.
 */
function wave(x: number, quarters: number): number {
  if ((x < -25 || x > 25) && x - x === 0) throw new RangeError(`rounded-math: expected |x| <= 25, got ${x}`);
  sines ??= sineTable();
  const n = x * (512 / Math.PI) + ROUND - ROUND;
  const a = x - n * ANGLE_1;
  const b = -n * ANGLE_2;
  const r = a + b;
  const t = r - a;
  const r1 = head(r);
  const r2 = r - r1 + (a - (r - t) + (b - t) - n * ANGLE_3);
  const i = 2 * ((n + 256 * quarters) & 1023);
  const j = (i + 512) & 2047;
  const rr = r * r;
  const sine = r2 - r * rr * (1 / 6 - rr * (1 / 120 - rr * (1 / 5040)));
  const cosine = -rr * (1 / 2 - rr * (1 / 24 - rr * (1 / 720)));
  const p = sines[j] * r1;
  const hi = sines[i] + p;
  const large = (sines[j] + sines[j + 1]) * sine + (sines[i] + sines[i + 1]) * cosine;
  low[0] = sines[i] - hi + p + (sines[i + 1] + sines[j + 1] * r1 + large);
  return hi;
}

/** sin x for |x| ≤ 25; x where x − x³/6 rounds to x, so −0 stays. NaN for NaN and ±∞, RangeError beyond. */
export function sin(x: number): number {
  return x > -7e-9 && x < 7e-9 ? x : wave(x, 0) + low[0];
}

/** cos x for |x| ≤ 25. NaN for NaN and ±∞, RangeError beyond. */
export function cos(x: number): number {
  return wave(x, 1) + low[0];
}

/** tan x = sin x / cos x for |x| ≤ 25: a quotient and its remainder. NaN for NaN and ±∞, RangeError beyond. */
export function tan(x: number): number {
  if (x > -7e-9 && x < 7e-9) return x;
  const s1 = wave(x, 0);
  const s2 = low[0];
  const c1 = wave(x, 1);
  const c2 = low[0];
  const q = (s1 + s2) / (c1 + c2);
  const p = q * c1;
  return q + (s1 - p - productError(q, c1, p) + (s2 - q * c2)) / (c1 + c2);
}
