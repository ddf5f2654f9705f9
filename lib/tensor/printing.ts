/** @file Printing: tensors and storages as text, to the character as Torch7 writes them. */
import { general } from './general.js';
import type { Storage } from './storage.js';
import type { Tensor } from './tensor.js';

export interface Printing {
  /**
   * The values and a last line with type and size, in one format for all of them. With e₀ and e₁ the numbers of digits
   * before the point of the smallest and the largest |value|:
   *
   *     whole numbers, e₁ ≤ 9        as they are, e₁ + 1 wide
   *     whole numbers otherwise      1.0000e+10
   *     e₁ − e₀ > 4                  1.0000e-06
   *     e₁ > 5 or e₁ < 0             multiples, 4 decimals, of 10^(e₁ − 1), which stands in front
   *     otherwise                    4 decimals
   *     where a NaN is               6 decimals, not aligned
   *
   * One dimension goes down the page, two make rows of at most 80 characters (more columns continue in blocks), more are
   * printed matrix by matrix, the first index fastest. The indices in these headings count from 1, as in Torch.
   */
  toString(): string;
}

export const printing: Printing & ThisType<Tensor> = {
  toString() {
    const size = this.size();
    if (size.length === 0) return `[${this.type()} with no dimension]\n`;
    const values = this.toArray();
    const format = formatFor(values);
    const last = `[${this.type()} of size ${size.join('x')}]\n`;
    if (size.length === 1) return list(values, format) + last;
    if (size.length === 2) return matrix(values, size[1], format, '') + last;
    return matrices(values, size, format) + last;
  },
};

/** A storage, printed as a tensor of one dimension is. */
export function storageToString(storage: Storage): string {
  const values = Array.from(storage.data);
  return `${list(values, formatFor(values))}[${storage.type()} of size ${values.length}]\n`;
}

interface Format {
  readonly scale: number | undefined;
  /** NaN where values are not aligned. */
  readonly width: number;
  readonly print: (value: number) => string;
}

function formatFor(values: readonly number[]): Format {
  const whole = values.every((value) => value === Math.ceil(value));
  let smallest = Infinity;
  let largest = 0;
  for (const value of values) {
    smallest = Math.min(smallest, Math.abs(value));
    largest = Math.max(largest, Math.abs(value));
  }
  if (Number.isNaN(largest)) return { scale: undefined, width: NaN, print: (value) => fixed(value, 6) };
  const e0 = digitsBeforePoint(smallest);
  const e1 = digitsBeforePoint(largest);
  if (whole) return e1 > 9 ? aligned(11, exponential) : aligned(e1 + 1, String);
  if (e1 - e0 > 4) return aligned(Math.abs(e1) > 99 || Math.abs(e0) > 99 ? 12 : 11, exponential);
  if (e1 > 5 || e1 < 0) return aligned(7, fixed, Number(`1e${e1 - 1}`));
  return aligned(e1 === 0 ? 7 : e1 + 6, fixed);
}

function aligned(width: number, print: (value: number, places: number) => string, scale?: number): Format {
  return { scale, width, print: (value) => print(scale === undefined ? value : value / scale, 4).padStart(width) };
}

/** ⌊log₁₀ x⌋ + 1, and 1 for zero: 0 for 0.1 … 0.99, negative below. */
function digitsBeforePoint(x: number): number {
  return x === 0 ? 1 : Math.floor(Math.log10(x)) + 1;
}

function list(values: readonly number[], format: Format): string {
  const lines = values.map((value) => `${format.print(value)}\n`);
  if (format.scale !== undefined) lines.unshift(`${general(format.scale)} *\n`);
  return lines.join('');
}

/** A matrix in row-major order. Only the first block of columns has the indent before its heading: so does Torch. */
function matrix(values: readonly number[], columns: number, format: Format, indent: string): string {
  const { scale, width, print } = format;
  const fitting = Number.isNaN(width) ? columns : Math.floor((80 - indent.length) / (width + 1));
  const head = scale === undefined ? '' : `${general(scale)} *\n ${indent}`;
  const lineStart = scale === undefined ? indent : `${indent} `;
  const blocks: string[] = [];
  for (let first = 0; first < columns; first += fitting) {
    const end = Math.min(first + fitting, columns);
    const title = fitting < columns ? `Columns ${first + 1} to ${end}\n${indent}` : '';
    const rows: string[] = [];
    for (let start = 0; start < values.length; start += columns) {
      const row = values.slice(start + first, start + end);
      rows.push(`${row.map(print).join(' ')}\n`);
    }
    blocks.push(title + head + rows.join(lineStart));
  }
  return indent + blocks.join('\n');
}

function matrices(values: readonly number[], size: readonly number[], format: Format): string {
  const outer = size.slice(0, -2);
  const columns = size[size.length - 1];
  const length = columns * size[size.length - 2];
  const blocks: string[] = [];
  for (let n = 0; n * length < values.length; n++) {
    const index: number[] = [];
    let rest = n;
    let position = 0;
    for (const s of outer) {
      const i = rest % s;
      rest = Math.floor(rest / s);
      position = position * s + i;
      index.push(i + 1);
    }
    const slice = values.slice(position * length, (position + 1) * length);
    blocks.push(`(${index.join(',')},.,.) = \n${matrix(slice, columns, format, ' ')}`);
  }
  return blocks.join('\n');
}

/**
 * C's `%.<places>f` as LuaJIT 2.1, Torch's Lua, writes it: a NaN has no sign, and a value halfway between two roundings
 * goes away from zero, as JavaScript's own formats do. (C's library takes the even one.)
 */
function fixed(x: number, places: number): string {
  if (!Number.isFinite(x)) return nonFinite(x);
  const size = Math.abs(x);
  // toFixed stops at 1e21, where doubles have long been whole.
  return withSign(x, size < 1e21 ? size.toFixed(places) : `${BigInt(size)}.${'0'.repeat(places)}`);
}

/** C's `%.<places>e`, rounded like `fixed`: an exponent of at least two digits. */
function exponential(x: number, places: number): string {
  if (!Number.isFinite(x)) return nonFinite(x);
  const [digits, exponent] = Math.abs(x).toExponential(places).split('e');
  return withSign(x, `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`);
}

function nonFinite(x: number): string {
  return Number.isNaN(x) ? 'nan' : x < 0 ? '-inf' : 'inf';
}

function withSign(x: number, text: string): string {
  return x < 0 || Object.is(x, -0) ? `-${text}` : text;
}
