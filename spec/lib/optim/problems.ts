/** @file Functions to minimise, with gradients and Hessians written by hand. */
import * as assert from 'uvu/assert';
import type { Method, Opfunc } from '../../../lib/optim/index.js';
import { Tensor } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';

export function vector(...values: number[]): Tensor {
  return Tensor.from('Double', values);
}

type Times = (x: number[], v: number[]) => number[];

/** A function of numbers: loss, gradient, Hv and Gv at x, H standing for G where that is not given. */
export function problem(
  f: (x: number[]) => number,
  gradient: (x: number[]) => number[],
  hessianTimes: Times,
  gaussNewtonTimes: Times = hessianTimes,
): Opfunc {
  return (at) => {
    const x = at.toArray();
    const product =
      (times: Times) =>
      (v: Tensor, out: Tensor = v.new()): Tensor =>
        out.resizeAs(v).copy(vector(...times(x, v.toArray())));
    return {
      loss: f(x),
      gradient: vector(...gradient(x)),
      hv: product(hessianTimes),
      gnv: product(gaussNewtonTimes),
    };
  };
}

/** Σ 100 (x[i+1] − x[i]²)² + (1 − x[i])², the squares of 10 (x[i+1] − x[i]²) and 1 − x[i]: G = 2 JᵀJ. */
export const rosenbrock: Opfunc = problem(
  (x) => x.slice(1).reduce((sum, next, i) => sum + 100 * (next - x[i] ** 2) ** 2 + (1 - x[i]) ** 2, 0),
  (x) => {
    const g = x.map(() => 0);
    for (let i = 0; i + 1 < x.length; i++) {
      const gap = x[i + 1] - x[i] ** 2;
      g[i] += -400 * x[i] * gap - 2 * (1 - x[i]);
      g[i + 1] += 200 * gap;
    }
    return g;
  },
  (x, v) => {
    const h = x.map(() => 0);
    for (let i = 0; i + 1 < x.length; i++) {
      h[i] += (1200 * x[i] ** 2 - 400 * x[i + 1] + 2) * v[i] - 400 * x[i] * v[i + 1];
      h[i + 1] += -400 * x[i] * v[i] + 200 * v[i + 1];
    }
    return h;
  },
  (x, v) => {
    const h = x.map(() => 0);
    for (let i = 0; i + 1 < x.length; i++) {
      const slope = 10 * (v[i + 1] - 2 * x[i] * v[i]);
      h[i] += 2 * v[i] - 40 * x[i] * slope;
      h[i + 1] += 20 * slope;
    }
    return h;
  },
);

const curvatures = [1, 10, 100];

/** ½ Σ d x², d = 1, 10, 100 */
export const quadratic: Opfunc = problem(
  (x) => x.reduce((sum, value, i) => sum + 0.5 * curvatures[i] * value ** 2, 0),
  (x) => x.map((value, i) => curvatures[i] * value),
  (_x, v) => v.map((value, i) => curvatures[i] * value),
);

/** ¼ x₀⁴ − ½ x₀² + ½ x₁²: a saddle at 0, minima of −¼ at (±1, 0). */
export const saddle: Opfunc = problem(
  ([x, y]) => x ** 4 / 4 - x ** 2 / 2 + y ** 2 / 2,
  ([x, y]) => [x ** 3 - x, y],
  ([x], [a, b]) => [(3 * x ** 2 - 1) * a, b],
);

/** x⁴ − y²: a saddle at 0, from which it falls without end along y. */
export const endless: Opfunc = problem(
  ([x, y]) => x ** 4 - y ** 2,
  ([x, y]) => [4 * x ** 3, -2 * y],
  ([x], [a, b]) => [12 * x ** 2 * a, -2 * b],
);

/** x³ − 3xy², the monkey saddle: at 0 there is neither slope nor curvature. */
export const monkey: Opfunc = problem(
  ([x, y]) => x ** 3 - 3 * x * y ** 2,
  ([x, y]) => [3 * x ** 2 - 3 * y ** 2, -6 * x * y],
  ([x, y], [a, b]) => [6 * x * a - 6 * y * b, -6 * y * a - 6 * x * b],
);

/** ½ xᵀAx + bᵀx of a symmetric matrix, by rows. */
export function quadraticOf(A: readonly (readonly number[])[], b: readonly number[]): Opfunc {
  const times = (v: readonly number[]): number[] => A.map((row) => row.reduce((sum, a, i) => sum + a * v[i], 0));
  return problem(
    (x) => times(x).reduce((sum, value, i) => sum + x[i] * (value / 2 + b[i]), 0),
    (x) => times(x).map((value, i) => value + b[i]),
    (_x, v) => times(v),
  );
}

/** f, and how often it and its products were called. */
export function counted(f: Opfunc): { f: Opfunc; hv: () => number; evaluations: () => number } {
  let [products, evaluations] = [0, 0];
  return {
    hv: () => products,
    evaluations: () => evaluations,
    f: (x) => {
      evaluations++;
      const evaluation = f(x);
      return {
        ...evaluation,
        hv: (v, out) => {
          products++;
          return (evaluation.hv as NonNullable<typeof evaluation.hv>)(v, out);
        },
      };
    },
  };
}

/** What a method writes to its state while it minimises f from x0, and where it comes to. */
export function minimise<State extends object>(
  method: Method<object, State>,
  f: Opfunc,
  x0: readonly number[],
  config: object,
  steps: number,
  done: (loss: number) => boolean = () => false,
): { x: Tensor; state: State; losses: number[]; steps: number } {
  const [x, state, losses] = [vector(...x0), {} as State, [] as number[]];
  let step = 0;
  while (step < steps && !(losses.length > 0 && done(losses[losses.length - 1]))) {
    losses.push(method(f, x, config, state)[1][0]);
    step++;
  }
  return { x, state, losses, steps: step };
}

/** A function whose products are not finite. */
export const badHv: Opfunc = problem(
  ([x]) => x ** 2,
  (x) => x,
  (_x, v) => v.map(() => Number.NaN),
);

/** A wrong call: the function, the configuration, and the error. */
export type Refusal = [f: Opfunc, config: object, kind: new (...args: never[]) => Error, message: string];

/** A test for each wrong call of a method: it is refused, and x and the state are as they were. */
export function refusals(
  test: (name: string, run: () => void) => void,
  method: (f: Opfunc, x: Tensor, config: object, state: object) => unknown,
  start: readonly number[],
  calls: readonly Refusal[],
): void {
  for (const [f, config, kind, message] of calls) {
    test(`refused, x and the state untouched: ${message}`, () => {
      const [x, state] = [vector(...start), {}];
      fails(() => method(f, x, config, state), kind, message);
      assert.equal(x.toArray(), start);
      assert.equal(state, {});
    });
  }
}
