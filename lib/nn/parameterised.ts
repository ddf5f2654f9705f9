/** @file Parameterised: what has parameters, each in four fields, w, gradW, rW and rGradW. */
import { Tensor } from '../tensor/index.js';
import { Component } from './component.js';
import { checkNumber } from './numbers.js';
import { distinct, type FlatParameters, flatten, flattenTensors, type ParameterLists, rName } from './parameters.js';

/** The half of a Module that keeps its parameters. What has modules inside has theirs, too. */
export abstract class Parameterised extends Component {
  private flat: FlatParameters | undefined = undefined;

  /** What has parameters directly inside this. */
  abstract children(): readonly Parameterised[];

  /** One tensor that holds all of the list; they become views of it, and those that share memory go on sharing it. */
  static flatten(tensors: Tensor[]): Tensor {
    return flattenTensors(tensors);
  }

  /** Makes the four fields of a parameter, zeroed, in the class's field `name` and those that go with it. */
  protected makeParameter(name: string, ...size: number[]): void {
    const fields = this as unknown as Record<string, Tensor>;
    for (const field of rName.family(name)) fields[field] = this.buffer().resize(size);
  }

  /** @internal The names of the learnable fields; w stands for w, gradW, rW, rGradW. */
  parameterNames(): readonly string[] {
    return ['weight', 'bias'];
  }

  /** @internal Views of those parts of the parameters that are statistics: constants to gradients and R, moved by forward passes alone. */
  parameterStatistics(): readonly Tensor[] {
    return [];
  }

  /** Every learnable field, its gradient, v, and Hv: four lists in the same order, of the fields themselves. */
  parameters(): ParameterLists {
    const lists: ParameterLists = [[], [], [], []];
    for (const name of this.parameterNames()) {
      if (!this.tensorField(name)) continue;
      rName.family(name).forEach((field, i) => {
        const tensor = this.tensorField(field);
        if (!tensor)
          throw new TypeError(`${this.describe()}.parameters: expected a tensor in field ${field}, got nothing`);
        lists[i].push(tensor);
      });
    }
    return lists;
  }

  /**
   * [parameters, gradParameters, rParameters, rGradParameters]: four flat tensors of one layout, of which every module's fields
   * are made views. Called again it returns the same four. Shared parameters appear once.
   */
  getParameters(): FlatParameters {
    this.flat = flatten(this, this.flat);
    return this.flat;
  }

  zeroGradParameters(): void {
    for (const g of this.parameters()[1]) g.zero();
  }

  zeroRGradParameters(): void {
    for (const g of this.parameters()[3]) g.zero();
  }

  /** w −= rate · gradW, once for fields that are shared. */
  updateParameters(learningRate: number): void {
    if (!Number.isFinite(learningRate))
      checkNumber(`${this.describe()}.updateParameters`, 'learningRate', learningRate);
    const [values, gradients] = this.parameters();
    for (const i of distinct(values, gradients)) values[i].add(-learningRate, gradients[i]);
  }

  /** Makes the named fields views of `other`'s, here and in all modules inside. Sharing w shares Rw, sharing gradW shares rGradW. */
  share(other: Parameterised, ...names: string[]): this {
    for (const name of names.flatMap((n) => [n, rName.image(n)])) {
      const [own, theirs] = [this.tensorField(name), other.tensorField(name)];
      if (own && theirs) own.set(theirs);
    }
    const [children, others] = [this.children(), other.children()];
    if (others.length !== children.length) {
      throw new RangeError(
        `${this.describe()}.share: expected ${children.length} modules inside, got ${other.describe()} with ${others.length}`,
      );
    }
    for (const [i, child] of children.entries()) child.share(others[i], ...names);
    return this;
  }

  private tensorField(name: string): Tensor | undefined {
    const value = (this as Record<string, unknown>)[name];
    return value instanceof Tensor ? value : undefined;
  }
}
