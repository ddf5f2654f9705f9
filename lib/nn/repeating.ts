/** @file Repeating: one parameter, weight or bias, repeated over the input. */
import { Storage, type Tensor } from '../tensor/index.js';
import { BilinearMap } from './bilinear-map.js';
import { uniformBound } from './drawing.js';
import { checkSizes } from './sizes.js';
import { type TorchFields, unsaved } from './torch-field.js';

/**
 * The input has as many elements as the parameter; or as many dimensions, and the parameter's of size 1 are repeated; or is a batch of
 * as many elements each, over which the parameter is repeated; one number is repeated over anything.
 * Initial values: uniform in ±1/√(number of elements), drawn in Torch's order.
 */
export abstract class Repeating extends BilinearMap {
  static override readonly torch: TorchFields = {
    size: unsaved((owner: Repeating) => new Storage('Long', owner.parameter._size)),
  };

  /** The sizes that the input is walked in, and how far each dimension moves in the parameter: 0 where it is repeated. */
  declare private extent: readonly number[];
  declare private steps: readonly number[];

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(name: 'weight' | 'bias', size: number[] | [readonly number[]]) {
    super();
    const sizes = size.flat();
    checkSizes(this.constructor.name, sizes);
    this.makeParameter(name, ...sizes);
    this.reset();
  }

  private get parameter(): Tensor {
    return (this.weight ?? this.bias) as Tensor;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.extent = [];
    this.steps = [];
  }

  /** Draws new values: uniform in ±stdv·√3, or in ±1/√(number of elements). */
  reset(stdv?: number): this {
    const bound = uniformBound(this.constructor.name, stdv, 1 / Math.sqrt(this.parameter.nElement()));
    this.parameter.uniform(-bound, bound);
    return this;
  }

  override describe(): string {
    return `${this.constructor.name}(${this.parameter._size.join(', ')})`;
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const { _size: size, _stride: stride } = this.parameter;
    const n = this.parameter.nElement();
    if (n === x.nElement() || (size.length !== x.dim() && x.nElement() === x._size[0] * n)) {
      this.extent = [x.nElement() / n, n];
      this.steps = [0, 1];
    } else if (n === 1) {
      this.extent = [x.nElement()];
      this.steps = [0];
    } else {
      if (size.length !== x.dim() || size.some((s, d) => s !== 1 && s !== x._size[d])) {
        const what = `${this.weight ? 'weight' : 'bias'} (${size.join(' × ')})`;
        throw this.wrongShape('forward', `input that ${what} can be repeated over`, x);
      }
      this.extent = x._size;
      this.steps = size.map((s, d) => (s === 1 ? 0 : stride[d]));
    }
    y.resizeAs(x);
  }

  /** The last dimension: its size, and its step in the parameter. */
  protected line(): [number, number] {
    const last = this.extent.length - 1;
    return [this.extent[last], this.steps[last]];
  }

  /** Where in the parameter line `row` (all dimensions but the last) begins. */
  protected lineAt(row: number): number {
    let at = 0;
    for (let d = this.extent.length - 2; d >= 0; d--) {
      at += (row % this.extent[d]) * this.steps[d];
      row = Math.floor(row / this.extent[d]);
    }
    return at;
  }

  /** The adjoint of an element by element map is itself. */
  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    this.product(w, g, gx, accumulate);
  }
}
