/** @file The matrix of second derivatives of a model's loss, weight decay included. */
import {
  applyBlock,
  type CurvatureOperator,
  gaussNewton,
  hessian,
  type Operator,
  plus,
} from '../../../lib/curvature/index.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import type { Subject } from './subject.js';

/** A + λI, with loss and gradient of E + λ/2 ‖w‖²; `onProducts` hears of products before they are made. */
export class LossMatrix implements CurvatureOperator {
  readonly model: Module;
  readonly size: number;
  readonly gradient: Tensor;
  loss: number = 0;
  private readonly matrix: CurvatureOperator;
  private readonly shifted: Operator;
  private readonly decay: number;
  private readonly onProducts: (count: number) => void;

  constructor({ model, batches, matrix, weightDecay }: Subject, onProducts: (count: number) => void = () => {}) {
    const make = matrix === 'hessian' ? hessian : gaussNewton;
    const criterion = new nn.ClassNLLCriterion();
    const [{ input, target }] = batches;
    // What belongs to the point is kept between products for a single batch only.
    this.matrix = batches.length === 1 ? make(model, criterion, input, target) : make(model, criterion, batches);
    this.shifted = weightDecay === 0 ? this.matrix : plus(this.matrix, weightDecay);
    this.model = model;
    this.decay = weightDecay;
    this.onProducts = onProducts;
    this.size = this.matrix.size;
    this.gradient = this.matrix.gradient.clone();
    this.decayed();
  }

  evaluate(): this {
    this.matrix.evaluate();
    this.decayed();
    return this;
  }

  apply(v: Tensor, out: Tensor = v.new()): Tensor {
    this.onProducts(1);
    return this.shifted.apply(v, out);
  }

  applyBlock(V: Tensor, out: Tensor): Tensor {
    this.onProducts(V.size(0));
    return applyBlock(this.matrix, V, out).add(this.decay, V);
  }

  toDense(): Tensor {
    return this.matrix.toDense().add(this.decay, torch.eye(this.size));
  }

  private decayed(): void {
    const [w] = this.model.getParameters();
    this.loss = this.matrix.loss + (this.decay / 2) * w.dot(w);
    this.gradient.copy(this.matrix.gradient).add(this.decay, w);
  }
}
