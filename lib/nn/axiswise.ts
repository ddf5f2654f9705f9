/** @file Axiswise: linear maps of images and volumes that work along each axis by itself. A class says how along one. */
import { type Tensor, vector } from '../tensor/index.js';
import type { Activation, RActivation } from './activation.js';
import { type AxisMatrix, type AxisRow, axisMatrix, multiply, multiplyTransposed } from './axis-matrix.js';
import { LinearMap } from './linear-map.js';

/**
 * On every plane A = A_H ⊗ A_W, or A_T ⊗ A_H ⊗ A_W: y = A_H x A_Wᵀ, one matrix after the other; LinearMap makes all passes of it.
 * x: (planes × H × W) or (N × planes × H × W), of volumes with T in front of H; y: as many planes of other sizes.
 */
export abstract class Axiswise extends LinearMap {
  /** A_H and A_W, or A_T, A_H and A_W, at the last input's sizes. */
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
    const last = this.matrices.length === axes ? this.matrices : [];
    this.matrices = sizes.map((size, d) => {
      const rows = Array.from({ length: outputs[d] }, (_, o) => this.row(d, o, size, outputs[d]));
      return axisMatrix(product(sizes.slice(0, d)), size, product(outputs.slice(d + 1)), rows, last[d]);
    });
    return super.updateOutput(x);
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): Tensor {
    const { matrices } = this;
    const before = (input as Tensor)._size.slice(0, -matrices.length);
    const y = this.reuse(last).resize([...before, ...matrices.map(({ rows }) => rows)]);
    this.eachPlane((x as Tensor).contiguous(), y, false);
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const gx = this.reuse(last).resizeAs(input as Tensor);
    this.eachPlane(gx, (g as Tensor).contiguous(), true);
    return gx;
  }

  /** y ← A x or, transposed, x ← Aᵀ y. */
  private eachPlane(x: Tensor, y: Tensor, transposed: boolean): void {
    const { matrices } = this;
    const n = matrices.length;
    // Matrix k makes level k of level k + 1: y is level 0, x level n.
    const sizes = [product(y._size.slice(-n)), ...matrices.map(({ outer, size, inner }) => outer * size * inner)];
    const levels = [vector(y), ...sizes.slice(1, n).map(room), vector(x)];
    const offsets = levels.map(() => 0);
    for (let yo = y._offset, xo = x._offset; yo < y._offset + y.nElement(); yo += sizes[0], xo += sizes[n]) {
      [offsets[0], offsets[n]] = [yo, xo];
      if (transposed) {
        for (let k = 0; k < n; k++) {
          multiplyTransposed(matrices[k], levels[k], offsets[k], levels[k + 1], offsets[k + 1]);
        }
      } else {
        for (let k = n - 1; k >= 0; k--) multiply(matrices[k], levels[k + 1], offsets[k + 1], levels[k], offsets[k]);
      }
    }
  }
}

/** Where a plane is between one matrix and the next: nothing stays there, so all maps share it. */
const rooms = [new Float64Array(0), new Float64Array(0)];

function room(size: number, k: number): Float64Array {
  if (rooms[k].length < size) rooms[k] = new Float64Array(size);
  return rooms[k];
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
