/** @file Section: a copy of one tensor that a pass produced, with the name that a message gives it. */
import { shapeOf } from '../nn/activation.js';
import { Storage, Tensor } from '../tensor/index.js';

/** Which of the three results of a pass, or of its image under R, a section belongs to. */
export type Role = 'output' | 'gradInput' | 'gradParameters';

export interface Section {
  readonly role: Role;
  /** `rGradInput`, `output[1]`, `modules[0].gradWeight`. */
  readonly name: string;
  /** No dimensions for a plain number. */
  readonly size: readonly number[];
  readonly values: Float64Array;
}

/** The sections of a pass, always in the same order. */
export type Result = readonly Section[];

export function section(role: Role, name: string, x: Tensor): Section {
  return { role, name, size: x.size(), values: read(x) };
}

export function scalarSection(role: Role, name: string, value: number): Section {
  return { role, name, size: [], values: Float64Array.of(value) };
}

/** `weight[0,3]`. */
export function elementName(name: string, size: readonly number[], i: number): string {
  if (size.length === 0) return name;
  const index: number[] = [];
  let rest = i;
  for (let d = size.length - 1; d >= 0; d--) {
    index.unshift(rest % size[d]);
    rest = Math.floor(rest / size[d]);
  }
  return `${name}[${index.join(',')}]`;
}

/** The elements in row-major order, copied. */
export function read(x: Tensor): Float64Array {
  const n = x.nElement();
  if (!x.isContiguous()) return Float64Array.from(x.toArray());
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = x._storage.data[x._offset + i];
  return values;
}

/** Writes the elements in row-major order. */
export function write(x: Tensor, values: Float64Array): void {
  if (values.length !== x.nElement()) {
    throw new RangeError(`write: expected ${x.nElement()} elements for ${shapeOf(x)}, got ${values.length}`);
  }
  if (x.isContiguous()) for (let i = 0; i < values.length; i++) x._storage.data[x._offset + i] = values[i];
  else x.copy(new Tensor(new Storage('Double', values.slice()), 0, x._size));
}

export function largest(values: Float64Array): number {
  let max = 0;
  for (const value of values) {
    if (Number.isNaN(value)) return Number.NaN;
    if (Math.abs(value) > max) max = Math.abs(value);
  }
  return max;
}
