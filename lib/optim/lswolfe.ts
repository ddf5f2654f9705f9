/** @file A line search for the strong Wolfe conditions. */
import type { Tensor } from '../tensor/index.js';
import type { Opfunc } from './method.js';
import { polyinterp } from './polyinterp.js';

export interface LineSearchOptions {
  /** How much f has to fall, in parts of what the slope promises; 1e-4 by default. */
  c1?: number;
  /** How flat the slope has to become, in parts of what it was; 0.9 by default. */
  c2?: number;
  /** The search ends when the bracket times the slope is less; 1e-9 by default. */
  tolX?: number;
  /** Steps of the search at most; 20 by default. */
  maxIter?: number;
}

/** Where a line search ended: x is there. */
export interface LineSearchResult {
  t: number;
  loss: number;
  gradient: Tensor;
  /** How many evaluations it took. */
  evaluations: number;
}

/** Moves x to x + t d, beginning with the given t; f, g and gtd = gᵀd are those at x. */
export type LineSearch = (
  opfunc: Opfunc,
  x: Tensor,
  t: number,
  d: Tensor,
  f: number,
  g: Tensor,
  gtd: number,
  options?: LineSearchOptions,
) => LineSearchResult;

/** A place on the line. */
interface Place {
  t: number;
  f: number;
  g: Tensor;
  /** gᵀd */
  slope: number;
}

/**
 * x ← x + t d with f(x + t d) ≤ f + c₁ t gᵀd and |∇f(x + t d)ᵀ d| ≤ −c₂ gᵀd: first a bracket by extrapolation, then interpolation in it
 * (Nocedal and Wright, algorithms 3.5 and 3.6; Schmidt's minFunc), as optim.lswolfe of Lua Torch. A loss that is NaN counts as infinite.
 */
export const lswolfe: LineSearch = (opfunc, x, first, d, f, g, gtd, options = {}) => {
  const { c1 = 1e-4, c2 = 0.9, tolX = 1e-9, maxIter = 20 } = options;
  const origin = x.clone();
  let evaluations = 0;
  const evaluateAt = (t: number): Place => {
    x.copy(origin).add(t, d);
    const { loss, gradient } = opfunc(x);
    evaluations++;
    return { t, f: Number.isNaN(loss) ? Infinity : loss, g: gradient.clone(), slope: gradient.dot(d) };
  };

  let last: Place = { t: 0, f, g: g.clone(), slope: gtd };
  let now = evaluateAt(first);
  let steps = 0;
  let bracket: Place[] | undefined;
  let done = false;
  for (; steps < maxIter; steps++) {
    const rises = now.f > f + c1 * now.t * gtd || (steps > 1 && now.f >= last.f);
    done = !rises && Math.abs(now.slope) <= -c2 * gtd;
    if (done) bracket = [now];
    else if (rises || now.slope >= 0) bracket = [last, now];
    if (bracket) break;
    const [t] = polyinterp(
      [last, now].map((place) => [place.t, place.f, place.slope] as const),
      now.t + 0.01 * (now.t - last.t),
      now.t * 10,
    );
    last = now;
    now = evaluateAt(t);
  }
  bracket ??= [{ t: 0, f, g, slope: gtd }, now];

  let stalled = false;
  while (!done && steps < maxIter) {
    const low = bracket[0].f <= bracket[1].f ? 0 : 1;
    const [from, to] = [Math.min(bracket[0].t, bracket[1].t), Math.max(bracket[0].t, bracket[1].t)];
    const [middle] = polyinterp(bracket.map((place) => [place.t, place.f, place.slope] as const));
    // Twice near an end, or outside: a tenth of the bracket away from it.
    const near = Math.min(to - middle, middle - from) / (to - from) < 0.1;
    const away: boolean = near && (stalled || middle >= to || middle <= from);
    const end = Math.abs(middle - to) < Math.abs(middle - from) ? to - 0.1 * (to - from) : from + 0.1 * (to - from);
    const t = away ? end : middle;
    stalled = near && !away;
    now = evaluateAt(t);
    steps++;
    if (now.f > f + c1 * t * gtd || now.f >= bracket[low].f) bracket[1 - low] = now;
    else {
      done = Math.abs(now.slope) <= -c2 * gtd;
      if (!done && now.slope * (bracket[1 - low].t - bracket[low].t) >= 0) bracket[1 - low] = bracket[low];
      bracket[low] = now;
    }
    if (!done && Math.abs((bracket[0].t - bracket[1].t) * now.slope) < tolX) break;
  }
  const best = bracket.reduce((a, b) => (b.f < a.f ? b : a));
  x.copy(origin).add(best.t, d);
  return { t: best.t, loss: best.f, gradient: best.g, evaluations };
};
