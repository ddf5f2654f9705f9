/** @file Elements for which a function is defined, and wild ones for which it may not be. */
import type { TypeName } from '../../../../lib/tensor/index.js';
import type { Pick } from '../strided.js';
import type { Definition } from './definitions.js';

export const LARGEST: bigint = BigInt(Number.MAX_SAFE_INTEGER);

/** Bits of C's integer types, and the numbers that they hold. */
export interface IntegerType {
  bits: number;
  low: bigint;
  high: bigint;
}
const signed = (bits: number): IntegerType => {
  const span = 2n ** BigInt(bits - 1);
  return { bits, low: -span, high: span - 1n };
};
export const integerTypes: Readonly<Partial<Record<TypeName, IntegerType>>> = {
  Int: signed(32),
  Short: signed(16),
  Char: signed(8),
  Byte: { bits: 8, low: 0n, high: 255n },
  Long: { bits: 64, low: -LARGEST, high: LARGEST },
};

/** In [−1, 1]. */
const unit = (pick: Pick): number => pick(2001) / 1000 - 1;

function real({ domain }: Definition, first: boolean, wild: boolean, pick: Pick): number {
  if (domain === 'unit') return unit(pick);
  if (domain === 'positive' || domain === 'exponents') return first ? 2 + 1.9 * unit(pick) : 3 * unit(pick);
  if (domain === 'shifts' && !first) return pick(wild ? 2000 : 60) - (wild ? 1000 : 30);
  const special = [0, -0, Infinity, -Infinity, Number.NaN, 1e10, -1.5e-8];
  if (wild && domain !== 'moderate' && pick(2) === 0) return special[pick(special.length)];
  const value = pick(3) === 0 ? pick(9) - 4 : 4 * unit(pick);
  return domain === 'divisors' && value === 0 ? 1.5 : value;
}

function integer({ domain }: Definition, type: IntegerType, first: boolean, wild: boolean, pick: Pick): number {
  const { bits, low, high } = type;
  const within = (value: number): number => (low === 0n ? Math.abs(value) % 256 : value);
  if (domain === 'exponents') return within(first ? (1 + pick(3)) * (pick(2) === 0 ? 1 : -1) : pick(6) - 2);
  if (domain === 'shifts' && !first) return wild ? within(pick(120) - 50) : pick(bits === 64 ? 64 : 32);
  const edges = [low, low + 1n, high, high - 1n, 0n, -1n].filter((edge) => edge >= low);
  if (wild && pick(2) === 0) return Number(edges[pick(edges.length)]);
  const reach = pick(2) === 0 ? 10 : Math.min(Number(high), 2 ** 16);
  const value = within(pick(2 * reach) - reach);
  return domain === 'divisors' && !first && !wild && value === 0
    ? 3
    : Math.min(Math.max(value, Number(low)), Number(high));
}

/** n elements for the operand that stands first or later. */
export function elementsFor(
  definition: Definition,
  type: TypeName,
  first: boolean,
  wild: boolean,
  n: number,
  pick: Pick,
): number[] {
  const integers = integerTypes[type];
  const round = type === 'Float' ? Math.fround : (x: number): number => x;
  return Array.from({ length: n }, () =>
    integers ? integer(definition, integers, first, wild, pick) : round(real(definition, first, wild, pick)),
  );
}
