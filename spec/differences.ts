/** @file Derivatives by central differences with Richardson's extrapolation: an oracle that knows nothing of backward passes. */

import type { Activation } from '../lib/nn/activation.js';
import type { Criterion, Target } from '../lib/nn/criterion.js';
import type { Module } from '../lib/nn/module.js';
import type { Tensor } from '../lib/tensor/index.js';

const STEP = 2e-3;

/** ∂f/∂w_j for every j: one row of f's values each. f is read at w, which is put back. */
export function jacobianByDifferences(f: () => number[], w: Tensor): number[][] {
  const at = (j: number, value: number): number[] => {
    w.set(j, value);
    return f();
  };
  return Array.from({ length: w.nElement() }, (_, j) => {
    const base = w.get(j);
    const slope = (h: number): number[] => {
      const [above, below] = [at(j, base + h), at(j, base - h)];
      return above.map((value, i) => (value - below[i]) / (2 * h));
    };
    const [coarse, fine] = [slope(STEP), slope(STEP / 2)];
    w.set(j, base);
    return fine.map((value, i) => (4 * value - coarse[i]) / 3);
  });
}

/** The loss at the present parameters. */
export function lossOf(model: Module, criterion: Criterion, x: Activation, t: Target): number {
  return criterion.forward(model.forward(x), t);
}

/** The gradient at the present parameters, by forward and backward. */
export function gradientOf(model: Module, criterion: Criterion, x: Activation, t: Target): number[] {
  const [, gradParameters] = model.getParameters();
  gradParameters.zero();
  const y = model.forward(x);
  criterion.forward(y, t);
  model.backward(x, criterion.backward(y, t));
  return gradParameters.toArray();
}

/** The Hessian at the present parameters, row by row, by differences of the gradient. */
export function hessianOf(model: Module, criterion: Criterion, x: Activation, t: Target): number[][] {
  return jacobianByDifferences(() => gradientOf(model, criterion, x, t), model.getParameters()[0]);
}

/** Hv by the four passes that a user writes. */
export function hvOf(model: Module, criterion: Criterion, x: Activation, t: Target, v: Tensor): number[] {
  const [, , rParameters, rGradParameters] = model.getParameters();
  rParameters.copy(v);
  rGradParameters.zero();
  const y = model.forward(x);
  criterion.forward(y, t);
  const gy = criterion.backward(y, t);
  model.backward(x, gy);
  const ry = model.rForward(x);
  model.rBackward(x, undefined, gy, criterion.rBackward(y, ry, t));
  return rGradParameters.toArray();
}

/** A v for a matrix given by rows. */
export function times(matrix: readonly number[][], v: Tensor): number[] {
  const values = v.toArray();
  return matrix.map((row) => row.reduce((sum, a, j) => sum + a * values[j], 0));
}
