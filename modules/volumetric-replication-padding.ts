/** @file The outermost elements of volumes, repeated around them. */
import { BorderPadding, nearestInside } from '../lib/nn/border-padding.js';
import { integer, type TorchFields } from '../lib/nn/torch-field.js';

/**
 * y: the volumes of x, and around them the nearest element of each: pleft and pright along W, ptop and pbottom along H, pfront and pback
 * along T, each pleft unless given; negative ones cut off. BorderPadding has the passes.
 * x: (planes × T × H × W) or (N × planes × T × H × W).
 */
export class VolumetricReplicationPadding extends BorderPadding {
  static override readonly torch: TorchFields = {
    pleft: integer,
    pright: integer,
    ptop: integer,
    pbottom: integer,
    pfront: integer,
    pback: integer,
  };

  pleft: number;
  pright: number;
  ptop: number;
  pbottom: number;
  pfront: number;
  pback: number;

  constructor(
    pleft: number,
    pright: number = pleft,
    ptop: number = pleft,
    pbottom: number = pleft,
    pfront: number = pleft,
    pback: number = pleft,
  ) {
    super();
    [this.pleft, this.pright, this.ptop, this.pbottom] = [pleft, pright, ptop, pbottom];
    [this.pfront, this.pback] = [pfront, pback];
    this.checkBorders();
  }

  protected override axes(): number {
    return 3;
  }

  protected override borders(): [number, number][] {
    return [
      [this.pfront, this.pback],
      [this.ptop, this.pbottom],
      [this.pleft, this.pright],
    ];
  }

  protected override source(i: number, size: number): number {
    return nearestInside(i, size);
  }

  override toString(): string {
    const { pleft, pright, ptop, pbottom, pfront, pback } = this;
    const along = `left=${pleft}, right=${pright}, top=${ptop}, bottom=${pbottom}, front=${pfront}, back=${pback}`;
    return `${super.toString()}(${along})`;
  }
}
