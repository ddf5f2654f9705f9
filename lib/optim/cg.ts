/** @file Nonlinear conjugate gradients. */
import type { Tensor } from '../tensor/index.js';
import { checkFinite, defineMethod, type Evaluation, type Method } from './method.js';

export interface CgConfig {
  /** Evaluations of one call at most, give or take those of one line search; 1.25 · maxIter by default. */
  maxEval?: number;
  /** Evaluations of one line search at most; 20 by default. */
  maxIter?: number;
  /** Wolfe-Powell conditions: how much f has to fall, 0.01, and how much its slope, 0.5 by default. */
  rho?: number;
  sig?: number;
  /** How near to the ends of its bracket a step may be interpolated, 0.1, and how far it may be extrapolated, 3 times, by default. */
  int?: number;
  ext?: number;
  /** How much longer a step may begin than the last one went; 100 by default. */
  ratio?: number;
}

/** Memory that is used again; it carries nothing from call to call. */
export interface CgState {
  df0?: Tensor;
  df1?: Tensor;
  df2?: Tensor;
  /** Torch's alone. */
  df3?: Tensor;
  x0?: Tensor;
  s?: Tensor;
}

/** A point of the line: where it is, f there and its slope along the direction. */
interface Place {
  z: number;
  f: number;
  d: number;
}

/** Where in the bracket from 0 to −c.z, seen from the far end b, the interpolated minimum lies: quadratic if f rose, else cubic. */
function interpolated(b: Place, c: Place, rose: boolean, int: number): number {
  const { z } = c;
  let step: number;
  if (rose) step = z - (0.5 * c.d * z * z) / (c.d * z + b.f - c.f);
  else {
    const A = (6 * (b.f - c.f)) / z + 3 * (b.d + c.d);
    const B = 3 * (c.f - b.f) - z * (c.d + 2 * b.d);
    step = (Math.sqrt(B * B - A * b.d * z * z) - B) / A;
  }
  if (!Number.isFinite(step)) step = z / 2;
  return Math.max(Math.min(step, int * z), (1 - int) * z);
}

/** How far beyond b the cubic through c and b has its minimum, held within `limit` (none where it is negative) and the config. */
function extrapolated(b: Place, c: Place, limit: number, int: number, ext: number): number {
  const { z } = c;
  const A = (6 * (b.f - c.f)) / z + 3 * (b.d + c.d);
  const B = 3 * (c.f - b.f) - z * (c.d + 2 * b.d);
  const step = (-b.d * z * z) / (B + Math.sqrt(B * B - A * b.d * z * z));
  const limited = limit > -0.5;
  if (!Number.isFinite(step) || step < 0) return limited ? (limit - b.z) / 2 : b.z * (ext - 1);
  if (limited && step + b.z > limit) return (limit - b.z) / 2;
  if (!limited && step + b.z > b.z * ext) return b.z * (ext - 1);
  if (step < -z * int) return -z * int;
  if (limited && step < (limit - b.z) * (1 - int)) return (limit - b.z) * (1 - int);
  return step;
}

/**
 * Polak-Ribière conjugate gradients with line searches by quadratic and cubic interpolation under Wolfe-Powell conditions:
 *   s ← −g at first, then s ← β s − g with β = (g₊ᵀg₊ − g₊ᵀg) / gᵀg,   x ← x + z s
 * Rasmussen 2006 (minimize.m), as optim.cg of Lua Torch, which returns at the first line search that fails. Cost: a gradient for each
 * evaluation. Returns the loss at first and after each search, and how many evaluations were made.
 *
 * @throws NonFiniteLossError, with x back where the present line search began.
 */
export const cg: Method<CgConfig, CgState, [evaluations: number]> = defineMethod<CgConfig, CgState, [number]>(
  'cg',
  { maxEval: 'number', maxIter: 'number', rho: 'number', sig: 'number', int: 'number', ext: 'number', ratio: 'number' },
  { df0: 'vector', df1: 'vector', df2: 'vector', df3: 'vector', x0: 'vector', s: 'vector' },
  (opfunc, x, config, state) => {
    const { maxIter = 20, maxEval = maxIter * 1.25, rho = 0.01, sig = 0.5, int = 0.1, ext = 3, ratio = 100 } = config;
    const df0 = (state.df0 ??= x.clone());
    let df1 = (state.df1 ??= x.clone());
    let df2 = (state.df2 ??= x.clone());
    const x0 = (state.x0 ??= x.clone()).copy(x);
    const s = (state.s ??= x.clone());
    let evaluations = 0;
    const evaluate = (): Evaluation => {
      const evaluation = opfunc(x);
      evaluations++;
      if (!Number.isFinite(evaluation.loss)) x.copy(x0);
      checkFinite('cg', evaluation);
      return evaluation;
    };
    const first = evaluate();
    df1.copy(first.gradient);
    s.copy(df1).mul(-1);
    let a: Place = { z: 0, f: first.loss, d: -s.dot(s) };
    let start = 1 / (1 - a.d);
    const losses = [a.f];

    while (evaluations < Math.abs(maxEval)) {
      x0.copy(x);
      df0.copy(df1);
      const advance = (step: number, z: number): Place => {
        x.add(step, s);
        const { loss, gradient } = evaluate();
        return { z, f: loss, d: df2.copy(gradient).dot(s) };
      };
      const fails = (p: Place): boolean => p.f > a.f + p.z * rho * a.d || p.d > -sig * a.d;
      let b = advance(start, start);
      // c.z is the way from b to the other end of the bracket.
      let c: Place = { z: -b.z, f: a.f, d: a.d };
      let left = Math.min(maxIter, maxEval - evaluations);
      let limit = -1;
      let success = false;
      while (true) {
        while (fails(b) && left > 0) {
          limit = b.z;
          const step = interpolated(b, c, b.f > a.f, int);
          b = advance(step, b.z + step);
          left--;
          c = { ...c, z: c.z - step };
        }
        if (fails(b)) break;
        success = b.d > sig * a.d;
        if (success || left === 0) break;
        const step = extrapolated(b, c, limit, int, ext);
        c = { z: -step, f: b.f, d: b.d };
        b = advance(step, b.z + step);
        left--;
      }
      if (!success) {
        x.copy(x0);
        df1.copy(df0);
        break;
      }
      losses.push(b.f);
      s.mul((df2.dot(df2) - df2.dot(df1)) / df1.dot(df1)).add(-1, df2);
      [df1, df2] = [df2, df1];
      let slope = df1.dot(s);
      if (slope > 0) {
        s.copy(df1).mul(-1);
        slope = -s.dot(s);
      }
      start = b.z * Math.min(ratio, a.d / (slope - 1e-320));
      a = { z: 0, f: b.f, d: slope };
    }
    state.df1 = df1;
    state.df2 = df2;
    return [x, losses, evaluations];
  },
);
