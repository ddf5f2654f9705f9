/** @file A count of typed arrays, for what has to make none. */
import { elementTypes } from '../lib/tensor/types.js';

const arrays = [
  'Float64Array',
  'Float32Array',
  'Int32Array',
  'Int16Array',
  'Int8Array',
  'Uint8Array',
  'Uint32Array',
] as const;
const copying = ['subarray', 'slice', 'map', 'filter', 'toSorted', 'toReversed', 'with'] as const;

/**
 * How many typed arrays of `least` elements or more `work` makes, by constructors, `from`, `of`, storages, and the methods that return a
 * new one.
 */
export function arraysMade(work: () => void, least: number = 0): number {
  // `of` and `from` construct too: each array counts once.
  const seen = new Set<unknown>();
  const counted = (array: unknown): unknown => {
    if ((array as ArrayLike<number>).length >= least || array instanceof ArrayBuffer) seen.add(array);
    return array;
  };
  const restore: (() => void)[] = [];
  const replace = (owner: object, name: string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    if (!before) return;
    Object.defineProperty(owner, name, { ...before, value });
    restore.push(() => Object.defineProperty(owner, name, before));
  };
  const count = <F extends object>(f: F): F =>
    new Proxy(f, {
      construct: (target, args, newTarget) =>
        counted(Reflect.construct(target as unknown as new () => object, args, newTarget)) as object,
      apply: (target, self, args) => counted(Reflect.apply(target as unknown as () => unknown, self, args)),
    });
  const TypedArray = Object.getPrototypeOf(Float64Array) as { prototype: Record<string, object> } & Record<
    string,
    object
  >;
  for (const name of copying)
    if (TypedArray.prototype[name]) replace(TypedArray.prototype, name, count(TypedArray.prototype[name]));
  for (const name of ['from', 'of']) replace(TypedArray, name, count(TypedArray[name]));
  replace(globalThis, 'ArrayBuffer', count(ArrayBuffer));
  for (const name of arrays) replace(globalThis, name, count(globalThis[name]));
  // Storages hold the constructors that they met when loaded.
  for (const type of Object.values(elementTypes)) replace(type, 'allocate', count(type.allocate));
  try {
    work();
  } finally {
    for (const undo of restore.reverse()) undo();
  }
  return seen.size;
}
