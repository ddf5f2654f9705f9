/** @file Columns of images, and the three products with them that convolutions are made of. */
import { kernels, type Patches, placesOf, type Vector, windowSize } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';
import { blocksOf, firstAxis, isPointwise, slides, withoutTaps } from './taps.js';

/** Elements of columns that are made at a time: as a cache holds them, and however large an image is. */
const MOST = 2 ** 18;
/** Columns from which products are fast. Images with fewer are put side by side. */
const ENOUGH = 64;
/** Rows of columns from which a product for each tap is faster than columns of all taps. */
const TALL = 24;
/** Elements of W up to which they are put in the order of taps: with more, products take much longer than columns do. */
const LIGHT = 2 ** 16;

/** What columns are made of at a time: all places of some images, or some places of one. */
interface Part {
  /** The window of the columns, at all places that are needed of it. */
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
 *
 * Where the window moves by steps of 1 along its first axis, one tap of that axis meets at a place what another one meets some places further
 * on. Columns are then made of the other axes only, and W c(x) is the sum over taps t of Wₜ, what W has for t, times columns from place
 * t · step on: less to write and to read by as many times as there are taps.
 */
export class Columns {
  private readonly parts: Part[] = [];
  private readonly planes: number;
  private readonly channels: number;
  /** Of the columns. */
  private readonly rows: number;
  private readonly places: number;
  private readonly image: number;
  private readonly taps: number;
  private readonly step: number;
  /** Elements of W in the order of taps, none where it is used as it is; of the columns of the largest part; of all memory. */
  private readonly arranged: number;
  private readonly most: number;
  private readonly size: number;
  /** Whether images are their own columns: the window is one element that goes everywhere. */
  private readonly direct: boolean;

  constructor(patches: Patches, images: number, planes: number) {
    const { channels, depth, height, width } = patches;
    this.planes = planes;
    this.channels = channels;
    this.places = placesOf(patches);
    this.image = channels * depth.size * height.size * width.size;
    const together = Math.max(1, Math.floor(ENOUGH / this.places));
    this.direct = together === 1 && [depth, height, width].every(isPointwise);
    const axis = firstAxis(patches);
    const { kernel, dilation, outputs } = patches[axis];
    const rows = channels * windowSize(patches);
    const worth = rows >= TALL * kernel && planes * rows <= LIGHT;
    this.taps = together === 1 && worth && slides(patches, axis) ? kernel : 1;
    this.rows = rows / this.taps;
    this.step = (dilation * this.places) / outputs;
    const seen = (block: Patches): Patches => (this.taps > 1 ? withoutTaps(block, axis) : block);
    const all = this.rows * placesOf(seen(patches));
    const blocks = together > 1 || this.direct ? [patches] : blocksOf(patches, axis, all / MOST);
    for (let i = 0; i < images; i += together) {
      let yo = i * planes * this.places;
      for (const block of blocks) {
        const [n, places] = [Math.min(together, images - i), placesOf(block)];
        this.parts.push({ patches: seen(block), images: n, places, xo: i * this.image, yo });
        yo += places;
      }
    }
    this.arranged = this.taps > 1 ? planes * rows : 0;
    this.most = Math.max(0, ...this.parts.slice(0, blocks.length).map((part) => this.rows * length(part)));
    const lines = together > 1 ? planes * Math.min(together, images) * this.places : 0;
    this.size = this.arranged + this.most + lines;
  }

  /** y ← W c(x), or y ← y + W c(x). */
  product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    const { planes, rows, taps } = this;
    this.arrange(w);
    for (const part of this.parts) {
      const n = part.images * part.places;
      this.unfold(part, x);
      if (accumulate) this.gather(part, y);
      for (let t = 0; t < taps; t++) {
        const beta = accumulate || t > 0 ? 1 : 0;
        const [a, c, to] = [this.weights(w, t), this.columns(part, x, t), this.lines(part, y)];
        multiply(false, false, planes, n, rows, 1, a, c, beta, to);
      }
      this.scatter(part, y);
    }
  }

  /** x ← c*(Wᵀ g), or x ← x + c*(Wᵀ g). */
  adjoint(w: Tensor, g: Tensor, x: Tensor, accumulate: boolean): void {
    const { planes, rows, taps, direct, image } = this;
    const xs = vector(x);
    let cleared = accumulate || direct ? Infinity : 0;
    this.arrange(w);
    for (const part of this.parts) {
      const n = part.images * part.places;
      this.gather(part, g);
      this.clearBehind(part, x, n);
      for (let t = 0; t < taps; t++) {
        const beta = t > 0 || (direct && accumulate) ? 1 : 0;
        const [a, c, from] = [this.weights(w, t), this.columns(part, x, t), this.lines(part, g)];
        multiply(true, false, rows, n, planes, 1, a, from, beta, c);
      }
      if (direct) continue;
      // An image is cleared when its first part comes, which then finds it in the cache.
      const [xo, end] = [x._offset + part.xo, part.xo + part.images * image];
      if (end > cleared) {
        xs.fill(0, xo, x._offset + end);
        cleared = end;
      }
      const { array, offset, ld } = this.columns(part, x, 0);
      kernels.col2im(part.patches, part.images, array, offset, ld, xs, xo, image);
    }
  }

