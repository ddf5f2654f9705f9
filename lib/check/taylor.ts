/** @file Properties: Taylor remainders fall with the order that the derivatives promise. */
import type { Generator } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import { differentiate, floorOf } from './differences.js';
import type { Verdict } from './report.js';
import type { Role } from './section.js';
import { evaluate, image, type Point, pairing, randomDirection, type Subject } from './subject.js';

/** Small enough not to leave the domain of a loss of probabilities. */
const STEPS: readonly number[] = Array.from({ length: 9 }, (_, i) => 2 ** (-7 - i));
/** How far a measured order may stay behind. */
const BOUND = 0.3;
/** Chance may cancel the leading term along one direction, not along three. */
const TRIALS = 3;

/** One remainder as a function of the step, and the size below which it is rounding. */
interface Remainder {
  sizes: number[];
  noise: number;
}

/** ‖F(p + hv) − F(p) − h·R‖ falls with h², for the output (or the loss) and for the gradients. */
export function checkTaylorOfPasses(subject: Subject, point: Point, random: Generator): Verdict[] {
  const forward = (): Remainder => remainderOfPass(subject, point, random, (role) => role === 'output');
  const backward = (): Remainder => remainderOfPass(subject, point, random, (role) => role !== 'output');
  return [
    order(`${subject.name}.rForward`, 'Taylor order of forward', 2, forward),
    order(`${subject.name}.rBackward`, 'Taylor order of backward', 2, backward),
  ];
}

/** |s(p + hv) − s(p) − h⟨∇s, v⟩ − ½h²⟨v, Hv⟩| falls with h³, for the loss or ⟨gradOutput, forward⟩. */
export function checkTaylorOfScalar(subject: Subject, point: Point, random: Generator): Verdict {
  return order(`${subject.name}.rBackward`, 'Taylor order of the scalar', 3, () => {
    point.back();
    const { variables } = subject;
    const v = randomDirection(random, variables, 'input', 'parameter');
    const gradients = evaluate(subject);
    const [first] = pairing(variables, gradients, v);
    const [second] = pairing(variables, image(subject, v), v);
    const [value, magnitude] = subject.scalar();
    const sizes = STEPS.map((h) => {
      point.move(v, h);
      return Math.abs(subject.scalar()[0] - value - h * first - 0.5 * h * h * second);
    });
    point.back();
    return { sizes, noise: 1e-13 * Math.max(magnitude, Math.abs(first), Math.abs(second)) };
  });
}

function remainderOfPass(
  subject: Subject,
  point: Point,
  random: Generator,
  wanted: (role: Role) => boolean,
): Remainder {
  point.back();
  const v = randomDirection(random, subject.variables);
  const base = evaluate(subject);
  const floor = floorOf(base);
  const images = image(subject, v);
  // Elements at a kink have no Taylor series.
  const { reliable } = differentiate(() => evaluate(subject), point, v, floor);
  const sizes = STEPS.map((h) => {
    point.move(v, h);
    let square = 0;
    evaluate(subject).forEach(({ role, values }, k) => {
      if (!wanted(role)) return;
      values.forEach((value, i) => {
        if (reliable[k][i] === 1) square += (value - base[k].values[i] - h * images[k].values[i]) ** 2;
      });
    });
    return Math.sqrt(square);
  });
  point.back();
  return { sizes, noise: 1e4 * floor * 1e-13 };
}

function order(who: string, property: string, expected: number, measure: () => Remainder): Verdict {
  let best = Number.NEGATIVE_INFINITY;
  for (let trial = 0; trial < TRIALS && !(best >= expected - BOUND); trial++)
    best = Math.max(best, slope(measure(), expected));
  const comparison = new Comparison(who, property, BOUND);
  comparison.measure('order of the remainder', Math.max(0, expected - best), expected, Number(best.toFixed(2)));
  return comparison.verdict();
}

/**
 * The slope of log remainder over log step at the smallest steps where the remainder is not rounding. A remainder
 * that vanishes has any order; so has one that vanishes at the smallest step, having met a kink at larger ones.
 */
function slope({ sizes, noise }: Remainder, expected: number): number {
  if (sizes.some(Number.isNaN)) return Number.NEGATIVE_INFINITY;
  const above = sizes.filter((size) => size > 10 * noise);
  if (above.length < 2) return expected;
  const tail = above.slice(-4);
  const measured = Math.log2(tail[0] / tail[tail.length - 1]) / (tail.length - 1);
  const vanishes = sizes[sizes.length - 1] <= noise;
  return measured < expected - BOUND && vanishes ? expected : measured;
}
