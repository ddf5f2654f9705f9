/** @file Concat of outputs of different sizes, the smaller ones padded with zeros. */
import { entry, type RActivation } from '../lib/nn/activation.js';
import { axisOf } from '../lib/nn/axis.js';
import type { Tensor } from '../lib/tensor/index.js';
import { Concat } from './concat.js';

/**
 * Concat along `dimension`, in which the other sizes may differ: y has the largest of each, and every output stands in the middle, with
 * zeros around it (one more behind than in front where they do not divide). All other passes leave the padding out. (Szegedy et al.
 * 2015.)
 */
export class DepthConcat extends Concat {
  protected override join(outputs: RActivation[], last: RActivation): Tensor {
    const shapes = this.shapes();
    const dims = shapes[0].dim();
    const d = axisOf(this.dimension, dims);
    if (!(d in shapes[0]._size) || shapes.some((y) => y.dim() !== dims)) {
      throw this.wrongShape('forward', `outputs of as many dimensions, ${this.dimension} among them`, shapes);
    }
    const size = shapes[0]._size.map((_, k) => {
      const sizes = shapes.map((y) => y._size[k]);
      return k === d ? sizes.reduce((sum, s) => sum + s, 0) : Math.max(...sizes);
    });
    const joined = this.reuse(last).resize(size).zero();
    outputs.forEach((y, i) => {
      if (y) this.window(joined, i).copy(y as Tensor);
    });
    return joined;
  }

  protected override split(g: RActivation, last: RActivation): Tensor[] {
    return this.modules.map((_, i) => {
      const part = this.window(g as Tensor, i);
      return this.reuse(entry(last, i)).resizeAs(part).copy(part);
    });
  }

  /** The part of a tensor of y's sizes where output i stands. */
  private window(y: Tensor, i: number): Tensor {
    const shapes = this.modules.map((child) => child.output as Tensor);
    const d = axisOf(this.dimension, y.dim());
    const before = shapes.slice(0, i).reduce((sum, shape) => sum + shape._size[d], 0);
    return shapes[i]._size.reduce((part, size, k) => {
      const start = k === d ? before : Math.floor((y._size[k] - size) / 2);
      return part.narrow(k, start, size);
    }, y);
  }
}
