/** @file Functions to minimise, with gradients and Hessians written by hand. */
import type { Opfunc } from '../../../lib/optim/index.js';
import { Tensor } from '../../../lib/tensor/index.js';

export function vector(...values: number[]): Tensor {
  return Tensor.from('Double', values);
}

/** A function of numbers: loss, gradient, and Hv at x. */
export function problem(
  f: (x: number[]) => number,
  gradient: (x: number[]) => number[],
  hessianTimes: (x: number[], v: number[]) => number[],
): Opfunc {
  return (at) => {
    const x = at.toArray();
    return {
      loss: f(x),
      gradient: vector(...gradient(x)),
      hv: (v, out = v.new()) => out.resizeAs(v).copy(vector(...hessianTimes(x, v.toArray()))),
    };
  };
}

/** Σ 100 (x[i+1] − x[i]²)² + (1 − x[i])² */
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
