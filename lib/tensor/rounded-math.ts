/** @file log, exp, sin, cos, tan with the same bits on every machine, correctly rounded but for about 1 in 100000. */

/*
 * Engines and C libraries differ in the last bits of these functions, and ECMAScript leaves them open. Here they are made
 * of +, −, ×, / (IEEE 754 defines each to the bit) and integer operations alone, with the result held as an unevaluated
 * sum hi + lo of doubles whose relative error is below 2⁻⁶⁷: the one rounding of hi + lo at the end errs by less than
 * 0.5 + 2⁻¹⁴ ulp, and only arguments whose image lies that close to the middle of two doubles are rounded the other way.
 *
 * Exact building blocks (round to nearest, no overflow):
 *
 *     a + b = s + e,  s = fl(a + b),  e from four more operations, three fewer if |a| ≥ |b|   (Knuth; Dekker 1971)
 *     a = a₁ + a₂,    a₁ of 26 bits:  t = (2²⁷ + 1) a,  a₁ = t − (t − a)                      (Veltkamp; Dekker 1971)
 *     a₁ b₁ is a double when a₁ and b₁ have 26 bits each
 *     (a + 1.5·2ᵉ) − 1.5·2ᵉ is a rounded to a multiple of 2ᵉ⁻⁵², for |a| < 2ᵉ⁻¹
 *
 * T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18, 1971; D. E. Knuth,
 * The Art of Computer Programming 2, 4.2.2; the tables with short polynomials follow P. T. P. Tang, "Table-driven
 * implementation of the exponential function", ACM TOMS 15, 1989. The tables are summed on first use.
 */

type Pair = readonly [hi: number, lo: number];

const SPLIT = 2 ** 27 + 1;
/** a + ROUND − ROUND is the integer nearest to a. */
const ROUND = 1.5 * 2 ** 52;
const LN2: Pair = [0.6931471805599453, 2.3190468138462996e-17];
const PI: Pair = [3.141592653589793, 1.2246467991473532e-16];

// Two doubles seen as 32-bit words: one to take apart, and a power of two, whose low word stays 0.
const bits: Float64Array = new Float64Array(2);
const words: Int32Array = new Int32Array(bits.buffer);
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0];
/** The low part of what `wave` returned last. */
const low: Float64Array = new Float64Array(1);

/** 2ᵏ, −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  words[2 + HIGH] = (k + 1023) << 20;
  return bits[1];
}

/** a₁ of Veltkamp's a = a₁ + a₂. */
function head(a: number): number {
  const t = SPLIT * a;
  return t - (t - a);
}

function sum([a, a2]: Pair, [b, b2]: Pair): Pair {
  const s = a + b;
  const t = s - a;
  const rest = a - (s - t) + (b - t) + (a2 + b2);
  return [s + rest, s - (s + rest) + rest];
}

function product([a, a2]: Pair, [b, b2]: Pair): Pair {
  const p = a * b;
  const [a1, b1] = [head(a), head(b)];
  const rest = a1 * b1 - p + a1 * (b - b1) + (a - a1) * b1 + (a - a1) * (b - b1) + (a * b2 + a2 * b);
  return [p + rest, p - (p + rest) + rest];
}

function quotient(a: Pair, divisor: number): Pair {
  const q = a[0] / divisor;
  const [r, r2] = sum(a, product([-q, 0], [divisor, 0]));
  const rest = (r + r2) / divisor;
  return [q + rest, q - (q + rest) + rest];
}

/** 1 + r₁ z (1 + r₂ z (1 + …)), rₖ = above(k) / below(k): to some 2⁻¹⁰⁰ for the three series summed here. */
function series(z: Pair, above: (k: number) => number, below: (k: number) => number): Pair {
  let s: Pair = [1, 0];
  for (let k = 27; k >= 1; k--) s = sum([1, 0], quotient(product(product(s, z), [above(k), 0]), below(k)));
  return s;
}

/** Writes hi + lo to places `at`, `at + 1`, the first a multiple of 2ᵉ⁻⁵². */
function put(table: Float64Array, at: number, [hi, lo]: Pair, e: number): void {
  table[at] = hi + 1.5 * 2 ** e - 1.5 * 2 ** e;
  table[at + 1] = hi - table[at] + lo;
}

