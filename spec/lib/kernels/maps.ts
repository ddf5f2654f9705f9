/** @file The maps of contiguous elements as a table: how each is called, what it is by a formula of its own, how exactly. */
import type { KernelName, Kernels, Vector } from '../../../lib/kernels/index.js';

/** An array and where its n elements begin. */
export type At = readonly [Vector, number];
type Round = (x: number) => number;

export interface MapCase {
  name: KernelName;
  call(on: Kernels, n: number, operands: At[], z: Vector, zo: number): void;
  /** One number of each operand; `round` is to the precision in which they are stored. */
  operands(draw: () => number, round: Round): number[];
  /** The element of z, in double; `old` is what it was before. */
  f(operands: number[], old: number): number;
  /** What errors are measured against, |f| unless it loses digits by cancellation that the kernel may lose too. */
  size?(operands: number[], old: number): number;
  /**
   * The error that is allowed, in roundings (half units in the last place) of `size`: of js, and of the others, which work
   * in the precision of the operands and round their parameters to it. 0 is equality to the bit.
   */
  roundings: readonly [js: number, others: number];
  /** Operands that may be z. */
  inPlace: readonly number[];
}

const one = (draw: () => number): number[] => [draw()];
const two = (draw: () => number): number[] => [draw(), draw()];
const wide = (draw: () => number): number[] => [20 * draw()];
/** x and y = sigmoid x. */
const sigmoidPair = (draw: () => number, round: Round): number[] => {
  const x = round(20 * draw());
  return [x, round(1 / (1 + Math.exp(-x)))];
};
/** s(1 − s) = 1 / (e^(x/2) + e^(−x/2))² */
const slope = (x: number): number => 1 / (2 * Math.cosh(x / 2)) ** 2;

const ALPHA = -0.3;
const BETA = 1.5;
const BORDER = 3;

function map(
  name: 'exp' | 'log' | 'tanh' | 'tanhSlope' | 'tanhBend' | 'sigmoid',
  rest: Pick<MapCase, 'operands' | 'f' | 'size' | 'roundings'>,
): MapCase {
  return { name, call: (on, n, [[x, xo]], z, zo) => on[name](n, x, xo, z, zo), inPlace: [0], ...rest };
}
function zip(
  name: 'mul' | 'sigmoidSlope' | 'sigmoidBend',
  rest: Pick<MapCase, 'operands' | 'f' | 'size' | 'roundings'>,
): MapCase {
  return {
    name,
    call: (on, n, [[x, xo], [y, yo]], z, zo) => on[name](n, x, xo, y, yo, z, zo),
    inPlace: [0, 1],
    ...rest,
  };
}
function withBorder(
  name: 'softPlus' | 'softPlusSlope' | 'softPlusBend',
  rest: Pick<MapCase, 'f' | 'size' | 'roundings'>,
): MapCase {
  const call: MapCase['call'] = (on, n, [[x, xo]], z, zo) => on[name](n, BETA, BORDER, x, xo, z, zo);
  return { name, call, inPlace: [], operands: (draw) => [5 * draw()], ...rest };
}

