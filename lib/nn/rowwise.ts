/** @file Rowwise: maps that work on each row (each pixel's planes, for images) alone and are known by their output. */
import type { Tensor } from '../tensor/index.js';
import { type Activation, isZero, type RActivation } from './activation.js';
import type { Rows } from './axis.js';
import { Directions, hasPassesOf } from './directions.js';
import { Module } from './module.js';

export type { Rows } from './axis.js';

/**
 * Rows of (n), (N × n), (n × H × W) and (N × n × H × W), as Torch's softmax has them. A subclass writes the map, its adjoint, its
 * derivative and the adjoint's derivative; all its operands are contiguous and of one shape.
 */
export abstract class Rowwise extends Module {
  declare private rows: Rows;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.rows = { outer: 0, n: 0, inner: 1 };
  }

  /** y ← f(x). */
  protected abstract map(rows: Rows, x: Tensor, y: Tensor): void;
  /** gx ← (∂f/∂x)ᵀ gy, from the output y. */
  protected abstract adjoint(rows: Rows, y: Tensor, gy: Tensor, gx: Tensor): void;
  /** ry ← (∂f/∂x) rx, from the output y. */
  protected abstract derivative(rows: Rows, y: Tensor, rx: Tensor, ry: Tensor): void;
  /** rgx ← R{(∂f/∂x)ᵀ gy}, from the output y; a missing ry or rgy is zero. */
  protected abstract adjointDerivative(
    rows: Rows,
    y: Tensor,
    ry: Tensor | undefined,
    gy: Tensor,
    rgy: Tensor | undefined,
    rgx: Tensor,
  ): void;

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input).contiguous();
    const size = x._size;
    const d = size.length;
    if (d < 1 || d > 4) throw this.wrongShape('forward', 'input (n), (N × n), (n × H × W) or (N × n × H × W)', x);
    this.rows.outer = d % 2 === 0 ? size[0] : 1;
    this.rows.n = d % 2 === 0 ? size[1] : size[0];
    this.rows.inner = d > 2 ? size[d - 2] * size[d - 1] : 1;
    const y = (this.output as Tensor).resizeAs(x);
    this.map(this.rows, x, y);
    return y;
  }

  override updateGradInput(_input: Activation, gradOutput: Activation): Tensor {
    const y = this.output as Tensor;
    const gx = (this.gradInput as Tensor).resizeAs(y);
    this.adjoint(this.rows, y, (gradOutput as Tensor).contiguous(), gx);
    return gx;
  }

  override updateROutput(
    _input: Activation,
    rInput: RActivation,
    directions: Directions = Directions.single,
  ): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const y = this.output as Tensor;
    const rx = (rInput as Tensor).contiguous();
    const ry = directions.sized(this.reuse(this.rOutput), y);
    for (let j = 0; j < directions.count; j++) {
      this.derivative(this.rows, y, directions.slice(rx, j), directions.slice(ry, j));
    }
    return this.setROutput(ry);
  }

  override updateRGradInput(
    _input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    directions: Directions = Directions.single,
  ): RActivation {
    if (isZero(rInput) && isZero(rGradOutput)) return this.setRGradInput(undefined);
    const y = this.output as Tensor;
    const rgx = directions.sized(this.reuse(this.rGradInput), y);
    const gy = (gradOutput as Tensor).contiguous();
    const ry = isZero(rInput) ? undefined : (this.rOutput as Tensor);
    const rgy = isZero(rGradOutput) ? undefined : (rGradOutput as Tensor).contiguous();
    for (let j = 0; j < directions.count; j++) {
      const [image, gradient] = [directions.slice(ry, j), directions.slice(rgy, j)];
      this.adjointDerivative(this.rows, y, image, gy, gradient, directions.slice(rgx, j));
    }
    return this.setRGradInput(rgx);
  }

  override carriesDirections(): boolean {
    return hasPassesOf(Rowwise, this);
  }
}
