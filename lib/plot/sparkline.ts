/** @file A line of text that shows the course of numbers. */
import { listOf, type Numbers } from './numbers.js';

const blocks = '▁▂▃▄▅▆▇█';

export interface SparklineOptions {
  /** At most so many characters, each the mean of as many neighbours; by default one for each value. */
  width?: number;
  /** 'log' for values whose orders of magnitude matter; 'linear' by default. */
  scale?: 'linear' | 'log';
}

/**
 * ▇▅▃▂▁▁: the lowest block for the smallest value, the highest for the largest. What cannot be shown, values that are not finite and on a
 * logarithmic scale those that are not positive, is a space. Equal values are low blocks.
 *
 * @throws RangeError for a width that is not a whole number from 1 up.
 */
export function sparkline(values: Numbers, options: SparklineOptions = {}): string {
  const { width = Infinity, scale = 'linear' } = options;
  if (!(width === Infinity || (Number.isInteger(width) && width >= 1))) {
    throw new RangeError(`plot.sparkline: expected a width from 1 up, got ${width}`);
  }
  // Halved, so that no difference of two values overflows.
  const list = listOf(values).map((x) => (scale === 'log' ? (x > 0 ? Math.log(x) : NaN) : x / 2));
  const count = Math.min(list.length, width);
  const means = Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * list.length) / count);
    const group = list.slice(from, Math.floor(((i + 1) * list.length) / count)).filter(Number.isFinite);
    return group.reduce((sum, x) => sum + x / group.length, 0) / (group.length === 0 ? 0 : 1);
  });
  const finite = means.filter(Number.isFinite);
  const [low, high] = [
    finite.reduce((a, b) => Math.min(a, b), Infinity),
    finite.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const level = (x: number): number => (high === low ? 0 : Math.min(7, Math.floor(((x - low) / (high - low)) * 8)));
  return means.map((x) => (Number.isFinite(x) ? blocks[level(x)] : ' ')).join('');
}
