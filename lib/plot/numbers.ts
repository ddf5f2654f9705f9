/** @file Numbers that pictures take, and how they are written on them. */
import { Tensor } from '../tensor/index.js';

/** A list of numbers, or a tensor, read element by element. */
export type Numbers = Iterable<number> | Tensor;

export function listOf(numbers: Numbers): number[] {
  return numbers instanceof Tensor ? numbers.contiguous().view(-1).toArray() : Array.from(numbers);
}

const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 10⁻⁷ */
export function power(exponent: number): string {
  return `10${[...String(exponent)].map((c) => (c === '-' ? '⁻' : digits[Number(c)])).join('')}`;
}

/** 0.25, −3, 10⁻⁷, 2.5·10¹², ∞, NaN: in as few characters as `significant` digits leave. */
export function shown(x: number, significant: number = 6): string {
  if (Number.isNaN(x)) return 'NaN';
  if (x === 0) return '0';
  const sign = x < 0 ? '−' : '';
  if (!Number.isFinite(x)) return `${sign}∞`;
  const [mantissa, exponent] = Math.abs(x)
    .toExponential(significant - 1)
    .split('e')
    .map(Number);
  if (exponent >= -4 && exponent < 6) return `${sign}${Number(Math.abs(x).toPrecision(significant))}`;
  return `${sign}${mantissa === 1 ? '' : `${mantissa}·`}${power(exponent)}`;
}
