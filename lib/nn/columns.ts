/** @file Columns of images, and the three products with them that convolutions are made of. */
import { type Axis, kernels, type Patches, placesOf, type Vector, windowSize } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';

/** Elements of columns that are made at a time: as a cache holds them, and however large an image is. */
const MOST = 2 ** 18;
/** Columns from which products are fast. Images with fewer are put side by side. */
const ENOUGH = 64;

/** What columns are made of at a time: all places of some images, or some places of one. */
interface Part {
  patches: Patches;
  images: number;
  /** Of each image. */
  places: number;
  /** Where the first image begins in x, and its first place in y. */
  xo: number;
  yo: number;
}

/** A matrix in an array, `ld` elements from row to row. */
interface Matrix {
  array: Vector;
  offset: number;
  ld: number;
}

/**
 * Images x under a window, and y, of so many planes of its places. The columns c(x) of an image hold for each place what the window meets there;
 * c* is their adjoint, which adds them to the image. W is (planes × elements of the window in all channels). All tensors are contiguous.
 */
export class Columns {
  private readonly parts: Part[] = [];
  private readonly planes: number;
  private readonly rows: number;
  private readonly places: number;
  private readonly image: number;
  /** Whether images are their own columns: the window is one element that goes everywhere. */
  private readonly direct: boolean;

  constructor(patches: Patches, images: number, planes: number) {
    const { channels, depth, height, width } = patches;
    this.planes = planes;
    this.rows = channels * windowSize(patches);
    this.places = placesOf(patches);
    this.image = channels * depth.size * height.size * width.size;
    const together = Math.max(1, Math.floor(ENOUGH / this.places));
    this.direct = together === 1 && [depth, height, width].every(isPointwise);
    const blocks = together > 1 || this.direct ? [patches] : blocksOf(patches, (this.rows * this.places) / MOST);
    for (let i = 0; i < images; i += together) {
      let yo = i * planes * this.places;
      for (const block of blocks) {
        const places = placesOf(block);
        this.parts.push({ patches: block, images: Math.min(together, images - i), places, xo: i * this.image, yo });
        yo += places;
      }
    }
  }

  /** y ← W c(x), or y ← y + W c(x). */
  product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    const { planes, rows } = this;
    const beta = accumulate ? 1 : 0;
    const ws = vector(w);
    for (const part of this.parts) {
      const n = part.images * part.places;
      this.unfold(part, x);
      if (accumulate) this.gather(part, y);
      const [c, to] = [this.columns(part, x), this.lines(part, y)];
      kernels.gemm(
        false,
        false,
        planes,
        n,
        rows,
        1,
        ws,
        w._offset,
        rows,
        c.array,
        c.offset,
        c.ld,
        beta,
        to.array,
        to.offset,
        to.ld,
      );
      this.scatter(part, y);
    }
  }

  /** x ← c*(Wᵀ g), or x ← x + c*(Wᵀ g). */
  adjoint(w: Tensor, g: Tensor, x: Tensor, accumulate: boolean): void {
    const { planes, rows, direct, image } = this;
    const beta = direct && accumulate ? 1 : 0;
    const [ws, xs] = [vector(w), vector(x)];
    if (!accumulate && !direct) x.zero();
    for (const part of this.parts) {
      const n = part.images * part.places;
      this.gather(part, g);
      const [c, from] = [this.columns(part, x), this.lines(part, g)];
      kernels.gemm(
        true,
        false,
        rows,
        n,
        planes,
        1,
        ws,
        w._offset,
        rows,
        from.array,
        from.offset,
        from.ld,
        beta,
        c.array,
        c.offset,
        c.ld,
      );
      if (direct) continue;
      const { array, offset } = this.columns(part, x);
      kernels.col2im(part.patches, part.images, array, offset, n, xs, x._offset + part.xo, image);
    }
  }

  /** gw ← gw + s Σ g c(x)ᵀ. */
  adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const { planes, rows } = this;
    const to = vector(gw);
    for (const part of this.parts) {
      const n = part.images * part.places;
      this.unfold(part, x);
      this.gather(part, g);
      const [c, from] = [this.columns(part, x), this.lines(part, g)];
      kernels.gemm(
        false,
        true,
        planes,
        rows,
        n,
        scale,
        from.array,
        from.offset,
        from.ld,
        c.array,
        c.offset,
        c.ld,
        1,
        to,
        gw._offset,
        rows,
      );
    }
  }

  /** Memory for the columns of a part, and behind it for its lines of y where they do not lie in y itself. Any kernel may move it. */
  private memory({ images, places }: Part, like: Vector): { array: Vector; offset: number } {
    return kernels.scratch((this.rows + (images > 1 ? this.planes : 0)) * images * places, like);
  }

  /** Makes the columns of a part of x. */
  private unfold(part: Part, x: Tensor): void {
    if (this.direct) return;
    const { patches, images, places, xo } = part;
    const { array, offset } = this.memory(part, vector(x));
    kernels.im2col(patches, images, vector(x), x._offset + xo, this.image, array, offset, images * places);
  }

  private columns(part: Part, x: Tensor): Matrix {
    if (this.direct) return { array: vector(x), offset: x._offset + part.xo, ld: this.places };
    return { ...this.memory(part, vector(x)), ld: part.images * part.places };
  }

  /** A part's places in all planes of y: y itself for one image, else in memory, where images are side by side. */
  private lines(part: Part, y: Tensor): Matrix {
    const { images, places, yo } = part;
    if (images === 1) return { array: vector(y), offset: y._offset + yo, ld: this.places };
    const { array, offset } = this.memory(part, vector(y));
    return { array, offset: offset + this.rows * images * places, ld: images * places };
  }

  /** The lines ← y, where they do not lie in it. */
  private gather(part: Part, y: Tensor): void {
    this.eachRun(part, y, (line, array, run, ys) => {
      for (let j = 0; j < part.places; j++) array[line + j] = ys[run + j];
    });
  }

  /** y ← the lines, where they do not lie in it. */
  private scatter(part: Part, y: Tensor): void {
    this.eachRun(part, y, (line, array, run, ys) => {
      for (let j = 0; j < part.places; j++) ys[run + j] = array[line + j];
    });
  }

  /** Each plane of each image of a part, in the lines and in y. */
  private eachRun(part: Part, y: Tensor, visit: (line: number, array: Vector, run: number, ys: Vector) => void): void {
    if (part.images === 1) return;
    const { array, offset, ld } = this.lines(part, y);
    for (let i = 0; i < part.images; i++) {
      for (let p = 0; p < this.planes; p++) {
        const run = y._offset + part.yo + (i * this.planes + p) * part.places;
        visit(offset + p * ld + i * part.places, array, run, vector(y));
      }
    }
  }
}

function isPointwise({ kernel, stride, padding }: Axis): boolean {
  return kernel === 1 && stride === 1 && padding === 0;
}

/** The places of an image in so many blocks, or more, each some steps of the window along the first axis on which it moves. */
function blocksOf(patches: Patches, count: number): Patches[] {
  const name = (['depth', 'height'] as const).find((axis) => patches[axis].outputs > 1) ?? 'width';
  const axis = patches[name];
  const steps = Math.max(1, Math.ceil(axis.outputs / Math.ceil(count)));
  const blocks: Patches[] = [];
  for (let first = 0; first < axis.outputs; first += steps) {
    const outputs = Math.min(steps, axis.outputs - first);
    blocks.push({ ...patches, [name]: { ...axis, outputs, padding: axis.padding - first * axis.stride } });
  }
  return blocks;
}
