/** @file Directions: several v that one R pass carries side by side. */
import { Tensor } from '../tensor/index.js';
import { entry, type RActivation } from './activation.js';
import type { Module } from './module.js';

/** Flat tensors, the fields of a model that are views of them, and what takes their place: (count × size), a row for each direction. */
export interface Rows {
  fields: Tensor;
  rows: Tensor;
}

/**
 * An R pass along k directions at once. Of what the point fixes (weights, inputs, gradients, f′) there is one; of images under R there are
 * k, in tensors with a dimension of k in front. `single` is the usual pass, along the v in the r… fields, where nothing is put in front.
 */
export class Directions {
  static readonly single: Directions = new Directions(1, undefined, undefined);

  readonly count: number;
  private readonly v: Rows | undefined;
  private readonly products: Rows | undefined;

  /**
   * `v` in place of rParameters, `products` in place of rGradParameters. Without `v` the parameters do not move: R backward is then plain
   * backward, of k gradients at once.
   */
  constructor(count: number, v: Rows | undefined, products: Rows | undefined) {
    this.count = count;
    this.v = v;
    this.products = products;
  }

  /** Whether this is the usual pass. */
  private get isSingle(): boolean {
    return this === Directions.single;
  }

  /** Whether the parameters, and so all outputs, move. */
  get moves(): boolean {
    return this.isSingle || this.v !== undefined;
  }

  /** The same products, of parameters that do not move. */
  still(): Directions {
    return new Directions(this.count, undefined, this.products);
  }

  /** The part of direction j that belongs to a field which holds v: rWeight, say. */
  of(field: Tensor, j: number): Tensor {
    return this.v ? piece(this.v, field, j) : field;
  }

  /** The part of product j that belongs to a field which collects Hv: rGradWeight, say. */
  product(field: Tensor, j: number): Tensor {
    return this.products ? piece(this.products, field, j) : field;
  }

  /** The image of direction j. */
  slice<T extends RActivation>(images: T, j: number): T {
    if (this.isSingle || images === undefined) return images;
    if (Array.isArray(images)) return images.map((part) => this.slice(part, j)) as T;
    return slicesOf(images)[j] as T;
  }

  /** `images` in the size that those of `x` have. */
  sized(images: Tensor, x: Tensor): Tensor {
    return this.isSingle ? images.resizeAs(x) : images.resize([this.count, ...x._size]);
  }

  /** The images of all directions as one batch, k times as long; of what has no batch, as a batch of k. */
  folded(images: Tensor): Tensor {
    if (this.isSingle || images._size.length < 3) return images;
    const [k, n, ...rest] = images._size;
    return images.view(k * n, ...rest);
  }

  /** The images that f has for the directions, side by side, in the memory of `last`: what this returned before, for the same purpose. */
  gather(last: RActivation, f: (j: number) => RActivation): RActivation {
    if (this.isSingle) return f(0);
    let images = last;
    for (let j = 0; j < this.count; j++) images = this.withSlice(images, j, f(j));
    return images;
  }

  /** `images` with `image` for direction j; direction 0 gives them their size. */
  private withSlice(images: RActivation, j: number, image: RActivation): RActivation {
    if (image === undefined) return undefined;
    if (Array.isArray(image)) return image.map((part, i) => this.withSlice(entry(images, i), j, part));
    const all = images instanceof Tensor && images.elementType === image.elementType ? images : image.new();
    if (j === 0) this.sized(all, image);
    all.select(0, j).copy(image);
    return all;
  }
}

/** Slices that were asked for last, of tensors that are written again and again: small networks would spend their time on making them. */
const known = new WeakMap<Tensor, { of: Tensor; slices: Tensor[] }>();

function slicesOf(images: Tensor): Tensor[] {
  const last = known.get(images);
  if (last && isSameView(last.of, images)) return last.slices;
  const slices = Array.from({ length: images._size[0] }, (_, j) => images.select(0, j));
  known.set(images, { of: new Tensor(images._storage, images._offset, images._size, images._stride), slices });
  return slices;
}

function isSameView(a: Tensor, b: Tensor): boolean {
  return (
    a._storage === b._storage &&
    a._offset === b._offset &&
    a._size.length === b._size.length &&
    a._size.every((n, d) => n === b._size[d] && a._stride[d] === b._stride[d])
  );
}

function piece({ fields, rows }: Rows, field: Tensor, j: number): Tensor {
  const offset = rows._offset + j * rows._stride[0] + (field._offset - fields._offset);
  return new Tensor(rows._storage, offset, field._size, field._stride);
}

const passes = ['updateROutput', 'updateRGradInput', 'accRGradParameters', 'rBackwardPart'] as const;

/** Whether a module has the R passes of `base`: one that writes some of its own may know nothing of directions. */
export function hasPassesOf(base: abstract new (...args: never[]) => Module, module: Module): boolean {
  const { prototype } = base as { prototype: Module };
  return passes.every((name) => module[name] === prototype[name]);
}
