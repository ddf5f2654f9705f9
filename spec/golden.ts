/** @file Golden numbers: reads spec/golden, and compares with the error relative to the largest number expected. */
import { readdirSync, readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { type Activation, shapeOf } from '../lib/nn/activation.js';
import type { Module } from '../lib/nn/module.js';
import { nn } from '../lib/nn.js';
import { Tensor, torch } from '../lib/tensor/index.js';

/** A tensor as Lua Torch7's files (`size`, `type`) and PyTorch's (`shape`, `dtype`) write it, row-major. */
export interface GoldenTensor {
  size?: number[];
  shape?: number[];
  type?: string;
  dtype?: string;
  name?: string;
  data: number[];
}
/** A Lua table is a list; an empty one is written `{}`. */
export type GoldenActivation = GoldenTensor | GoldenActivation[] | Record<string, never>;

/** Relative bounds: of outputs and gradients, and of whatever went through the R-operator. */
export const EXACT = 1e-12;
export const EXACT_R = 1e-10;

const root = new URL('./golden/', import.meta.url);

export function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8')) as T;
}

/** The names of the golden files of a folder, without `.json`, sorted. */
export function namesIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

/** Integers (`torch.LongTensor`, int64) become Long, all else Double. */
export function tensor(golden: GoldenTensor): Tensor {
  const integer = golden.type === 'torch.LongTensor' || golden.dtype === 'int64';
  return Tensor.from(integer ? 'Long' : 'Double', golden.data).view(sizeOf(golden));
}

/** Every tensor of a list end to end: what `getParameters()` holds. */
export function flat(list: readonly GoldenTensor[]): Tensor {
  return Tensor.from(
    'Double',
    list.flatMap((piece) => piece.data),
  );
}

/** A list as Lua writes it, where an empty table is `{}`. */
export function listed(table: GoldenActivation): GoldenTensor[] {
  return Array.isArray(table) ? (table as GoldenTensor[]) : [];
}

/** A number is a tensor without dimensions in PyTorch, of one element here. */
function sizeOf(golden: GoldenTensor): number[] {
  const size = golden.size ?? golden.shape ?? [];
  return size.length > 0 ? size : [golden.data.length];
}

/** max |actual − expected| / max |expected|; where only zeros are expected, anything else is infinitely wrong. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let error = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    // Math.max hands a NaN on.
    error = Math.max(error, Math.abs(actual[i] - expected[i]));
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return error === 0 ? 0 : error / largest;
}

/** Fails unless the shapes agree and the relative error is within `tolerance`. */
export function near(actual: Activation | undefined, golden: GoldenActivation, tolerance: number, what: string): void {
  if (Array.isArray(golden)) {
    const got = actual as Activation[];
    assert.ok(Array.isArray(got), `${what}: expected a table, got ${shapeOf(actual)}`);
    assert.is(got.length, golden.length, `${what}: number of tensors`);
    golden.forEach((piece, i) => {
      near(got[i], piece, tolerance, `${what}[${i}]`);
    });
    return;
  }
  const expected = golden as GoldenTensor;
  assert.instance(actual, Tensor, `${what}: expected a tensor, got ${shapeOf(actual)}`);
  assert.equal((actual as Tensor).size(), sizeOf(expected), `${what}: size`);
  nearNumbers((actual as Tensor).toArray(), expected.data, tolerance, what);
}

export function nearNumbers(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  assert.is(actual.length, expected.length, `${what}: number of elements`);
  const error = relativeError(actual, expected);
  assert.ok(error <= tolerance, `${what}: expected a relative error of at most ${tolerance}, got ${error}`);
}

/** Writes golden tensors into a module's parameters (0), gradients (1), v (2) or Hv (3). */
export function setParameters(module: Module, golden: readonly GoldenTensor[], list: 0 | 2 = 0): void {
  const fields = module.parameters()[list];
  assert.is(fields.length, golden.length, `${module.describe()}: number of parameters`);
  fields.forEach((field, i) => {
    field.copy(tensor(golden[i]));
  });
}

/** Standard normal numbers in the shape of `x`, drawn in the order of its tensors. */
export function randnLike(x: Activation): Activation {
  return Array.isArray(x) ? x.map(randnLike) : torch.randn(x.size());
}

/** The classes that a Lua expression names. */
export function classesIn(code: string): string[] {
  return [...code.matchAll(/nn\.(\w+)\(/g)].map(([, name]) => name);
}

/** The rows whose classes `nn` offers, all of them. */
export function offered<T extends { code: string }>(rows: readonly T[]): T[] {
  return rows.filter(({ code }) => classesIn(code).every((name) => Object.hasOwn(nn, name)));
}
