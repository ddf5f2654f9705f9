/** @file BorderPadding: images and volumes with a border put around them, or cut off. A class says what a border holds. */
import { type AxisRow, taking, takingNone } from './axis-matrix.js';
import { Axiswise } from './axiswise.js';
import { checkNumber, wholeNumber } from './numbers.js';
import { integer, type TorchFields } from './torch-field.js';

/** y(i) = x(source(i − before)), or 0 where that is no element of x, along each axis; Axiswise has the passes. */
export abstract class BorderPadding extends Axiswise {
  /** How many elements are put before and behind, axis by axis; cut off where negative. */
  protected abstract borders(): readonly (readonly [before: number, behind: number])[];
  /** Which element of an axis stands at i, which is < 0 before the axis and ≥ size behind it. */
  protected abstract source(i: number, size: number): number;

  /** @throws unless borders are whole numbers. */
  protected checkBorders(): void {
    for (const size of this.borders().flat()) checkNumber(this.constructor.name, 'each padding', size, wholeNumber);
  }

  protected override outputSizes(sizes: readonly number[]): number[] {
    return this.borders().map(([before, behind], d) => sizes[d] + before + behind);
  }

  protected override row(axis: number, o: number, size: number): AxisRow {
    const element = this.source(o - this.borders()[axis][0], size);
    return element >= 0 && element < size ? taking(element) : takingNone;
  }
}

/** The element of an axis that is nearest to i. */
export function nearestInside(i: number, size: number): number {
  return Math.min(Math.max(i, 0), size - 1);
}

/** Images with borders of pad_l elements on their left, pad_r right, pad_t top and pad_b bottom, each pad_l unless given. */
export abstract class SpatialBorderPadding extends BorderPadding {
  static override readonly torch: TorchFields = { pad_l: integer, pad_r: integer, pad_t: integer, pad_b: integer };

  pad_l: number;
  pad_r: number;
  pad_t: number;
  pad_b: number;

  constructor(padLeft: number, padRight: number = padLeft, padTop: number = padLeft, padBottom: number = padLeft) {
    super();
    [this.pad_l, this.pad_r, this.pad_t, this.pad_b] = [padLeft, padRight, padTop, padBottom];
    this.checkBorders();
  }

  protected override borders(): [number, number][] {
    return [
      [this.pad_t, this.pad_b],
      [this.pad_l, this.pad_r],
    ];
  }

  override toString(): string {
    return `${super.toString()}(l=${this.pad_l}, r=${this.pad_r}, t=${this.pad_t}, b=${this.pad_b})`;
  }
}
