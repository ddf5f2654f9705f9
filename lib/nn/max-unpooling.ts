/** @file MaxUnpooling: elements put back to where a pooling module took the largest ones from. */
import type { Tensor } from '../tensor/index.js';
import type { Activation, RActivation } from './activation.js';
import { LinearMap } from './linear-map.js';
import { addBack, take } from './max-pooling.js';
import { shown } from './torch-field.js';
import type { WindowMaxPooling } from './window-max-pooling.js';

/**
 * k: where in the images of its last input `pooling`, whose windows do not overlap, took the largest elements from.
 *   forward    y(k)  = x,     zero elsewhere
 *   backward   gx    = gy(k)
 *   rForward   Ry(k) = Rx,    zero elsewhere
 *   rBackward  Rgx   = Rgy(k)
 * x has the sizes of that output, y those of that input. k stays with the pooling module, where all passes read it, so that module's forward
 * comes before. An element that was taken from nowhere, since all was NaN, is left out.
 */
export abstract class MaxUnpooling extends LinearMap {
  readonly pooling: WindowMaxPooling;

  /** @throws TypeError for a module of another class; RangeError unless its kernel is its stride. */
  constructor(pooling: WindowMaxPooling, kind: string) {
    super();
    const who = this.constructor.name;
    if (pooling?.typename !== `nn.${kind}`) {
      throw new TypeError(`${who}: expected an nn.${kind}, got ${pooling?.typename ?? shown(pooling)}`);
    }
    const { kernel, stride } = pooling.window();
    if (String(kernel) !== String(stride)) {
      throw new RangeError(`${who}: expected a pooling module that moves by its kernel, got ${pooling.describe()}`);
    }
    this.pooling = pooling;
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input);
    const { indices } = this.pooling;
    if (indices.nElement() === 0) {
      throw new Error(`${this.describe()}.forward: call forward of that pooling module first`);
    }
    if (String(indices._size) !== String(x._size)) {
      const sizes = indices._size.join(' × ');
      throw this.wrongShape('forward', `input (${sizes}), the sizes of what that pooling module returned last`, x);
    }
    return super.updateOutput(x);
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    const { indices } = this.pooling;
    const sizes = this.pooling.lastSizes();
    const y = this.reuse(last)
      .resize([...indices._size.slice(0, -sizes.length), ...sizes])
      .zero();
    addBack(indices, sizes.length, x as Tensor, y);
    return y;
  }

  protected override adjoint(_input: Activation, g: RActivation, last: RActivation): Tensor {
    const { indices } = this.pooling;
    const gx = this.reuse(last).resizeAs(indices);
    take(indices, this.pooling.lastSizes().length, g as Tensor, gx);
    return gx;
  }

  override toString(): string {
    return `${super.toString()} associated to ${this.pooling}`;
  }
}
