/** @file Properties of a module's accumulators: they add, scaled, and are zeroed apart. */
import type { Generator, Tensor } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import { floorOf } from './differences.js';
import type { ModuleSubject } from './module-subject.js';
import type { Verdict } from './report.js';
import { elementName, type Result, read, type Section, write } from './section.js';
import { evaluate, image, randomDirection } from './subject.js';
import { tensorPaths } from './walk.js';

const BOUND = 1e-12;

/**
 * Both kinds of accumulator: added to what is there, twice, and with a scale, which the input's gradient does not
 * know.
 */
export function checkAccumulation(subject: ModuleSubject, random: Generator): Verdict[] {
  const direction = randomDirection(random, subject.variables);
  const base = evaluate(subject);
  const floor = floorOf(base);
  const gradients = base.filter(({ role }) => role !== 'output');
  const images = image(subject, direction).filter(({ role }) => role !== 'output');
  const sums = new Comparison(subject.name, 'accumulation', BOUND);
  const scales = new Comparison(subject.name, 'scale', BOUND);
  const { groups } = subject;
  for (const [method, once, again, accumulators] of [
    ['backward', gradients, (scale: number) => subject.accumulate(scale), groups.map((group) => group.gradients)],
    ['rBackward', images, (scale: number) => subject.rAccumulate(scale), groups.map((group) => group.hv)],
  ] as const) {
    const start = accumulators.map(([first]) => Float64Array.from({ length: first.nElement() }, () => random.normal()));
    const fill = (): void => {
      accumulators.forEach((shared, k) => {
        groups[k].zero(shared);
        write(shared[0], start[k]);
      });
    };
    const expected = (factor: number): Result => {
      const inputs = once.length - start.length;
      return once.map((section, k): Section => {
        if (k < inputs) return section;
        return { ...section, values: section.values.map((value, i) => start[k - inputs][i] + factor * value) };
      });
    };
    fill();
    again(1);
    sums.addResults(expected(2), again(1), floor, ` after ${method} twice`);
    for (const scale of [-0.5, 3, 0]) {
      fill();
      scales.addResults(expected(scale), again(scale), floor, ` of ${method} with scale ${scale}`);
    }
  }
  if (gradients.length === 0) for (const comparison of [sums, scales]) comparison.add('', 0, 0, 1);
  return [sums.verdict(), scales.verdict()];
}

/** `zeroGradParameters` zeroes gradients and nothing else, `zeroRGradParameters` Hv and nothing else. */
export function checkZeroing(subject: ModuleSubject): Verdict {
  const comparison = new Comparison(subject.name, 'zeroing', 0);
  const { module } = subject;
  const paths = tensorPaths(module);
  const methods = [
    ['zeroGradParameters', () => module.zeroGradParameters(), 1],
    ['zeroRGradParameters', () => module.zeroRGradParameters(), 3],
  ] as const;
  for (const [method, call, zeroed] of methods) {
    const lists = module.parameters();
    for (const k of [1, 2, 3]) for (const tensor of lists[k]) write(tensor, read(tensor).fill(k + 0.5));
    const before = lists.map((list) => list.map(read));
    call();
    lists.forEach((list, k) => {
      list.forEach((tensor: Tensor, i) => {
        const name = paths.get(tensor) ?? `parameters()[${k}][${i}]`;
        read(tensor).forEach((value, at) => {
          const expected = k === zeroed ? 0 : before[k][i][at];
          comparison.add(`${elementName(name, tensor._size, at)} after ${method}`, expected, value, 1);
        });
      });
    });
    if (lists[0].length === 0) comparison.add('', 0, 0, 1);
  }
  return comparison.verdict();
}
