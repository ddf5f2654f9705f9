/** @file Property: the gradient that backward computes is that of forward. */
import type { Generator } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import { differentiate } from './differences.js';
import type { Verdict } from './report.js';
import { elementName, largest, scalarSection } from './section.js';
import {
  type Direction,
  evaluate,
  type Point,
  pairing,
  randomDirection,
  type Subject,
  unitDirection,
} from './subject.js';

/** Up to this many elements each is checked alone, so that the worst can be named. */
export const TINY = 40;
/** How many elements are looked through for the one that made a random direction fail. */
const SEARCHED = 4000;
const BOUND = 1e-8;

export function checkGradient(subject: Subject, point: Point, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}.backward`, 'gradient', BOUND);
  const { variables } = subject;
  const gradients = evaluate(subject);
  const [, magnitude] = subject.scalar();
  const f = () => [scalarSection('output', 'output', subject.scalar()[0])];
  const slope = (direction: Direction, floor: number) => differentiate(f, point, direction, floor);

  variables.forEach(({ tensor, gradient, kind }, k) => {
    if (gradient < 0) return;
    const { name, size, values } = gradients[gradient];
    const scale = Math.max(largest(values), 1e-4 * magnitude) || Number.MIN_VALUE;
    const one = (i: number): void => {
      const { values: found, reliable } = slope(unitDirection(variables, k, i), scale);
      if (reliable[0][0] === 1) {
        comparison.add(elementName(name, size, i), found[0][0], values[i], Math.max(scale, Math.abs(found[0][0])));
      } else comparison.skip();
    };
    if (tensor.nElement() <= TINY) {
      for (let i = 0; i < values.length; i++) one(i);
      return;
    }
    const trials: [found: number, got: number, scale: number][] = [];
    for (let trial = 0; trial < 3; trial++) {
      const direction = randomDirection(random, variables, kind).map((piece, j) => (j === k ? piece : undefined));
      const [got, terms] = pairing(variables, gradients, direction);
      const norm = Math.max(terms / Math.sqrt(values.length), 1e-4 * magnitude) || Number.MIN_VALUE;
      const { values: found, reliable } = slope(direction, norm);
      if (reliable[0][0] === 1) trials.push([found[0][0], got, Math.max(norm, Math.abs(found[0][0]))]);
      else comparison.skip();
    }
    const wrong = trials.some(([found, got, norm]) => !(Math.abs(found - got) <= BOUND * norm));
    if (wrong) for (let i = 0; i < Math.min(values.length, SEARCHED); i++) one(i);
    if (!comparison.failed) for (const trial of trials) comparison.add(`⟨${name}, v⟩`, ...trial);
  });
  point.back();
  // Of indices, say: there is nothing to differentiate by.
  if (variables.every(({ gradient }) => gradient < 0)) comparison.add('', 0, 0, 1);
  return comparison.verdict();
}
