/** @file The sizes that a module is told to give its output; one of them may be left to the input. */
import { Storage } from '../tensor/index.js';
import { checkIsNumber } from './numbers.js';
import type { TorchField } from './torch-field.js';

/** Sizes as arguments, or in one array. */
export type Sizes = number[] | [readonly number[]];

/** Throws unless there are sizes, each a whole number from 1 up. */
export function checkSizes(who: string, sizes: readonly number[], got: string = sizes.join(', ')): void {
  checkKinds(who, sizes);
  if (sizes.length === 0 || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
    throw new RangeError(`${who}: expected sizes from 1 up, got (${got})`);
  }
}

/** @throws TypeError unless each is a number. */
function checkKinds(who: string, sizes: readonly unknown[]): void {
  for (const size of sizes) checkIsNumber(who, 'each size', size);
}

const rule = 'sizes from 1 up, but for one -1';

function areSizes(size: readonly number[]): boolean {
  const each = size.every((s) => Number.isInteger(s) && (s >= 1 || s === -1));
  return each && size.length > 0 && size.indexOf(-1) === size.lastIndexOf(-1);
}

/** A copy of the sizes. Throws unless they are from 1 up, but for one −1 that stands for as much as is left. */
export function checkedSizes(who: string, sizes: Sizes): number[] {
  const size = Array.isArray(sizes[0]) ? [...sizes[0]] : (sizes as number[]).slice();
  checkKinds(who, size);
  if (!areSizes(size)) throw new RangeError(`${who}: expected ${rule}, got (${size.join(', ')})`);
  return size;
}

/** Such sizes as Torch's field: a LongStorage. */
export const sizesField: TorchField = {
  toTorch: (value) => new Storage('Long', value as number[]),
  fromTorch: (value, expect) => {
    if (!(value instanceof Storage)) return expect('a LongStorage');
    const size = Array.from(value.data);
    return areSizes(size) ? size : expect(rule, `(${size.join(', ')})`);
  },
};

/** The product of the sizes that are not −1. */
export function fixedElements(size: readonly number[]): number {
  return size.reduce((product, s) => (s === -1 ? product : product * s), 1);
}

/** The sizes of n elements, −1 resolved; undefined where n elements have no such sizes. */
export function sizesOf(size: readonly number[], n: number): number[] | undefined {
  const left = n / fixedElements(size);
  if (!Number.isInteger(left) || left < 1 || (left !== 1 && !size.includes(-1))) return undefined;
  return size.map((s) => (s === -1 ? left : s));
}
