/** @file The density of an operator's eigenvalues. */
import { type Generator, Tensor } from '../tensor/index.js';
import { lanczos, ritz } from './lanczos.js';
import type { Operator } from './operator.js';
import { errorOf, mean, signs } from './trace.js';

export interface SpectrumOptions {
  /** Steps of Lanczos' process from each drawn vector; 80, or `size`, where that is less, by default. */
  steps?: number;
  /** How many vectors are drawn; 10 by default. */
  probes?: number;
  /** The standard deviation of the Gaussian that stands for an eigenvalue; a hundredth of the range by default. */
  broadening?: number;
  /** What draws; the default generator by default. */
  generator?: Generator;
}

export interface Spectrum {
  /** Places, evenly spaced, from below the smallest eigenvalue met to above the largest. */
  grid: Tensor;
  /** The density there: its integral over the grid is 1. */
  density: Tensor;
  /** Its standard error, as the probes tell it. */
  error: Tensor;
  /** Of each probe: eigenvalues of T, and what part of the eigenvalues of A each stands for. */
  nodes: number[][];
  weights: number[][];
  broadening: number;
  products: number;
}

/** How far the grid goes beyond the last eigenvalue, and how fine it is, in standard deviations. */
const [MARGIN, FINENESS] = [6, 4];

/**
 * φ(t) ≈ mean over probes z of Σᵢ τᵢ² N(t; θᵢ, σ²), θ being the eigenvalues of the T that Lanczos' process makes from z, τ the first
 * elements of their eigenvectors: stochastic Lanczos quadrature (Ubaru, Chen and Saad 2017; for networks Ghorbani, Krishnan and Xiao
 * 2019). Times `size` it counts eigenvalues. Cost: steps · probes products.
 *
 * @throws RangeError for probes < 2, steps that are not between 1 and size, a broadening that is not positive.
 */
export function spectrum(operator: Operator, options: SpectrumOptions = {}): Spectrum {
  const { size } = operator;
  const { steps = Math.min(80, size), probes = 10, generator } = options;
  if (!(Number.isInteger(probes) && probes >= 2))
    throw new RangeError(`spectrum: expected 2 probes at least, got ${probes}`);
  const [nodes, weights]: number[][][] = [[], []];
  let products = 0;
  const starts = signs(probes, size, generator);
  for (let i = 0; i < probes; i++) {
    // Beyond an invariant subspace there is nothing that the probe has a part in.
    const so = lanczos(operator, { steps, start: starts.select(0, i), generator }, (_so, rest) => rest === 0);
    const [values, vectors] = ritz(so);
    products += so.alpha.length;
    nodes.push(values.toArray());
    weights.push(
      vectors
        .select(0, 0)
        .toArray()
        .map((tau) => tau * tau),
    );
  }
  const all = nodes.flat();
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const broadening = options.broadening ?? (high - low || Math.abs(high) || 1) / 100;
  if (!(broadening > 0)) throw new RangeError(`spectrum: expected a positive broadening, got ${broadening}`);
  const from = low - MARGIN * broadening;
  const points = Math.ceil(((high - low) / broadening + 2 * MARGIN) * FINENESS) + 1;
  const step = broadening / FINENESS;
  const grid = [...Array(points).keys()].map((i) => from + i * step);
  const each = nodes.map((thetas, probe) =>
    grid.map(
      (t) =>
        thetas.reduce((sum, theta, i) => sum + weights[probe][i] * normal((t - theta) / broadening), 0) / broadening,
    ),
  );
  const samples = grid.map((_, i) => each.map((one) => one[i]));
  const [density, error] = [samples.map(mean), samples.map(errorOf)];
  const tensor = (list: number[]): Tensor => Tensor.from('Double', list);
  return { grid: tensor(grid), density: tensor(density), error: tensor(error), nodes, weights, broadening, products };
}

function normal(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
