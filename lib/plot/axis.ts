/** @file Axes: what they span, and where their ticks are. */
import { power, shown } from './numbers.js';

export interface Axis {
  type: 'linear' | 'log';
  domain: [from: number, to: number];
  ticks: number[];
  tickFormat: (x: number) => string;
  /** What is measured, with its unit in parentheses where it has one. */
  label: string;
}

/** Smallest and largest of what can be shown. */
function extent(who: string, values: Iterable<number>, positive: boolean): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const x of values) {
    if (!Number.isFinite(x) || (positive && x <= 0)) continue;
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  if (low > high) {
    throw new RangeError(`plot.${who}: expected at least one ${positive ? 'positive' : 'finite'} value, got none`);
  }
  return [low, high];
}

/** Multiples of 1, 2 or 5 times a power of ten, about `count` of them. */
function roundTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => rough <= factor * power * 1.0001) ?? 10);
  // Of the smallest numbers there are no parts.
  if (!(step > 0)) return [low, high];
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(15)));
}

/** As many digits as tell ticks apart. */
function formatOf(ticks: readonly number[]): Axis['tickFormat'] {
  const largest = Math.max(...ticks.map(Math.abs));
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : largest;
  const significant = Math.min(15, Math.max(1, Math.ceil(Math.log10(largest / step) - 1e-9) + 1));
  return (x) => shown(x, Math.max(3, significant));
}

/**
 * An axis over all finite values; a single one stands in its middle.
 *
 * @throws RangeError where no value is finite, or the range itself is not.
 */
export function linearAxis(who: string, values: Iterable<number>, label: string, count: number = 6): Axis {
  let [low, high] = extent(who, values, false);
  if (!Number.isFinite(high - low)) {
    throw new RangeError(`plot.${who}: expected values whose range is finite, got ${low} to ${high}`);
  }
  if (high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high))) {
    const room = Math.abs(low) / 2 || 1;
    [low, high] = [low - room, high + room];
  }
  const ticks = roundTicks(low, high, count);
  return { type: 'linear', domain: [low, high], ticks, tickFormat: formatOf(ticks), label };
}

/** A logarithmic axis over all positive finite values. @throws RangeError where there is none */
export function logAxis(who: string, values: Iterable<number>, label: string): Axis {
  let [low, high] = extent(who, values, true);
  if (high / low < 1.001) [low, high] = [Math.max(low / 2, Number.MIN_VALUE), Math.min(high * 2, Number.MAX_VALUE)];
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const exponents = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const axis = { type: 'log' as const, domain: [low, high] as [number, number], label };
  if (exponents.length > 3) {
    const every = Math.ceil(exponents.length / 8);
    const kept = exponents.filter((exponent) => exponent % every === 0);
    const plain = first >= -3 && last <= 4;
    const tickFormat = (x: number): string => (plain ? shown(x) : power(Math.round(Math.log10(x))));
    return { ...axis, ticks: kept.map((exponent) => Number(`1e${exponent}`)), tickFormat };
  }
  let ticks = [first - 1, ...exponents].flatMap((exponent) =>
    [1, 2, 5].map((factor) => Number(`${factor}e${exponent}`)),
  );
  ticks = ticks.filter((x) => x >= low * (1 - 1e-9) && x <= high * (1 + 1e-9));
  if (ticks.length >= 2) return { ...axis, ticks, tickFormat: (x) => shown(x) };
  ticks = roundTicks(low, high, 4);
  return { ...axis, ticks, tickFormat: formatOf(ticks) };
}
