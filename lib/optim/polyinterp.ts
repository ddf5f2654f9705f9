/** @file The minimum of an interpolating polynomial, by which line searches choose their steps. */
import { Tensor } from '../tensor/index.js';
import { torch } from '../tensor/torch.js';

/** What is known at one place of a line: [t, f(t), f′(t)]. */
export type Knot = readonly [t: number, f: number, slope: number];

/** The minimum of the cubic through two knots, held between them; their middle where it has none. */
function cubic(one: Knot, other: Knot): number {
  const [[t1, f1, g1], [t2, f2, g2]] = one[0] <= other[0] ? [one, other] : [other, one];
  const d1 = g1 + g2 - (3 * (f1 - f2)) / (t1 - t2);
  const d2 = Math.sqrt(d1 * d1 - g1 * g2);
  const t = t2 - (t2 - t1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2));
  if (Number.isNaN(t)) return (t1 + t2) / 2;
  return Math.min(Math.max(t, t1), t2);
}

/** Real roots of Σ c[i] t^(n−i): eigenvalues of the companion matrix. */
function realRoots(coefficients: readonly number[]): number[] {
  const c = coefficients.map((value) => (Math.abs(value) < 1e-12 ? 0 : value));
  const first = c.findIndex((value) => value !== 0);
  if (first < 0) return [0];
  const last = c.findLastIndex((value) => value !== 0);
  const zeros = Array<number>(c.length - 1 - last).fill(0);
  const [lead, ...rest] = c.slice(first, last + 1);
  const n = rest.length;
  if (n === 0) return zeros;
  if (n === 1) return [-rest[0] / lead, ...zeros];
  const companion = Tensor.zeros('Double', [n, n]);
  rest.forEach((value, j) => {
    companion.set(0, j, -value / lead);
    if (j > 0) companion.set(j, j - 1, 1);
  });
  const [values] = torch.eig(companion, 'N');
  return [...Array(n).keys()]
    .flatMap((i) => (values.get(i, 1) === 0 ? [values.get(i, 0) as number] : []))
    .concat(zeros);
}

/**
 * Where the polynomial of least degree with these values and slopes (2n − 1 for n knots) is least within [min, max], by default the range
 * of the knots, and its value there. Of two knots without bounds the cubic's formula is used (Nocedal and Wright, 3.59), without a value.
 * As optim.polyinterp of Lua Torch.
 */
export function polyinterp(knots: readonly Knot[], min?: number, max?: number): [t: number, value: number | undefined] {
  if (knots.length < 2) throw new RangeError(`polyinterp: expected two knots or more, got ${knots.length}`);
  if (knots.length === 2 && min === undefined && max === undefined) return [cubic(knots[0], knots[1]), undefined];
  const ts = knots.map(([t]) => t);
  const [from, to] = [min ?? Math.min(...ts), max ?? Math.max(...ts)];
  const order = 2 * knots.length - 1;
  const powers = [...Array(order + 1).keys()].map((j) => order - j);
  const A = Tensor.from('Double', [
    ...knots.flatMap(([t]) => powers.map((p) => t ** p)),
    ...knots.flatMap(([t]) => powers.map((p) => (p === 0 ? 0 : p * t ** (p - 1)))),
  ]).resize(order + 1, order + 1);
  const b = Tensor.from('Double', [...knots.map(([, f]) => f), ...knots.map(([, , slope]) => slope)]).resize(
    order + 1,
    1,
  );
  const p = torch
    .gels(b, A)[0]
    .toArray()
    .map((value) => (Math.abs(value) <= 1e-12 ? 0 : value));
  const slopes = p.slice(0, -1).map((value, i) => value * (order - i));
  const candidates = [from, to, ...ts];
  if (slopes.every((value) => !Number.isNaN(value) && value !== Infinity)) candidates.push(...realRoots(slopes));
  let [best, least] = [(from + to) / 2, Infinity];
  for (const t of candidates) {
    if (!(t >= from && t <= to)) continue;
    const value = p.reduce((sum, coefficient, i) => sum + coefficient * t ** (order - i), 0);
    if (value < least) [best, least] = [t, value];
  }
  return [best, least];
}
