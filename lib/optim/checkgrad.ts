/** @file A gradient compared with differences. */
import type { Tensor } from '../tensor/index.js';
import type { Opfunc } from './method.js';

/**
 * [‖g − ĝ‖ / ‖g + ĝ‖, g, ĝ] with g = ∇f(x) as opfunc has it and ĝᵢ = (f(x + ε eᵢ) − f(x − ε eᵢ)) / 2ε: as optim.checkgrad of Lua Torch.
 * x is left as it was. Cost: 2n evaluations for n elements. `check` is the sharper tool for modules.
 */
export function checkgrad(opfunc: Opfunc, x: Tensor, eps: number = 1e-7): [error: number, g: Tensor, estimate: Tensor] {
  const g = opfunc(x).gradient.clone().resizeAs(x);
  const estimate = g.clone();
  const [at, slopes] = [x.view(-1), estimate.view(-1)];
  for (let i = 0; i < x.nElement(); i++) {
    const value = at.get(i) as number;
    at.set(i, value + eps);
    const above = opfunc(x).loss;
    at.set(i, value - eps);
    const below = opfunc(x).loss;
    at.set(i, value);
    slopes.set(i, (above - below) / (2 * eps));
  }
  const error = g.clone().add(-1, estimate).norm() / g.clone().add(estimate).norm();
  return [error, g, estimate];
}