export const maps: MapCase[] = [
  zip('mul', { operands: two, f: ([x, y]) => x * y, roundings: [0, 0] }),
  {
    name: 'addcmul',
    call: (on, n, [[x, xo], [y, yo]], z, zo) => on.addcmul(n, ALPHA, x, xo, y, yo, z, zo),
    operands: two,
    f: ([x, y], old) => old + ALPHA * x * y,
    size: ([x, y], old) => Math.abs(old) + Math.abs(ALPHA * x * y),
    roundings: [0, 8],
    inPlace: [0, 1],
  },
  {
    name: 'tripleProduct',
    call: (on, n, [[u, uo], [v, vo], [w, wo]], z, zo) => on.tripleProduct(n, u, uo, v, vo, w, wo, z, zo),
    operands: (draw) => [draw(), draw(), draw()],
    f: ([u, v, w]) => u * v * w,
    roundings: [0, 4],
    inPlace: [],
  },
  {
    name: 'sumOfProducts',
    call: (on, n, [[x, xo], [y, yo], [u, uo], [v, vo], [w, wo]], z, zo) =>
      on.sumOfProducts(n, x, xo, y, yo, u, uo, v, vo, w, wo, z, zo),
    operands: (draw) => [draw(), draw(), draw(), draw(), draw()],
    f: ([x, y, u, v, w]) => x * y + u * v * w,
    size: ([x, y, u, v, w]) => Math.abs(x * y) + Math.abs(u * v * w),
    roundings: [0, 8],
    inPlace: [],
  },
  map('exp', { operands: wide, f: ([x]) => Math.exp(x), roundings: [0, 6] }),
  map('log', { operands: (draw) => [draw() + 1.001], f: ([x]) => Math.log(x), roundings: [0, 6] }),
  map('tanh', { operands: one, f: ([x]) => 1 - 2 / (Math.exp(2 * x) + 1), size: () => 1, roundings: [6, 6] }),
  map('tanhSlope', { operands: one, f: ([y]) => (1 - y) * (1 + y), size: () => 1, roundings: [3, 4] }),
  map('tanhBend', {
    operands: one,
    f: ([y]) => -2 * y * (1 - y) * (1 + y),
    size: ([y]) => 2 * Math.abs(y),
    roundings: [5, 6],
  }),
  map('sigmoid', { operands: wide, f: ([x]) => 1 / (1 + Math.exp(-x)), roundings: [8, 12] }),
  // y is rounded, and up to y = 0.9 so is 1 − y, ten times as much.
  zip('sigmoidSlope', { operands: sigmoidPair, f: ([x]) => slope(x), roundings: [16, 20] }),
  zip('sigmoidBend', {
    operands: sigmoidPair,
    f: ([x]) => -Math.tanh(x / 2) * slope(x),
    size: ([x]) => slope(x),
    roundings: [16, 20],
  }),
  // The others round βx, up to 7.5 in magnitude: that many roundings of e^(βx).
  withBorder('softPlus', {
    f: ([x]) => {
      const e = Math.exp(-Math.abs(BETA * x));
      return BETA * x > BORDER ? x : Math.max(x, 0) + (2 * Math.atanh(e / (2 + e))) / BETA;
    },
    roundings: [8, 20],
  }),
  withBorder('softPlusSlope', {
    f: ([x]) => (BETA * x > BORDER ? 1 : 1 / (1 + Math.exp(-BETA * x))),
    roundings: [8, 20],
  }),
  withBorder('softPlusBend', { f: ([x]) => (BETA * x > BORDER ? 0 : BETA * slope(BETA * x)), roundings: [16, 24] }),
  {
    name: 'threshold',
    call: (on, n, [[x, xo]], z, zo) => on.threshold(n, 0.25, -7, x, xo, z, zo),
    // Quarters, to hit the threshold itself too.
    operands: (draw) => [Math.round(16 * draw()) / 4],
    f: ([x]) => (x > 0.25 ? x : -7),
    roundings: [0, 0],
    inPlace: [],
  },
  {
    name: 'gate',
    call: (on, n, [[x, xo], [g, go]], z, zo) => on.gate(n, 0.25, x, xo, g, go, z, zo),
    operands: (draw, round) => [Math.round(16 * draw()) / 4, round(draw())],
    f: ([x, g]) => (x > 0.25 ? g : 0),
    roundings: [0, 0],
    inPlace: [0, 1],
  },
  {
    name: 'leak',
    call: (on, n, [[x, xo], [g, go]], z, zo) => on.leak(n, -0.25, x, xo, g, go, z, zo),
    operands: (draw, round) => [Math.round(16 * draw()) / 4, round(draw())],
    f: ([x, g]) => (x > 0 ? g : -0.25 * g),
    roundings: [0, 0],
    inPlace: [0, 1],
  },
  {
    name: 'clamp',
    call: (on, n, [[x, xo]], z, zo) => on.clamp(n, -0.5, 0.25, x, xo, z, zo),
    operands: (draw) => [Math.round(16 * draw()) / 4],
    f: ([x]) => Math.min(0.25, Math.max(-0.5, x)),
    roundings: [0, 0],
    inPlace: [0],
  },
];
