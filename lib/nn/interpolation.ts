/** @file Interpolation: images enlarged by a factor or to sizes, with what lies between elements interpolated. */
import { Storage } from '../tensor/index.js';
import { type AxisRow, interpolating } from './axis-matrix.js';
import { Axiswise } from './axiswise.js';
import { checkNumber, count } from './numbers.js';
import { checkSizes } from './sizes.js';
import { optional, type TorchField, type TorchFields, unsaved, whole } from './torch-field.js';

/** Sizes that planes of y shall have, whatever those of x are. */
export interface PlaneSizes {
  odepth?: number;
  oheight: number;
  owidth: number;
}

/** Planes of y are as large as told, or as those of x times a factor; their outermost elements are those of x. */
export abstract class Interpolation extends Axiswise {
  static override readonly torch: TorchFields = {
    scale_factor: optional(whole(1)),
    oheight: optional(whole(1)),
    owidth: optional(whole(1)),
  };

  scale_factor: number | undefined;
  oheight: number | undefined;
  owidth: number | undefined;

  /** @throws unless factor or sizes are whole numbers from 1 up. */
  constructor(params: number | PlaneSizes) {
    super();
    if (typeof params === 'object' && params !== null)
      checkSizes(this.constructor.name, [params.oheight, params.owidth]);
    else checkNumber(this.constructor.name, 'a factor', params, count);
    this.scale_factor = typeof params === 'number' ? params : undefined;
    this.oheight = typeof params === 'number' ? undefined : params.oheight;
    this.owidth = typeof params === 'number' ? undefined : params.owidth;
  }

  /** The sizes told, axis by axis. */
  protected wanted(): (number | undefined)[] {
    return [this.oheight, this.owidth];
  }

  protected override outputSizes(sizes: readonly number[]): number[] {
    const { scale_factor: factor } = this;
    if (factor !== undefined) return sizes.map((size) => size * factor);
    const wanted = this.wanted().slice(-sizes.length);
    if (wanted.every((size) => size !== undefined)) return wanted;
    throw new RangeError(`${this.describe()}.forward: expected a factor, or sizes along all ${sizes.length} axes`);
  }

  protected override row(_axis: number, o: number, size: number, outputs: number): AxisRow {
    return interpolating(o, size, outputs);
  }
}

/** Room for the sizes of a batch, into which Torch writes. */
export function batchSizes(dimensions: number): TorchField {
  return unsaved(() => new Storage('Long', dimensions));
}
