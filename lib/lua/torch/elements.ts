/** @file x[i], x[{i, {j, k}}], x[mask], x[storage]: reading and writing tensors by Lua's brackets. Indices count from 1. */
import { Storage, Tensor } from '../../tensor/index.js';
import { fromOne } from './index-base.js';

interface Masked {
  maskedSelect(mask: Tensor): Tensor;
  maskedFill(mask: Tensor, value: number): Tensor;
  maskedCopy(mask: Tensor, values: Tensor): Tensor;
}

/** Where brackets lead: one element, a view, or the elements under a mask. */
type Place = { view: Tensor } | { element: number } | { mask: Tensor };

function indexOf(x: Tensor, dim: number, index: number): number {
  const size = x._size[dim];
  const i = fromOne(index, 'index');
  const place = i < 0 ? i + size : i;
  if (!Number.isInteger(place) || place < 0 || place >= size) {
    throw new RangeError(`index out of bound: expected 1..${size} in dimension ${dim + 1}, got ${index}`);
  }
  return place;
}

/** The element, or the slice along the first dimension. */
function first(x: Tensor, index: number): Place {
  if (x.dim() === 0) throw new RangeError('empty tensor');
  const place = indexOf(x, 0, index);
  return x.dim() === 1 ? { element: x._offset + place * x._stride[0] } : { view: x.select(0, place) };
}

/** An index for each dimension. */
function single(x: Tensor, index: readonly number[]): Place {
  if (index.length !== x.dim()) throw new RangeError(`invalid size: expected ${x.dim()} indices, got ${index.length}`);
  return { element: index.reduce((at, i, dim) => at + indexOf(x, dim, i) * x._stride[dim], x._offset) };
}

/** For each dimension an index, or a range: {first, last}, {one}, {} for all. Dimensions at the end may be left out. */
function ranges(x: Tensor, list: readonly unknown[]): Place {
  if (list.length > x.dim()) throw new RangeError(`too many indices provided: expected ${x.dim()}, got ${list.length}`);
  let view = new Tensor(x._storage, x._offset, x._size, x._stride);
  let dim = 0;
  for (const entry of list) {
    if (typeof entry === 'number') {
      const place = indexOf(view, dim, entry);
      if (view.dim() === 1) return { element: view._offset + place * view._stride[0] };
      view = view.select(dim, place);
    } else if (Array.isArray(entry)) {
      const [low = 1, high = entry.length === 0 ? -1 : low] = entry as number[];
      const [from, to] = [indexOf(view, dim, low), indexOf(view, dim, high)];
      if (to < from) throw new RangeError(`end index must be greater or equal to start index, got {${low}, ${high}}`);
      view = view.narrow(dim, from, to - from + 1);
      dim++;
    } else throw new TypeError('expected an index or a table {first, last} for each dimension');
  }
  return { view };
}

/** The place that `key` names; undefined where it is no key of a tensor's elements. */
function placeOf(x: Tensor, key: unknown): Place | undefined {
  if (typeof key === 'number') return first(x, key);
  if (Array.isArray(key)) return ranges(x, key);
  if (key instanceof Storage) return single(x, Array.from(key.data));
  if (key instanceof Tensor && key.elementType.name === 'Byte') return { mask: key };
  return undefined;
}

/** x[key]; undefined where it is nothing. */
export function getElements(x: Tensor, key: unknown): unknown {
  const place = placeOf(x, key);
  if (place === undefined) return undefined;
  if ('element' in place) return x._storage.data[place.element];
  return 'view' in place ? place.view : (x as Tensor & Masked).maskedSelect(place.mask);
}

/** `x:select(dim, i)`, which of a tensor of one dimension is the element, whatever the dimension. */
export function selectElements(x: Tensor, dim: number, index: number): Tensor | number {
  if (x.dim() === 1) return x._storage.data[x._offset + indexOf(x, 0, index) * x._stride[0]];
  return x.select(fromOne(dim, 'dim'), fromOne(index, 'index'));
}

/** x[key] = value. */
export function setElements(x: Tensor, key: unknown, value: unknown): void {
  const place = placeOf(x, key);
  if (place === undefined) {
    throw new TypeError(
      `expected an index, a table of them, a LongStorage or a ByteTensor in brackets, got ${typeof key}`,
    );
  }
  if (typeof value !== 'number' && !(value instanceof Tensor)) {
    throw new TypeError(`expected a number or a tensor to assign, got ${value === undefined ? 'nil' : typeof value}`);
  }
  if ('mask' in place) {
    if (typeof value === 'number') (x as Tensor & Masked).maskedFill(place.mask, value);
    else (x as Tensor & Masked).maskedCopy(place.mask, value);
  } else if ('view' in place) {
    if (typeof value === 'number') place.view.fill(value);
    else place.view.copy(value);
  } else {
    const element = typeof value === 'number' ? value : value.toArray()[0];
    x._storage.data[place.element] = x.elementType.cast(element);
  }
}

/** s[i]; undefined where it is nothing. */
export function getStored(s: Storage, key: unknown): unknown {
  if (typeof key !== 'number') return undefined;
  return s.data[storedAt(s, key)];
}

/** s[i] = value. */
export function setStored(s: Storage, key: unknown, value: unknown): void {
  if (typeof key !== 'number' || typeof value !== 'number') {
    throw new TypeError(`expected s[index] = number, got s[${typeof key}] = ${typeof value}`);
  }
  s.data[storedAt(s, key)] = s.elementType.cast(value);
}

function storedAt(s: Storage, index: number): number {
  if (Number.isInteger(index) && index >= 1 && index <= s.size()) return index - 1;
  throw new RangeError(`index out of bound: expected 1..${s.size()}, got ${index}`);
}
