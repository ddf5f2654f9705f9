/** @file What operators are made of: one batch as (input, target), or batches, and options behind them. */
import type { Activation } from '../nn/activation.js';
import type { Target } from '../nn/criterion.js';
import type { Batches } from './data.js';

/** Reads (input, target, options) or (batches, options). */
export function dataAndOptions<Options extends object>(
  data: Activation | Batches,
  third: Target | Options,
  fourth: Options | undefined,
): [batches: Batches, options: Options | undefined] {
  const isOptions =
    third === undefined || (typeof third === 'object' && Object.getPrototypeOf(third) === Object.prototype);
  if (isOptions) return [data as Batches, third as Options | undefined];
  return [{ input: data as Activation, target: third as Target }, fourth];
}
