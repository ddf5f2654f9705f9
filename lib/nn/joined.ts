/** @file Joined: modules side by side whose outputs are joined along a dimension. A class says which. */
import { Tensor } from '../tensor/index.js';
import { type RActivation, shapeOf } from './activation.js';
import { axisOf } from './axis.js';
import { Branches } from './branches.js';
import { cut, join, joinable } from './joining.js';

/** Branches with J(y₁, …, yₙ) = [y₁ … yₙ], for tensors whose sizes differ in one dimension only. */
export abstract class Joined extends Branches {
  /** The dimension of the outputs; counted from the end when negative. */
  protected abstract joinDimension(): number;

  protected override join(outputs: RActivation[], last: RActivation): Tensor {
    const shapes = this.shapes();
    const d = axisOf(this.joinDimension(), shapes[0].dim());
    if (!joinable(shapes, d)) {
      throw this.wrongShape('forward', `outputs that differ in dimension ${this.joinDimension()} only`, shapes);
    }
    return join(outputs, shapes, d, this.reuse(last));
  }

  protected override split(g: RActivation, last: RActivation): Tensor[] {
    const shapes = this.branches().map((child) => child.output as Tensor);
    return cut(g as Tensor, shapes, axisOf(this.joinDimension(), (g as Tensor).dim()), last);
  }

  /** The children's outputs, which have to be tensors, one at least. */
  protected shapes(): Tensor[] {
    const shapes = this.branches().map((child) => child.output);
    if (shapes.length === 0) throw new RangeError(`${this.describe()}.forward: expected a module at least, got none`);
    if (shapes.every((y) => y instanceof Tensor)) return shapes;
    throw new TypeError(`${this.describe()}.forward: expected outputs to be tensors, got ${shapeOf(shapes)}`);
  }
}
