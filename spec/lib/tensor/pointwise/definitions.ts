/** @file What every pointwise function computes of one element: with Math for reals, with BigInt for integers as C has them. */
import type { TypeName } from '../../../../lib/tensor/index.js';

/** C's arithmetic on one integer type. */
export interface C {
  /** Of the type itself. */
  bits: number;
  /** An int, or a long, as which a product is computed before it goes on. */
  product(p: bigint, q: bigint): bigint;
}

type Real = (...operands: number[]) => number;
type Integer = (c: C, ...operands: bigint[]) => bigint;

/** The scalar function, its operands in the order of the call. */
export interface Definition {
  name: string;
  /** The kinds of the operands, t for a tensor and n for a number. */
  letters: string;
  types: readonly TypeName[];
  /** `round` makes a Double or Float of a number. */
  real?: (round: (x: number) => number) => Real;
  integer?: Integer;
  /** What operands have to be so that the function is defined (x among them where it matters). */
  domain?: 'positive' | 'unit' | 'moderate' | 'divisors' | 'shifts' | 'exponents';
  /** The result is within a few roundings of this one; of other functions it is this one. */
  approximate?: true;
  compares?: true;
  /** Takes a number for every tensor as well. */
  numbers?: true;
}

const floats: readonly TypeName[] = ['Double', 'Float'];
const integers: readonly TypeName[] = ['Int', 'Short', 'Char', 'Byte', 'Long'];
const all: readonly TypeName[] = [...floats, ...integers];

/** A function of one tensor, that Torch has for Double and Float where nothing else is said. */
function unary(name: string, f: Real, rest: Partial<Definition> = {}): Definition {
  return { name, letters: 't', types: floats, real: () => f, ...rest };
}
const ofNumber = (name: string, f: Real, rest: Partial<Definition> = {}): Definition =>
  unary(name, f, { numbers: true, ...rest });

/** A function of a tensor and a number, and its twin of two tensors. */
function twins(byNumber: string, byTensor: string, rest: Omit<Definition, 'name' | 'letters'>): Definition[] {
  return [
    { name: byNumber, letters: 'tn', ...rest },
    { name: byTensor, letters: 'tt', ...rest },
  ];
}

const absolute = (x: bigint): bigint => (x < 0n ? -x : x);
const nearest = (x: number): number => (x < 0 ? Math.ceil(x - 0.5) : Math.floor(x + 0.5));

/** x to the power of p: the integer part of what it is. */
function power(x: bigint, p: bigint): bigint {
  if (p >= 0n) return x ** p;
  return absolute(x) === 1n ? x ** -p : 0n;
}

function shift(bits: bigint, { bits: width }: C): bigint {
  if (bits < 0n || bits >= (width === 64 ? 64n : 32n)) throw new RangeError('no such shift');
  return bits;
}

const unsigned = (x: bigint, { bits }: C): bigint => BigInt.asUintN(bits, x);

const fmod = {
  types: all,
  domain: 'divisors' as const,
  real: () => (x: number, v: number) => x % v,
  integer: (_: C, x: bigint, v: bigint) => x % v,
};

const arithmetic: Definition[] = [
  ...(['tn', 'tt'] as const).flatMap((letters): Definition[] => [
    { name: 'add', letters, types: all, real: () => (x, v) => x + v, integer: (_, x, v) => x + v },
    { name: 'csub', letters, types: all, real: () => (x, v) => x - v, integer: (_, x, v) => x - v },
    { name: 'cmax', letters, types: all, real: () => (x, v) => (x > v ? x : v), integer: (_, x, v) => (x > v ? x : v) },
    { name: 'cmin', letters, types: all, real: () => (x, v) => (x < v ? x : v), integer: (_, x, v) => (x < v ? x : v) },
  ]),
  {
    name: 'add',
    letters: 'tnt',
    types: all,
    approximate: true,
    real: () => (x, s, a) => x + s * a,
    integer: (c, x, s, a) => x + c.product(s, a),
  },
  {
    name: 'csub',
    letters: 'tnt',
    types: all,
    approximate: true,
    real: () => (x, s, a) => x - s * a,
    integer: (c, x, s, a) => x - c.product(s, a),
  },
  ...twins('mul', 'cmul', { types: all, real: () => (x, v) => x * v, integer: (c, x, v) => c.product(x, v) }),
  ...twins('div', 'cdiv', { types: all, domain: 'divisors', real: () => (x, v) => x / v, integer: (_, x, v) => x / v }),
  {
    name: 'addcmul',
    letters: 'ttt',
    types: all,
    approximate: true,
    real: () => (x, a, b) => x + a * b,
    integer: (c, x, a, b) => x + c.product(a, b),
  },
  {
    name: 'addcmul',
    letters: 'tntt',
    types: all,
    approximate: true,
    real: () => (x, s, a, b) => x + s * a * b,
    integer: (c, x, s, a, b) => x + c.product(c.product(s, a), b),
  },
  {
    name: 'addcdiv',
    letters: 'ttt',
    types: all,
    approximate: true,
    domain: 'divisors',
    real: () => (x, a, b) => x + a / b,
    integer: (_, x, a, b) => x + a / b,
  },
  {
    name: 'addcdiv',
    letters: 'tntt',
    types: all,
    approximate: true,
    domain: 'divisors',
    real: () => (x, s, a, b) => x + (s * a) / b,
    integer: (c, x, s, a, b) => x + c.product(s, a) / b,
  },
  {
    name: 'clamp',
    letters: 'tnn',
    types: all,
    real: () => (x, low, high) => (x < low ? low : x > high ? high : x),
    integer: (_, x, low, high) => (x < low ? low : x > high ? high : x),
  },
  {
    name: 'lerp',
    letters: 'ttn',
    types: floats,
    numbers: true,
    approximate: true,
    real: () => (x, a, w) => x + w * (a - x),
  },
  { name: 'atan2', letters: 'tt', types: floats, numbers: true, real: () => Math.atan2 },
];

