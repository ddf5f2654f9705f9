/** @file Torch's constructors of tensors and storages, as Lua calls them: sizes, tables, storages with offsets from 1. */
import { type ElementType, type NestedNumbers, Storage, Tensor } from '../../tensor/index.js';
import { fromOne } from './index-base.js';

/** A LongStorage or numbers: sizes. */
function sizesOf(what: string, args: readonly unknown[]): number[] {
  const [first] = args;
  if (first instanceof Storage) return Array.from(first.data);
  const sizes = args.filter((x) => x !== undefined);
  if (sizes.every((x) => typeof x === 'number')) return sizes;
  throw new TypeError(`${what}: expected sizes, got ${args.map(kindOf).join(', ')}`);
}

function kindOf(x: unknown): string {
  if (x instanceof Tensor || x instanceof Storage) return x.type();
  return x === undefined ? 'nil' : Array.isArray(x) ? 'table' : typeof x;
}

/** What follows a storage: an offset, then two LongStorages, or size and stride of each dimension in turn. */
function viewOf(what: string, storage: Storage, [offset, ...rest]: readonly unknown[]): Tensor {
  if (offset === undefined) return new Tensor(storage, 0, storage.size() === 0 ? [] : [storage.size()]);
  if (typeof offset !== 'number') throw new TypeError(`${what}: expected an offset, got ${kindOf(offset)}`);
  const start = fromOne(offset, 'index');
  if (rest.length === 0) return new Tensor(storage, start, [storage.size() - start]);
  if (rest[0] instanceof Storage) {
    const stride = rest[1] instanceof Storage ? Array.from(rest[1].data) : undefined;
    return grown(storage, start, Array.from(rest[0].data), stride);
  }
  const numbers = sizesOf(what, rest);
  const size = numbers.filter((_, i) => i % 2 === 0);
  const given = numbers.filter((_, i) => i % 2 === 1);
  // A stride that is missing or negative is what makes the tensor contiguous.
  const stride = size.map(() => 1);
  for (let d = size.length - 1; d >= 0; d--) {
    const own = d + 1 < size.length ? size[d + 1] * stride[d + 1] : 1;
    stride[d] = (given[d] ?? -1) < 0 ? own : given[d];
  }
  return grown(storage, start, size, stride);
}

/** Torch lets a view make its storage as large as it needs. */
function grown(storage: Storage, offset: number, size: readonly number[], stride?: readonly number[]): Tensor {
  const contiguous = new Tensor(new Storage(storage.elementType), 0, []).resize(size);
  const steps = stride ?? contiguous._stride;
  const last = size.reduce((at, n, d) => at + (n - 1) * steps[d], offset);
  if (size.length > 0 && last >= storage.size()) storage.resize(last + 1);
  return new Tensor(storage, offset, size, stride);
}

export function constructTensor(type: ElementType, args: readonly unknown[]): Tensor {
  const what = `torch.${type.name}Tensor`;
  const [first] = args;
  if (args.length === 0) return Tensor.zeros(type, []);
  if (first instanceof Tensor && first.elementType === type) {
    return new Tensor(first._storage, first._offset, first._size, first._stride);
  }
  if (first instanceof Storage && first.elementType === type) return viewOf(what, first, args.slice(1));
  if (Array.isArray(first)) return Tensor.from(type, first as NestedNumbers);
  if (typeof first === 'number' || (first instanceof Storage && first.elementType.name === 'Long')) {
    return Tensor.zeros(type, sizesOf(what, args));
  }
  throw new TypeError(
    `expecting number, table, ${what} or torch.${type.name}Storage, got ${args.map(kindOf).join(', ')}`,
  );
}

/** `x:set(…)`: makes x a view of what the arguments describe. */
export function setTensor(x: Tensor, args: readonly unknown[]): Tensor {
  return x.set(constructTensor(x.elementType, args));
}

export function constructStorage(type: ElementType, args: readonly unknown[]): Storage {
  const [content, offset, size] = args;
  if (content instanceof Storage && content.elementType === type) {
    const start = typeof offset === 'number' ? fromOne(offset, 'index') : 0;
    const end = typeof size === 'number' ? start + size : content.size();
    return new Storage(type, content.data.subarray(start, end));
  }
  if (content === undefined || typeof content === 'number') return new Storage(type, content ?? 0);
  if (Array.isArray(content)) return new Storage(type, content as number[]);
  throw new TypeError(`torch.${type.name}Storage: expected a size, a table or a storage, got ${kindOf(content)}`);
}
