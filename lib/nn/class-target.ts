/** @file Class labels read as data: their base, their range, and the hint for labels that count from 1. */
import { Tensor } from '../tensor/index.js';
import type { Target } from './criterion.js';
import { checkIs } from './kinds.js';
import { checkNumbers, type NumberRule } from './numbers.js';
import { implied, type TorchField } from './torch-field.js';

/** Where labels start: 0, or 1 for objects that came through a Lua door. */
export type IndexBase = 0 | 1;

const base: NumberRule = { words: '0 or 1', holds: (n) => n === 0 || n === 1 };

/** The base, if it is one. */
export function checkedBase(who: string, indexBase: IndexBase): IndexBase {
  checkNumbers(who, { indexBase }, base);
  return indexBase;
}

/** The base of what comes from Torch. */
export const torchIndexBase: TorchField = implied(1);

/** A label in a field of something with an indexBase, -100 where Torch's files do not have it. Negative ones stand for no class. */
export const labelField: TorchField = {
  toTorch: (value, owner) => {
    const label = value as number;
    return label < 0 ? label : label + 1 - (owner as unknown as { indexBase: IndexBase }).indexBase;
  },
  fromTorch: (value = -100, expect) => (Number.isInteger(value) ? value : expect('a whole number')),
};

/** The error for an index outside 0 … n − 1 (or 1 … n), which says so when the index looks 1-based. */
export function indexError(who: string, what: string, value: number, n: number, base: IndexBase): RangeError {
  const hint = base === 0 && value === n ? '; labels that count from 1 need indexBase 1' : '';
  return new RangeError(`${who}: expected ${what} in ${base}..${n - 1 + base}, got ${value}${hint}`);
}

/** Label i of a target that is one class or a 1-D tensor of any type. */
export function labelAt(target: Target, i: number): number {
  return target instanceof Tensor ? target._storage.data[target._offset + i * target._stride[0]] : (target as number);
}

/** The class, from 0, that label i of a target stands for. */
export function classAt(who: string, target: Target, i: number, n: number, base: IndexBase): number {
  const label = labelAt(target, i);
  const k = label - base;
  if (!(Number.isInteger(k) && k >= 0 && k < n)) throw indexError(who, 'target', label, n, base);
  return k;
}

/** Throws unless there are no weights, or one for each class. */
export function checkWeights(name: string, weights: Tensor | undefined): void {
  if (weights === undefined) return;
  checkIs(name, 'weights to be a tensor', weights, Tensor);
  if (weights.dim() !== 1) {
    throw new RangeError(`${name}: expected weights (n), got ${weights.describe()}`);
  }
}

/** The weight of class k, 1 where there are no weights. */
export function weightAt(weights: Tensor | undefined, k: number): number {
  return weights ? weights._storage.data[weights._offset + k * weights._stride[0]] : 1;
}

/** Throws unless the target is one class (rows = 1) or a 1-D tensor of `rows` labels. */
export function checkLabels(who: string, target: Target, rows: number): void {
  if (typeof target === 'number') {
    if (rows !== 1) throw new RangeError(`${who}: expected target (${rows}), got the number ${target}`);
  } else if (!(target instanceof Tensor)) {
    throw new TypeError(`${who}: expected target to be a number or a 1-D tensor, got ${typeof target}`);
  } else if (target.dim() !== 1 || target._size[0] !== rows) {
    throw new RangeError(`${who}: expected target (${rows}), got (${target._size.join(' × ')})`);
  }
}