const powers: Definition[] = [
  {
    name: 'pow',
    letters: 'tn',
    types: floats,
    numbers: true,
    domain: 'positive',
    approximate: true,
    real: () => Math.pow,
  },
  {
    name: 'pow',
    letters: 'nt',
    types: floats,
    numbers: true,
    domain: 'positive',
    approximate: true,
    real: () => Math.pow,
  },
  {
    name: 'cpow',
    letters: 'tt',
    types: all,
    domain: 'exponents',
    approximate: true,
    real: () => Math.pow,
    integer: (_, x, p) => power(x, p),
  },
];

const remainders: Definition[] = [
  ...twins('fmod', 'cfmod', fmod),
  ...twins('mod', 'cmod', fmod),
  ...twins('remainder', 'cremainder', {
    types: all,
    domain: 'divisors',
    real: (round) => (x, v) => (v === 0 ? Number.NaN : x - v * Math.floor(round(x / v))),
    integer: (_, x, v) => ((x % v) + v) % v,
  }),
];

const bits: Definition[] = [
  ...twins('bitand', 'cbitand', { types: integers, integer: (_, x, v) => x & v }),
  ...twins('bitor', 'cbitor', { types: integers, integer: (_, x, v) => x | v }),
  ...twins('bitxor', 'cbitxor', { types: integers, integer: (_, x, v) => x ^ v }),
  ...twins('lshift', 'clshift', {
    types: all,
    domain: 'shifts',
    real: (round) => (x, v) => x * round(2 ** v),
    integer: (c, x, v) => BigInt.asIntN(c.bits, x << shift(v, c)),
  }),
  ...twins('rshift', 'crshift', {
    types: all,
    domain: 'shifts',
    real: (round) => (x, v) => x / round(2 ** v),
    integer: (c, x, v) => BigInt.asIntN(c.bits, unsigned(x, c) >> shift(v, c)),
  }),
];

const comparisons: Definition[] = (['tn', 'tt'] as const).flatMap((letters) => {
  const compare = (
    name: string,
    real: (x: number, v: number) => boolean,
    integer: (x: bigint, v: bigint) => boolean,
  ): Definition => ({
    name,
    letters,
    types: all,
    compares: true,
    real: () => (x, v) => Number(real(x, v)),
    integer: (_, x, v) => BigInt(integer(x, v)),
  });
  return [
    compare(
      'lt',
      (x, v) => x < v,
      (x, v) => x < v,
    ),
    compare(
      'le',
      (x, v) => x <= v,
      (x, v) => x <= v,
    ),
    compare(
      'gt',
      (x, v) => x > v,
      (x, v) => x > v,
    ),
    compare(
      'ge',
      (x, v) => x >= v,
      (x, v) => x >= v,
    ),
    compare(
      'eq',
      (x, v) => x === v,
      (x, v) => x === v,
    ),
    compare(
      'ne',
      (x, v) => x !== v,
      (x, v) => x !== v,
    ),
  ];
});

const elementary: Definition[] = [
  ofNumber('abs', (x) => (x < 0 ? -x : x + 0), { types: [...floats, 'Int', 'Long'], integer: (_, x) => absolute(x) }),
  unary('neg', (x) => -x, { types: all, integer: (_, x) => -x }),
  unary('sign', (x) => (x > 0 ? 1 : x < 0 ? -1 : 0), {
    types: all,
    integer: (_, x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
  }),
  ofNumber('exp', Math.exp, { domain: 'moderate', approximate: true }),
  ofNumber('log', Math.log, { domain: 'positive', approximate: true }),
  ofNumber('log1p', Math.log1p, { domain: 'positive', approximate: true }),
  ofNumber('sigmoid', (x) => 1 / (1 + Math.exp(-x)), { domain: 'moderate', approximate: true }),
  ofNumber('cos', Math.cos),
  ofNumber('acos', Math.acos, { domain: 'unit' }),
  ofNumber('cosh', Math.cosh, { domain: 'moderate' }),
  ofNumber('sin', Math.sin),
  ofNumber('asin', Math.asin, { domain: 'unit' }),
  ofNumber('sinh', Math.sinh, { domain: 'moderate' }),
  ofNumber('tan', Math.tan),
  ofNumber('atan', Math.atan),
  ofNumber('tanh', Math.tanh, { approximate: true }),
  ofNumber('sqrt', Math.sqrt, { domain: 'positive' }),
  ofNumber('rsqrt', (x) => 1 / Math.sqrt(x), { domain: 'positive' }),
  unary('cinv', (x) => 1 / x),
  ofNumber('floor', Math.floor),
  ofNumber('ceil', Math.ceil),
  ofNumber('round', nearest),
  ofNumber('trunc', (x) => (x < 0 ? Math.ceil(x) : Math.floor(x))),
  ofNumber('frac', (x) => x % 1),
];

export const definitions: readonly Definition[] = [
  ...elementary,
  ...arithmetic,
  ...powers,
  ...remainders,
  ...bits,
  ...comparisons,
];