  /** gw ← gw + s Σ g c(x)ᵀ. */
  adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const { planes, rows, taps } = this;
    if (taps > 1) this.clearWeights(gw);
    for (const part of this.parts) {
      const n = part.images * part.places;
      this.unfold(part, x);
      this.gather(part, g);
      for (let t = 0; t < taps; t++) {
        const [c, from, to] = [this.columns(part, x, t), this.lines(part, g), this.weights(gw, t)];
        multiply(false, true, planes, rows, n, scale, from, c, 1, to);
      }
    }
    this.collect(gw);
  }

  /**
   * Memory for a weight in the order of taps, for the columns of a part behind it, and then for its lines of y where they do not lie in y
   * itself. Any kernel may move it.
   */
  private memory(like: Vector): { array: Vector; offset: number } {
    return kernels.scratch(this.size, like);
  }

  /** Wₜ: in memory where there are taps. */
  private weights(w: Tensor, t: number): Matrix {
    const { taps, planes, rows } = this;
    if (taps === 1) return { array: vector(w), offset: w._offset, ld: rows };
    const { array, offset } = this.memory(vector(w));
    return { array, offset: offset + t * planes * rows, ld: rows };
  }

  /** Puts w in the order of taps. */
  private arrange(w: Tensor): void {
    const ws = vector(w);
    this.eachTap(w, (array, at, k, n) => {
      for (let e = 0; e < n; e++) array[at + e] = ws[k + e];
    });
  }

  private clearWeights(like: Tensor): void {
    const { array, offset } = this.memory(vector(like));
    array.fill(0, offset, offset + this.arranged);
  }

  /** gw ← gw + the weight in memory. */
  private collect(gw: Tensor): void {
    const sums = vector(gw);
    this.eachTap(gw, (array, at, k, n) => {
      for (let e = 0; e < n; e++) sums[k + e] += array[at + e];
    });
  }

  /** The elements of W that are neighbours in both orders: where they are in memory and in w. */
  private eachTap(w: Tensor, visit: (array: Vector, at: number, k: number, n: number) => void): void {
    const { taps, planes, channels, rows } = this;
    if (taps === 1) return;
    const { array, offset } = this.memory(vector(w));
    const n = rows / channels;
    let k = w._offset;
    for (let pc = 0; pc < planes * channels; pc++) {
      for (let t = 0; t < taps; t++, k += n) {
        visit(array, offset + t * planes * rows + pc * n, k, n);
      }
    }
  }

  /** Makes the columns of a part of x. */
  private unfold(part: Part, x: Tensor): void {
    if (this.direct) return;
    const { array, offset, ld } = this.columns(part, x, 0);
    kernels.im2col(part.patches, part.images, vector(x), x._offset + part.xo, this.image, array, offset, ld);
  }

  /** Clears what the first tap's product, of n columns, does not write. */
  private clearBehind(part: Part, x: Tensor, n: number): void {
    if (this.taps === 1) return;
    const { array, offset, ld } = this.columns(part, x, 0);
    for (let row = offset; row < offset + this.rows * ld; row += ld) array.fill(0, row + n, row + ld);
  }

  /** The columns of a part, from the first place of a tap on. */
  private columns(part: Part, x: Tensor, t: number): Matrix {
    if (this.direct) return { array: vector(x), offset: x._offset + part.xo, ld: this.places };
    const { array, offset } = this.memory(vector(x));
    return { array, offset: offset + this.arranged + t * this.step, ld: length(part) };
  }

  /** A part's places in all planes of y: y itself for one image, else in memory, where images are side by side. */
  private lines(part: Part, y: Tensor): Matrix {
    const { images, places, yo } = part;
    if (images === 1) return { array: vector(y), offset: y._offset + yo, ld: this.places };
    const { array, offset } = this.memory(vector(y));
    return { array, offset: offset + this.most, ld: images * places };
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

/** C ← α op(A) op(B) + β C, as `kernels.gemm` has it. */
function multiply(
  transA: boolean,
  transB: boolean,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Matrix,
  b: Matrix,
  beta: number,
  c: Matrix,
): void {
  const [{ array: as, offset: ao }, { array: bs, offset: bo }, { array: cs, offset: co }] = [a, b, c];
  kernels.gemm(transA, transB, m, n, k, alpha, as, ao, a.ld, bs, bo, b.ld, beta, cs, co, c.ld);
}

/** How many columns a part has. */
function length({ patches, images }: Part): number {
  return images * placesOf(patches);
}
