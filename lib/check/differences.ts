/** @file Derivatives along a direction by central differences, extrapolated, with an estimate of their own error. */
import { largest, type Result, type Section } from './section.js';
import type { Direction, Point } from './subject.js';

/** An element whose differences did not converge is not judged: it lies at a kink, or next to one. */
export interface Derivative {
  readonly values: readonly Float64Array[];
  readonly reliable: readonly Uint8Array[];
}

/**
 * First steps, tried in turn until every element converged. At 2⁻⁹ both errors, of truncation and of rounding, are
 * about 1e-12; the smaller ones get between the point and a kink near it, the large one is for results much larger
 * than their derivatives.
 */
const FIRST_STEPS: readonly number[] = [2 ** -9, 2 ** -14, 2 ** -19, 2 ** -7];
/** The error estimate, relative to the section's scale, up to which a difference is trusted. */
const RELIABLE = 2e-8;

/**
 * d/dr F(p + r·direction) at r = 0 for every element of F (Richardson's extrapolation of three central differences
 * with halved steps; the estimate as in C. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", 1982). Scales are
 * at least `floor`.
 */
export function differentiate(f: () => Result, point: Point, direction: Direction, floor: number): Derivative {
  point.back();
  const base = f();
  const values = base.map((s) => new Float64Array(s.values.length));
  const estimates = base.map((s) => new Float64Array(s.values.length).fill(Infinity));
  let reliable: Uint8Array[] = [];
  for (const step of FIRST_STEPS) {
    const pairs = [step, step / 2, step / 4].map((h): [Result, Result] => {
      point.move(direction, h);
      const plus = f();
      point.move(direction, -h);
      return [plus, f()];
    });
    base.forEach((section, k) => {
      improve(
        section,
        pairs.map(([a, b]) => [a[k].values, b[k].values]),
        step,
        floor,
        values[k],
        estimates[k],
      );
    });
    reliable = estimates.map((estimate, k) => {
      const scale = Math.max(largest(values[k]), floor);
      return Uint8Array.from(estimate, (error) => (error <= RELIABLE * scale ? 1 : 0));
    });
    if (reliable.every((flags) => flags.every((flag) => flag === 1))) break;
  }
  point.back();
  return { values, reliable };
}

type Pair = readonly [plus: Float64Array, minus: Float64Array];

/** Puts the extrapolated difference where its estimate is better than the one known. */
function improve(
  section: Section,
  pairs: readonly Pair[],
  step: number,
  floor: number,
  values: Float64Array,
  estimates: Float64Array,
): void {
  const [[p0, m0], [p1, m1], [p2, m2]] = pairs;
  const base = section.values;
  for (let i = 0; i < values.length; i++) {
    const d0 = (p0[i] - m0[i]) / (2 * step);
    const d1 = (p1[i] - m1[i]) / step;
    const d2 = (p2[i] - m2[i]) / (step / 2);
    const e1 = (4 * d1 - d0) / 3;
    const e2 = (4 * d2 - d1) / 3;
    const value = (16 * e2 - e1) / 15;
    const estimate = Math.max(Math.abs(value - e2), Math.abs(value - e1));
    // The one-sided differences approach each other as the step falls, but not at a kink.
    const first = Math.abs(p0[i] - 2 * base[i] + m0[i]) / step;
    const last = Math.abs(p2[i] - 2 * base[i] + m2[i]) / (step / 4);
    const kink = last > 0.6 * first && last > 1e-6 * Math.max(Math.abs(value), floor);
    if (!kink && estimate < estimates[i]) {
      values[i] = value;
      estimates[i] = estimate;
    }
  }
}

/**
 * What a derivative of results may be compared with: a ten-thousandth of the largest result counts as zero's
 * neighbourhood.
 */
export function floorOf(result: Result): number {
  let floor = 0;
  for (const { values } of result) floor = Math.max(floor, largest(values) || 0);
  return 1e-4 * floor || Number.MIN_VALUE;
}
