/** @file Martens' conjugate gradients: they begin where they are told, keep iterates on the way, and stop when progress gets small. */
import type { Tensor } from '../tensor/index.js';

/** The number of the iterate that is kept after iterate i: 1, 2, 3, 4, 6, 8, 11, … */
const nextKept = (i: number): number => Math.ceil(1.3 * i);

export interface HfVectors {
  /** x and ∇f(x) at the start. */
  before: Tensor;
  g: Tensor;
  /** The iterate, its residual g + Ap, M⁻¹ times that, the direction, and A times it. */
  p: Tensor;
  r: Tensor;
  z: Tensor;
  d: Tensor;
  ad: Tensor;
  /** The diagonal of M. */
  m: Tensor;
  /** Iterates that are kept. */
  kept: Tensor[];
}

/** Those of the last time, if they fit, or new ones. */
export function hfVectors(x: Tensor, maxCG: number, last: HfVectors | undefined): HfVectors {
  let size = 0;
  for (let i = 1; i <= maxCG; i = nextKept(i)) size++;
  if (last?.p?.nElement() === x.nElement() && last.kept.length >= size) return last;
  const [before, g, p, r, z, d, ad, m] = Array.from({ length: 8 }, () => x.clone());
  return { before, g, p, r, z, d, ad, m, kept: Array.from({ length: size }, () => x.clone()) };
}

/** An iterate, and φ there. */
export interface Iterate {
  p: Tensor;
  phi: number;
  step: number;
}

export interface Descent {
  /** Those that were kept; the last one is where CG ended. */
  iterates: Iterate[];
  steps: number;
  products: number;
  negativeCurvature: boolean;
}

/**
 * Preconditioned CG on φ(p) = gᵀp + ½ pᵀAp, A = G + λI, from p as it is, up to maxCG steps, to Martens' criterion (see `hf`), or until
 * nothing but rounding is left of the residual. A direction of curvature ≤ 0 ends it; if it is the first, it is taken with length 1.
 */
export function descend(
  times: (v: Tensor, out: Tensor) => Tensor,
  { g, p, r, z, d, ad, m, kept }: HfVectors,
  lambda: number,
  maxCG: number,
  tolerance: number,
): Descent {
  let products = 0;
  const apply = (v: Tensor): Tensor => {
    products++;
    return times(v, ad).add(lambda, v);
  };
  const rounding = Number.EPSILON ** 2 * z.copy(g).cdiv(m).dot(g);
  r.copy(g);
  if (p.norm() > 0) r.add(apply(p));
  z.copy(r).cdiv(m);
  d.copy(z).mul(-1);
  let rz = r.dot(z);
  const phis = [0.5 * (p.dot(r) + p.dot(g))];
  const iterates: Iterate[] = [];
  let negativeCurvature = false;
  let keep = 1;
  let i = 0;
  while (i < maxCG && rz > rounding) {
    const curvature = d.dot(apply(d));
    negativeCurvature = !(curvature > 0);
    if (negativeCurvature && i > 0) break;
    i++;
    const alpha = negativeCurvature ? 1 : rz / curvature;
    p.add(alpha, d);
    r.add(alpha, ad);
    // Of Ap = r − g.
    const phi = 0.5 * (p.dot(r) + p.dot(g));
    phis.push(phi);
    if (i === keep) {
      iterates.push({ p: kept[iterates.length].copy(p), phi, step: i });
      keep = nextKept(i);
    }
    const k = Math.max(10, Math.floor(i / 10));
    if (negativeCurvature || (i > k && phi < 0 && (phi - phis[i - k]) / phi < k * tolerance)) break;
    z.copy(r).cdiv(m);
    const next = r.dot(z);
    d.mul(next / rz).add(-1, z);
    rz = next;
  }
  if (iterates.at(-1)?.step !== i) iterates.push({ p, phi: phis[i], step: i });
  return { iterates, steps: i, products, negativeCurvature };
}
