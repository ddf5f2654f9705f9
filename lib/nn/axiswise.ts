/** @file Axiswise: linear maps of images and volumes that work along each axis by itself. A class says how along one. */
import { type Tensor, vector } from '../tensor/index.js';
import type { Activation, RActivation } from './activation.js';
import {
  type AxisMatrix,
  type AxisRow,
  addAdjoint,
  addProduct,
  axisMatrix,
  divide,
  noAxisMatrix,
} from './axis-matrix.js';
import { LinearMap } from './linear-map.js';

/**
 * On every plane A = A_H ⊗ A_W, or A_T ⊗ A_H ⊗ A_W: y(i, j) = Σ A_H(i, k) A_W(j, l) x(k, l); LinearMap makes all passes of it.
 * x: (planes × H × W) or (N × planes × H × W), of volumes with T in front of H; y: as many planes of other sizes.
 */
export abstract class Axiswise extends LinearMap {
  /** A_T, A_H and A_W at the last input's sizes. */
  declare private matrices: readonly AxisMatrix[];

  /** The sizes of planes of y, of those of x. */
  protected abstract outputSizes(sizes: readonly number[]): number[];
  /** Row o, of `outputs`, of the matrix of an axis of `size` elements; axes count from 0, the first of `sizes` above. */
  protected abstract row(axis: number, o: number, size: number, outputs: number): AxisRow;

  /** How many axes the planes of x have. */
  protected axes(_x: Tensor): number {
    return 2;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.matrices = [];
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input).contiguous();
    const axes = this.axes(x);
    if (x.dim() !== axes + 1 && x.dim() !== axes + 2) {
      const sizes = ['T', 'H', 'W'].slice(-axes).join(' × ');
      throw this.wrongShape('forward', `input (planes × ${sizes}) or (N × planes × ${sizes})`, x);
    }
    const sizes = x._size.slice(-axes);
    const outputs = this.outputSizes(sizes);
    if (outputs.some((n) => n < 1)) {
      throw this.wrongShape('forward', `larger input, as its output would be ${outputs.join(' × ')}`, x);
    }
    const rows = sizes.map((size, d) => Array.from({ length: outputs[d] }, (_, o) => this.row(d, o, size, outputs[d])));
    const last = this.matrices.slice(-axes);
    const matrices = sizes.map((size, d) => axisMatrix(size, rows[d], last[d]));
    this.matrices = axes === 2 ? [noAxisMatrix, ...matrices] : matrices;
    return super.updateOutput(x);
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): Tensor {
    const axes = this.axes(input as Tensor);
    const outputs = this.matrices.slice(-axes).map(({ rows }) => rows);
    const y = this.reuse(last).resize([...(input as Tensor)._size.slice(0, -axes), ...outputs]);
    this.eachLine((x as Tensor).contiguous(), y.zero(), false);
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const gx = this.reuse(last).resizeAs(input as Tensor);
    this.eachLine(gx.zero(), (g as Tensor).contiguous(), true);
    return gx;
  }

  /** y ← y + A x or, as the adjoint, x ← x + Aᵀ y, line by line of y. */
  private eachLine(x: Tensor, y: Tensor, adjoint: boolean): void {
    const [depth, height, width] = this.matrices;
    const [xs, ys] = [vector(x), vector(y)];
    const end = x._offset + x.nElement();
    let yo = y._offset;
    for (let plane = x._offset; plane < end; plane += depth.size * height.size * width.size) {
      for (let t = 0; t < depth.rows; t++) {
        for (let h = 0; h < height.rows; h++, yo += width.rows) {
          const divisor = depth.divisor[t] * height.divisor[h];
          for (let i = depth.start[t]; i < depth.start[t + 1]; i++) {
            for (let j = height.start[h]; j < height.start[h + 1]; j++) {
              const weight = depth.weight[i] * height.weight[j];
              const xo = plane + (depth.index[i] * height.size + height.index[j]) * width.size;
              if (adjoint) addAdjoint(width, weight, divisor, ys, yo, xs, xo);
              else addProduct(width, weight, xs, xo, ys, yo);
            }
          }
          if (!adjoint) divide(width, divisor, ys, yo);
        }
      }
    }
  }
}
