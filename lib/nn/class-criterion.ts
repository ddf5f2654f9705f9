/** @file Criteria of rows of scores, one for each class, and the label of each row. */
import type { Tensor } from '../tensor/index.js';
import { checkedBase, checkLabels, checkWeights, type IndexBase, torchIndexBase } from './class-target.js';
import { type Target, TensorCriterion } from './criterion.js';
import { flag, optional, type TorchFields, tensor } from './torch-field.js';

/** x: (N × n) or (n); t: N labels (a 1-D tensor of any type, or a number for one row); weights (n) of the classes, if any. */
export abstract class ClassCriterion extends TensorCriterion {
  static override readonly torch: TorchFields = {
    weights: optional(tensor(1)),
    sizeAverage: optional(flag, true),
    indexBase: torchIndexBase,
  };

  weights: Tensor | undefined;
  sizeAverage: boolean;
  indexBase: IndexBase;

  constructor(weights: Tensor | undefined, sizeAverage: boolean, indexBase: IndexBase) {
    super();
    checkWeights(this.describe(), weights);
    this.weights = weights;
    this.sizeAverage = sizeAverage;
    this.indexBase = checkedBase(this.constructor.name, indexBase);
  }

  /** The number of rows, after checking the shapes of x, weights and target. */
  protected rows(x: Tensor, target: Target): number {
    const d = x.dim();
    if (d !== 1 && d !== 2) throw this.wrongShape('forward', 'input (N × n) or (n)', x);
    if (this.weights && this.weights.nElement() !== x._size[d - 1]) {
      throw this.wrongShape('forward', `input of ${this.weights.nElement()} classes, one for each weight`, x);
    }
    const rows = d === 1 ? 1 : x._size[0];
    checkLabels(`${this.describe()}.forward`, target, rows);
    return rows;
  }
}
