/** @file Weights as lengths times directions, W = g u row by row, with u = v / n: their gradients in v and g, and the images of all. */
import { type Tensor, vector } from '../tensor/index.js';
import { addRUnitAdjoint, addUnitAdjoint, makeUnitRows, toRUnit, toUnit, type UnitRows } from './unit-rows.js';

/** The directions of a point, and g gW with its image. */
export interface RowWeights extends UnitRows {
  slope: Tensor;
  rSlope: Tensor;
}

/** v: (m × n); g: m numbers, in whatever shape. With those of W they are matrices, and contiguous. */
export interface LengthsAndDirections {
  v: Tensor;
  gradV: Tensor;
  rV: Tensor;
  rGradV: Tensor;
  g: Tensor;
  gradG: Tensor;
  rG: Tensor;
  rGradG: Tensor;
}

export function makeRowWeights(buffer: () => Tensor): RowWeights {
  return { ...makeUnitRows(buffer), slope: buffer(), rSlope: buffer() };
}

/** w ← g u. `measure` says 1 / n and β of a row's length, as for `toUnit`. */
export function compose(
  rows: RowWeights,
  { v, g }: LengthsAndDirections,
  w: Tensor,
  measure: (length: number) => readonly [number, number],
): void {
  toUnit(rows, v, measure);
  w.resizeAs(v).cmul(rows.unit, alongRows(g, v));
}

/** gg ← gg + s ⟨u, gW⟩, gv ← gv + s A*(g gW), with A* the adjoint of the division at v. */
export function addToParts(
  rows: RowWeights,
  { v, g, gradV, gradG }: LengthsAndDirections,
  gradW: Tensor,
  scale: number,
): void {
  addRowProducts(rows.unit, gradW, gradG, scale);
  rows.slope.resizeAs(v).cmul(gradW, alongRows(g, v));
  addUnitAdjoint(rows, v, rows.slope, gradV, scale);
}

/** rw ← R{g u} = Rg u + g Ru. */
export function composeR(rows: RowWeights, { v, g, rV, rG }: LengthsAndDirections, rw: Tensor): void {
  toRUnit(rows, v, rV);
  rw.resizeAs(v).cmul(rows.unit, alongRows(rG, v)).addcmul(1, rows.rUnit, alongRows(g, v));
}

/** Rgg ← Rgg + s (⟨Ru, gW⟩ + ⟨u, RgW⟩), Rgv ← Rgv + s R{A*}(g gW), with the image Rg gW + g RgW; behind `addToParts` at that gW. */
export function addRToParts(
  rows: RowWeights,
  { v, g, rV, rG, rGradV, rGradG }: LengthsAndDirections,
  gradW: Tensor,
  rGradW: Tensor,
  scale: number,
): void {
  const { slope, rSlope } = rows;
  addRowProducts(rows.rUnit, gradW, rGradG, scale);
  addRowProducts(rows.unit, rGradW, rGradG, scale);
  rSlope.resizeAs(v).cmul(gradW, alongRows(rG, v)).addcmul(1, rGradW, alongRows(g, v));
  addRUnitAdjoint(rows, v, rV, slope, rSlope, rGradV, scale);
}

/** A number for each row, as a matrix with the sizes of v. */
function alongRows(g: Tensor, v: Tensor): Tensor {
  return g.view(v._size[0], 1).expandAs(v);
}

/** to ← to + s ⟨a, b⟩, row by row. */
function addRowProducts(a: Tensor, b: Tensor, to: Tensor, scale: number): void {
  const [as, bs, sums] = [a, b, to].map(vector);
  const [rows, n] = a._size;
  for (let i = 0, at = 0; i < rows; i++, at += n) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += as[a._offset + at + k] * bs[b._offset + at + k];
    sums[to._offset + i] += scale * sum;
  }
}