let logarithms: Float64Array | undefined;
const FIRST = 181;
const LN2_HIGH = LN2[0] + 1.5 * 2 ** 10 - 1.5 * 2 ** 10;
const LN2_LOW = LN2[0] - LN2_HIGH + LN2[1];

/** For j = 181 … 362: r = 256/j to 12 bits and −ln r = 2 artanh((1 − r)/(1 + r)), its first part a multiple of 2⁻⁴². */
function logarithmTable(): Float64Array {
  const table = new Float64Array(3 * 182);
  for (let i = 0; i < 182; i++) {
    const r = ((4096 * 256) / (FIRST + i) + ROUND - ROUND) / 4096;
    const t = quotient([1 - r, 0], 1 + r);
    const artanh = product(t, series(product(t, t), (k) => 2 * k - 1, (k) => 2 * k + 1));
    table[3 * i] = r;
    put(table, 3 * i + 1, [2 * artanh[0], 2 * artanh[1]], 10);
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
 * m has its upper 21 bits multiplied apart, so m r − 1 is exact; so are the high parts in parentheses, and z₁². Near 1,
 * r = 1 and k = 0: nothing cancels.
 */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  logarithms ??= logarithmTable();
  let k = 0;
  if (x < 2 ** -1022) {
    x *= 2 ** 54;
    k = -54;
  }
  bits[0] = x;
  const high = words[HIGH];
  const exponent = (high - 0x3fe6a09e) >> 20;
  words[HIGH] = high - (exponent << 20);
  k += exponent;
  const m = bits[0];
  const at = 3 * (((m * 256 + 0.5) | 0) - FIRST);
  const r = logarithms[at];

  const m1 = m + 1.5 * 2 ** 32 - 1.5 * 2 ** 32;
  const a = m1 * r - 1;
  const b = (m - m1) * r;
  const z = a + b;
  const t = z - a;
  const z1 = head(z);
  const z2 = z - z1 + (a - (z - t) + (b - t));

  const cubic = 1 / 3 - z * (1 / 4 - z * (1 / 5 - z * (1 / 6 - z * (1 / 7 - z * (1 / 8 - z * (1 / 9))))));
  const square = 0.5 * z1 * z1;
  const s = z1 - square;
  const tail = z1 - s - square + (z2 - 0.5 * z2 * (z1 + z) + z * z * z * cubic);
  const base = k * LN2_HIGH + logarithms[at + 1];
  const hi = base + s;
  return hi + (base - hi + s + (tail + (k * LN2_LOW + logarithms[at + 2])));
}

let powers: Float64Array | undefined;
const STEP_HIGH = (LN2[0] + 1.5 * 2 ** 17 - 1.5 * 2 ** 17) / 128;
const STEP_LOW = LN2[0] / 128 - STEP_HIGH + LN2[1] / 128;

/** 2^(i/128) for i = 0 … 127, the first part of 26 bits. */
function powerTable(): Float64Array {
  const table = new Float64Array(256);
  for (let i = 0; i < 128; i++) put(table, 2 * i, series(product(LN2, [i / 128, 0]), () => 1, (k) => k), 27);
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
  const r1 = r + 1.5 * 2 ** 18 - 1.5 * 2 ** 18;
  const r2 = r - r1 + (a - (r - t) + (b - t));

  const square = 1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040)))));
  const [t1, t2] = [powers[at], powers[at + 1]];
  const p = t1 * r1;
  const hi = t1 + p;
  const lo = t1 - hi + p + (t2 + t2 * r1 + (t1 + t2) * (r2 + r * r * square));
  const y = hi + lo;
  if (k > 1023) return 2 * y * powerOfTwo(k - 1);
  if (k > -1022 || (k === -1022 && y >= 1)) return y * powerOfTwo(k);

  // Beside `unit` a double ends where the subnormal result does.
  const unit = powerOfTwo(-1022 - k);
  const s = unit + hi;
  const rounded = s + (unit - s + hi + lo) - unit;
  return rounded * 2 ** -1022 * powerOfTwo(k + 1022);
}

let sines: Float64Array | undefined;
/** π/512 in three parts, the first two of 41 bits. */
const ANGLE_1 = 0.00613592315154321;
const ANGLE_2 = -6.450779442346702e-16;
const ANGLE_3 = -7.435503757887995e-28;

