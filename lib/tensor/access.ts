/** @file x.get and x.set: elements, ranges and masks; and set's other meaning, what memory a tensor views. */
import { type StorageView, viewOf } from './constructors.js';
import { kindOf } from './operands.js';
import { Storage } from './storage.js';
import { Tensor } from './tensor.js';

/** What stands for one dimension: [] for all of it, [i] for i alone (the dimension stays), [first, last], both included. */
export type Range = readonly [] | readonly [index: number] | readonly [first: number, last: number];

export interface Access {
  /**
   * `x.get(i, j)` is an element. With ranges it is a view: `x.get([0, 1], [], 2)` has rows 0 and 1, all of dimension 1, and
   * of dimension 2, which disappears, index 2; dimensions that are left out are there in full. Indices count from 0, negative
   * ones from the end.
   *
   * `x.get(mask)`, of a ByteTensor of zeros and ones with as many elements as x, is a copy of the elements at its ones.
   *
   * @throws RangeError for indices that are not there, and for a range that ends before it begins.
   */
  get(...index: number[]): number;
  get(mask: Tensor): Tensor;
  get(...index: (number | Range)[]): Tensor;
  /**
   * `x.set(i, j, value)` writes an element; what stands before the value otherwise says where to write as in `get`, and the
   * value is a number, or a tensor of as many elements: `x.set([0, 1], [], 2, 0)`, `x.set(mask, y)`.
   *
   * `x.set(y)` and `x.set(storage, offset, sizes, strides)` make x a view of it, with no sizes of all that lies behind the
   * offset; sizes and strides may also be given in turn, as numbers. `x.set()` makes it empty. The storage is never grown.
   *
   * @throws RangeError as `get`, and for a view that leaves the storage; TypeError for memory of another type.
   */
  set(): this;
  set(source: Tensor): this;
  set(...view: StorageView): this;
  set(...indexThenValue: number[]): this;
  set(mask: Tensor, value: number | Tensor): this;
  set(...indexThenValue: [...(number | Range)[], value: number | Tensor]): this;
}

type Index = number | Range | Tensor;

const WHOLE: Range = [];

function whole(method: string, d: number, size: number, given: number): number {
  const i = given < 0 ? given + size : given;
  if (!Number.isInteger(i) || i < 0 || i >= size) {
    throw new RangeError(`Tensor.${method}: expected index ${d} in 0..${size - 1}, got ${given}`);
  }
  return i;
}

/** Where the element is that the first n of these indices name; −1 when one of them is no number. */
function position(x: Tensor, method: string, index: readonly unknown[], n: number): number {
  const { _size: size, _stride: stride } = x;
  if (n !== size.length || n === 0) {
    if (index.slice(0, n).some((i) => typeof i !== 'number')) return -1;
    throw new RangeError(`Tensor.${method}: expected ${size.length} indices, got ${n}`);
  }
  let place = x._offset;
  for (let d = 0; d < n; d++) {
    const i = index[d];
    if (typeof i !== 'number') return -1;
    place += whole(method, d, size[d], i) * stride[d];
  }
  return place;
}

function bounds(method: string, d: number, size: number, range: Range): [first: number, last: number] {
  if (Array.isArray(range) && range.length === 0) return [0, size - 1];
  if (!Array.isArray(range) || range.length > 2 || range.some((i) => typeof i !== 'number')) {
    const got = Array.isArray(range) ? `[${range.join(', ')}]` : kindOf(range);
    throw new TypeError(`Tensor.${method}: expected a number, [], [i] or [first, last] in place ${d}, got ${got}`);
  }
  const first = whole(method, d, size, range[0]);
  const last = whole(method, d, size, range[range.length - 1]);
  if (last < first) {
    throw new RangeError(
      `Tensor.${method}: expected a range that ends behind its beginning, got [${range.join(', ')}]`,
    );
  }
  return [first, last];
}

/** The view that numbers and ranges name; not all dimensions may have numbers. */
function part(x: Tensor, method: string, index: readonly (number | Range)[]): Tensor {
  const { _size: sizes, _stride: strides } = x;
  if (index.length > sizes.length) {
    throw new RangeError(`Tensor.${method}: expected ${sizes.length} indices at most, got ${index.length}`);
  }
  const size: number[] = [];
  const stride: number[] = [];
  let offset = x._offset;
  for (let d = 0; d < sizes.length; d++) {
    const item = d < index.length ? index[d] : WHOLE;
    if (typeof item === 'number') offset += whole(method, d, sizes[d], item) * strides[d];
    else {
      const [first, last] = bounds(method, d, sizes[d], item);
      offset += first * strides[d];
      size.push(last - first + 1);
      stride.push(strides[d]);
    }
  }
  return new Tensor(x._storage, offset, size, stride);
}

function get(this: Tensor, ...index: number[]): number;
function get(this: Tensor, mask: Tensor): Tensor;
function get(this: Tensor, ...index: (number | Range)[]): Tensor;
function get(this: Tensor, ...index: Index[]): number | Tensor {
  const place = position(this, 'get', index, index.length);
  if (place >= 0) return this._storage.data[place];
  const [mask] = index;
  return mask instanceof Tensor ? this.maskedSelect(mask) : part(this, 'get', index as (number | Range)[]);
}

function set(this: Tensor, ...args: unknown[]): Tensor {
  const n = args.length - 1;
  const value = args[n];
  if (typeof value === 'number' && n > 0) {
    const place = position(this, 'set', args, n);
    if (place >= 0) {
      this._storage.data[place] = this.elementType.cast(value);
      return this;
    }
  }
  const [first] = args;
  if (n < 0) return this.become(Tensor.zeros(this.elementType, []));
  if (first instanceof Storage) return this.become(viewOf(...(args as StorageView)));
  if (first instanceof Tensor && n === 0) return this.become(first);
  if (typeof value !== 'number' && !(value instanceof Tensor)) {
    throw new TypeError(`Tensor.set: expected a number or a tensor to write, got ${kindOf(value)}`);
  }
  if (first instanceof Tensor) {
    if (typeof value === 'number') this.maskedFill(first, value);
    else this.maskedCopy(first, value);
    return this;
  }
  const index = args.slice(0, n) as (number | Range)[];
  if (typeof value === 'number') part(this, 'set', index).fill(value);
  else if (n === this.dim() && index.every((i) => typeof i === 'number')) {
    throw new TypeError(`Tensor.set: expected a number to write into an element, got ${value.describe()}`);
  } else part(this, 'set', index).copy(value);
  return this;
}

export const access: Access = { get, set: set as Access['set'] };
