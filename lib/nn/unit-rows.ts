/** @file Rows divided by their lengths, and the adjoint of that, with the images of both under R. */
import { type Tensor, vector } from '../tensor/index.js';

/**
 * For each row x, of length ‖x‖: N(‖x‖), α = 1 / N, and β such that ∂N/∂x = β x. What belongs to the point, and its images.
 */
export interface UnitRows {
  /** αx. */
  unit: Tensor;
  alpha: Tensor;
  beta: Tensor;
  rUnit: Tensor;
  rNorm: Tensor;
}

export function makeUnitRows(buffer: () => Tensor): UnitRows {
  return { unit: buffer(), alpha: buffer(), beta: buffer(), rUnit: buffer(), rNorm: buffer() };
}

/** unit ← αx. `measure` says α and β of a row's length. x and all other operands here are matrices, and contiguous. */
export function toUnit(rows: UnitRows, x: Tensor, measure: (length: number) => readonly [number, number]): void {
  const [count, n] = x._size;
  const [xs, to, alpha, beta] = [x, rows.unit.resizeAs(x), rows.alpha.resize(count), rows.beta.resize(count)].map(
    vector,
  );
  for (let i = 0, at = 0; i < count; i++, at += n) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += xs[x._offset + at + k] ** 2;
    [alpha[i], beta[i]] = measure(Math.sqrt(sum));
    for (let k = 0; k < n; k++) to[at + k] = alpha[i] * xs[x._offset + at + k];
  }
}

/** gx ← gx + s α (g − a β x), a = ⟨αx, g⟩: the adjoint of `toUnit` at g. */
export function addUnitAdjoint(rows: UnitRows, x: Tensor, g: Tensor, gx: Tensor, scale: number): void {
  const [count, n] = x._size;
  const [xs, us, gs, to, alpha, beta] = [x, rows.unit, g, gx, rows.alpha, rows.beta].map(vector);
  for (let i = 0, at = 0; i < count; i++, at += n) {
    let a = 0;
    for (let k = 0; k < n; k++) a += us[at + k] * gs[g._offset + at + k];
    for (let k = 0; k < n; k++) {
      const u = beta[i] * xs[x._offset + at + k];
      to[gx._offset + at + k] += scale * alpha[i] * (gs[g._offset + at + k] - a * u);
    }
  }
}

/** rUnit ← R(αx) = α (Rx − αx RN), RN = β ⟨x, Rx⟩. */
export function toRUnit(rows: UnitRows, x: Tensor, rx: Tensor | undefined): void {
  const [count, n] = x._size;
  const { rUnit, rNorm } = rows;
  rUnit.resizeAs(x).zero();
  rNorm.resize(count).zero();
  if (!rx) return;
  const [xs, rxs, us, to, rNorms, alpha, beta] = [x, rx, rows.unit, rUnit, rNorm, rows.alpha, rows.beta].map(vector);
  for (let i = 0, at = 0; i < count; i++, at += n) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += xs[x._offset + at + k] * rxs[rx._offset + at + k];
    rNorms[i] = beta[i] * sum;
    for (let k = 0; k < n; k++) to[at + k] = alpha[i] * (rxs[rx._offset + at + k] - us[at + k] * rNorms[i]);
  }
}

/**
 * rgx ← rgx + s R{α (g − a u)}, u = βx, a = ⟨αx, g⟩:  α (Rg − Ra u − a Ru) − α² RN (g − a u),  Ra = ⟨R(αx), g⟩ + ⟨αx, Rg⟩,
 * Ru = β (Rx − u RN), which holds for β = 1/‖x‖, for β = α with N = √(‖x‖² + ε), and for β = 0.
 */
export function addRUnitAdjoint(
  rows: UnitRows,
  x: Tensor,
  rx: Tensor | undefined,
  g: Tensor,
  rg: Tensor,
  rgx: Tensor,
  scale: number,
): void {
  const [count, n] = x._size;
  const [xs, gs, rgs, to] = [x, g, rg, rgx].map(vector);
  const [us, rus, alpha, beta, rNorms] = [rows.unit, rows.rUnit, rows.alpha, rows.beta, rows.rNorm].map(vector);
  const rxs = rx && vector(rx);
  for (let i = 0, at = 0; i < count; i++, at += n) {
    let [a, ra] = [0, 0];
    for (let k = 0; k < n; k++) {
      a += us[at + k] * gs[g._offset + at + k];
      ra += rus[at + k] * gs[g._offset + at + k] + us[at + k] * rgs[rg._offset + at + k];
    }
    for (let k = 0; k < n; k++) {
      const u = beta[i] * xs[x._offset + at + k];
      const ru = beta[i] * ((rxs ? rxs[(rx as Tensor)._offset + at + k] : 0) - u * rNorms[i]);
      const turn = alpha[i] * rNorms[i] * (gs[g._offset + at + k] - a * u);
      to[rgx._offset + at + k] += scale * alpha[i] * (rgs[rg._offset + at + k] - ra * u - a * ru - turn);
    }
  }
}