/** sin(i π/512) once around, i = 0 … 1023, the first part a multiple of 2⁻²⁶. */
function sineTable(): Float64Array {
  const table = new Float64Array(2048);
  for (let i = 0; i <= 256; i++) {
    const angle = product(PI, [i / 512, 0]);
    const sine = product(angle, series(product(angle, angle), () => -1, (k) => 2 * k * (2 * k + 1)));
    put(table, 2 * i, sine, 26);
    put(table, 2 * (512 - i), sine, 26);
  }
  for (let i = 0; i < 1024; i++) table[1024 + i] = -table[i];
  return table;
}

/**
 * sin(x + quarters π/2) as the returned high part and `low[0]`. x = n π/512 + r with |r| < 2⁻⁸, r = r₁ + r₂, and with
 * S = S₁ + S₂, C = C₁ + C₂ the sine and cosine of the multiple of π/512:
 *
 *     S₁ + C₁ r₁ + [S₂ + C₂ r₁ + C (r₂ − r³/6 + …) + S (−r²/2 + r⁴/24 − …)]
 *
 * n has at most 12 bits, so r is exact but for the product with the third part of π/512: near multiples of π it keeps
 * its relative precision, S = 0 there, and so the sine keeps it too.
 */
function wave(x: number, quarters: number): number {
  sines ??= sineTable();
  const n = x * (512 / PI[0]) + ROUND - ROUND;
  const a = x - n * ANGLE_1;
  const b = -n * ANGLE_2;
  const r = a + b;
  const t = r - a;
  const r1 = head(r);
  const r2 = r - r1 + (a - (r - t) + (b - t) - n * ANGLE_3);

  const i = (n & 1023) + 256 * quarters;
  const [s1, s2] = [sines[2 * (i & 1023)], sines[2 * (i & 1023) + 1]];
  const [c1, c2] = [sines[2 * ((i + 256) & 1023)], sines[2 * ((i + 256) & 1023) + 1]];
  const z = r * r;
  const sine = r2 - r * z * (1 / 6 - z * (1 / 120 - z * (1 / 5040)));
  const cosine = -z * (1 / 2 - z * (1 / 24 - z * (1 / 720)));
  const p = c1 * r1;
  const hi = s1 + p;
  low[0] = s1 - hi + p + (s2 + c2 * r1 + ((c1 + c2) * sine + (s1 + s2) * cosine));
  return hi;
}

/** Whether x is finite. RangeError beyond the domain of `wave`. */
function isAngle(name: string, x: number): boolean {
  if (x >= -25 && x <= 25) return true;
  if (x - x === 0) throw new RangeError(`${name}: expected |x| <= 25, got ${x}`);
  return false;
}

/** sin x for |x| ≤ 25, four times around and more than a random angle needs. NaN for NaN and ±∞, RangeError beyond. */
export function sin(x: number): number {
  if (!isAngle('sin', x)) return NaN;
  // x − x³/6 rounds to x, and −0 stays.
  return x > -(2 ** -27) && x < 2 ** -27 ? x : wave(x, 0) + low[0];
}

/** cos x for |x| ≤ 25. NaN for NaN and ±∞, RangeError beyond. */
export function cos(x: number): number {
  return isAngle('cos', x) ? wave(x, 1) + low[0] : NaN;
}

/** tan x = sin x / cos x for |x| ≤ 25: a quotient q and its remainder over c. NaN for NaN and ±∞, RangeError beyond. */
export function tan(x: number): number {
  if (!isAngle('tan', x)) return NaN;
  if (x > -(2 ** -28) && x < 2 ** -28) return x;
  const s1 = wave(x, 0);
  const s = s1 + low[0];
  const s2 = s1 - s + low[0];
  const c1 = wave(x, 1);
  const c = c1 + low[0];
  const c2 = c1 - c + low[0];

  const q = s / c;
  const p = q * c;
  const qh = head(q);
  const ch = head(c);
  const error = qh * ch - p + qh * (c - ch) + (q - qh) * ch + (q - qh) * (c - ch);
  return q + (s - p - error + (s2 - q * c2)) / c;
}
