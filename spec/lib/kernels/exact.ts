/** @file exp, log and tanh of doubles to 2⁻¹³⁰ in integers, and how many units in the last place a result is off. */

/** A positive number m·2ᵉ. */
interface Exact {
  m: bigint;
  e: number;
}

/** Fractional bits of the fixed-point numbers. */
const BITS = 144;
const ONE = 1n << BigInt(BITS);

const view = new DataView(new ArrayBuffer(8));

/** Sign apart, x = m·2ᵉ exactly. */
function parts(x: number): Exact {
  view.setFloat64(0, Math.abs(x));
  const bits = view.getBigUint64(0);
  const field = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  return field === 0 ? { m: fraction, e: -1074 } : { m: fraction | (1n << 52n), e: field - 1075 };
}

function shifted(m: bigint, by: number): bigint {
  return by >= 0 ? m << BigInt(by) : m >> BigInt(-by);
}

/** x in fixed point, rounded down in magnitude. */
function fixed(x: number): bigint {
  const { m, e } = parts(x);
  const value = shifted(m, e + BITS);
  return x < 0 ? -value : value;
}

/** 2 artanh(1/3) = log 2. */
const LN2 = ((): bigint => {
  let sum = 0n;
  let power = (2n * ONE) / 3n;
  for (let k = 1n; power > 0n; k += 2n) {
    sum += power / k;
    power /= 9n;
  }
  return sum;
})();

function exponential(x: bigint): Exact {
  const k = (x + (x < 0n ? -LN2 : LN2) / 2n) / LN2;
  // e^r = (e^(r/256))^256; eight squarings cost eight of the bits.
  const r = (x - k * LN2) >> 8n;
  let term = ONE;
  let sum = ONE;
  for (let i = 1n; term !== 0n && term !== -1n; i++) {
    term = ((term * r) >> BigInt(BITS)) / i;
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum = (sum * sum) >> BigInt(BITS);
  return { m: sum, e: Number(k) - BITS };
}

/** 53 or 24 bits, and the exponent of the last bit of the smallest number. */
export type Format = readonly [digits: number, last: number];
export const formats: { double: Format; single: Format } = { double: [53, -1074], single: [24, -149] };

/** |got − value| in units in the last place that value has in the format. */
function distance(got: number, value: Exact, [digits, last]: Format): number {
  const { m, e } = parts(got);
  const difference = shifted(m, e - value.e) - value.m;
  const unit = Math.max(value.m.toString(2).length + value.e - digits, last) - value.e;
  return Number(difference < 0n ? -difference : difference) / 2 ** unit;
}

/** By how many units in the last place `got` differs from f(x), for finite x whose f(x) is finite, and not 0. */
export const errors: Record<'exp' | 'log' | 'tanh', (x: number, got: number, format: Format) => number> = {
  exp: (x, got, format) => distance(got, exponential(fixed(x)), format),
  tanh(x, got, format) {
    if (x < 0 !== got < 0) return Infinity;
    // tanh x = x − x³/3 + …; below, x itself to 2⁻⁶⁰.
    if (Math.abs(x) < 2 ** -29) return distance(got, parts(x), format);
    const { m, e } = exponential(2n * fixed(Math.abs(x)));
    const whole = shifted(m, e + BITS);
    return distance(got, { m: ((whole - ONE) << BigInt(BITS)) / (whole + ONE), e: -BITS }, format);
  },
  log(x, got, format) {
    // With y near log x: log x = y + log(1 + t), t = x e^−y − 1, |t| < 2⁻⁴⁰; t − t²/2 is that to 2⁻¹²⁰.
    const y = Math.log(x);
    const p = exponential(fixed(-y));
    const q = parts(x);
    const t = shifted(p.m * q.m, p.e + q.e + BITS) - ONE;
    const value = fixed(y) + t - ((t * t) >> BigInt(BITS + 1));
    if (got < 0 !== value < 0n) return Infinity;
    return distance(got, { m: value < 0n ? -value : value, e: -BITS }, format);
  },
};
