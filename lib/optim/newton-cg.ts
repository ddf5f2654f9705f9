/** @file Newton-CG: a trust region whose subproblem conjugate gradients solve on exact Hessian-vector products. */
import type { Tensor } from '../tensor/index.js';
import { checkFinite, type Evaluation, type Method } from './method.js';

export interface NewtonCGConfig {
  /** The first trust region's radius, in the units of ‖x‖; 1 by default. */
  radius?: number;
  /** 1000 by default. */
  maxRadius?: number;
  /** CG steps for one Newton step; by default the number of unknowns. */
  maxCG?: number;
  /** CG stops when its residual is below min(forcing, √‖g‖) · ‖g‖; 0.5 by default. */
  forcing?: number;
  /** Steps are taken when the loss falls by this part of what the model predicts; 1e-4 by default. */
  acceptance?: number;
}

/** What the last step did; the radius is what the next one starts from. */
export interface NewtonCGState {
  radius?: number;
  gradientNorm?: number;
  cgSteps?: number;
  /** Whether CG met a direction of curvature ≤ 0, and followed it to the border. */
  negativeCurvature?: boolean;
  /** Fall of the loss over the fall predicted. */
  ratio?: number;
  accepted?: boolean;
  evalCounter?: number;
  hvCounter?: number;
}

interface Step {
  p: Tensor;
  /** f(x) − f(x + p) as the quadratic model has it. */
  predicted: number;
  cgSteps: number;
  negativeCurvature: boolean;
}

/** τ ≥ 0 with ‖z + τd‖ = radius. */
function toBorder(z: Tensor, d: Tensor, radius: number): number {
  const zz = z.dot(z);
  const zd = z.dot(d);
  const dd = d.dot(d);
  const gap = radius * radius - zz;
  const root = Math.sqrt(Math.max(0, zd * zd + dd * gap));
  // Of the two equal forms, the one that does not subtract nearly equal numbers.
  return zd > 0 ? gap / (zd + root) : (root - zd) / dd;
}

/** Minimises gᵀp + ½ pᵀHp over ‖p‖ ≤ radius along the CG iterates, up to the border or the tolerance. */
function steihaug(evaluation: Evaluation, g: Tensor, radius: number, tolerance: number, maxSteps: number): Step {
  const hv = evaluation.hv as NonNullable<Evaluation['hv']>;
  const p = g.clone().zero();
  const r = g.clone();
  const d = g.clone().mul(-1);
  const hd = g.clone();
  let rr = r.dot(r);
  let cgSteps = 0;
  let negativeCurvature = false;
  while (cgSteps < maxSteps && Math.sqrt(rr) > tolerance) {
    hv(d, hd);
    cgSteps++;
    const curvature = d.dot(hd);
    negativeCurvature = !(curvature > 0);
    const alpha = rr / curvature;
    const border = toBorder(p, d, radius);
    const leaves = negativeCurvature || alpha >= border;
    p.add(leaves ? border : alpha, d);
    r.add(leaves ? border : alpha, hd);
    if (leaves) break;
    const next = r.dot(r);
    d.mul(next / rr).add(-1, r);
    rr = next;
  }
  // r = g + Hp, so pᵀHp = pᵀ(r − g).
  return { p, predicted: -0.5 * (p.dot(g) + p.dot(r)), cgSteps, negativeCurvature };
}

/**
 * One trust-region step (Steihaug 1983, Toint 1981; Nocedal and Wright, algorithms 4.1 and 7.2):
 *   p ≈ arg min gᵀp + ½ pᵀHp, ‖p‖ ≤ Δ, by CG on Hv; a direction of curvature ≤ 0 is followed to the border
 *   ρ = (f(x) − f(x + p)) / (−gᵀp − ½ pᵀHp);  Δ ← ‖p‖/4 if ρ < ¼, min(2Δ, max) if ρ > ¾ at the border;  x ← x + p if ρ > acceptance
 * Cost: two gradients, and one Hv for each CG step. Returns the losses at x and at x + p. A step that is refused leaves x as it was and
 * shrinks Δ: call again.
 *
 * @throws TypeError when opfunc gives no hv; NonFiniteLossError when f(x) is not finite (a trial point may be: it is refused).
 */
export const newtonCG: Method<NewtonCGConfig, NewtonCGState> = (opfunc, x, config = {}, state = config as NewtonCGState) => {
  const { radius = 1, maxRadius = 1000, maxCG = x.nElement(), forcing = 0.5, acceptance = 1e-4 } = config;
  const start = opfunc(x);
  checkFinite('newtonCG', start);
  if (!start.hv) throw new TypeError('newtonCG: expected opfunc to give hv, got loss and gradient only');
  const loss = start.loss;
  const g = start.gradient.clone();
  const gradientNorm = g.norm();
  const delta = state.radius ?? radius;
  const tolerance = Math.min(forcing, Math.sqrt(gradientNorm)) * gradientNorm;
  const step = steihaug(start, g, delta, tolerance, maxCG);
  const length = step.p.norm();
  const before = x.clone();
  x.add(step.p);
  const trial = opfunc(x);
  // Near the minimum both falls drown in rounding; what rounding allows is granted to both.
  const slack = 10 * Number.EPSILON * Math.abs(loss);
  const ratio = Number.isFinite(trial.loss) ? (loss - trial.loss + slack) / (step.predicted + slack) : Number.NEGATIVE_INFINITY;
  const accepted = ratio > acceptance;
  if (!accepted) x.copy(before);
  state.radius =
    !(ratio >= 0.25) ? length / 4 : ratio > 0.75 && length >= 0.99 * delta ? Math.min(2 * delta, maxRadius) : delta;
  state.gradientNorm = gradientNorm;
  state.cgSteps = step.cgSteps;
  state.negativeCurvature = step.negativeCurvature;
  state.ratio = ratio;
  state.accepted = accepted;
  state.evalCounter = (state.evalCounter ?? 0) + 2;
  state.hvCounter = (state.hvCounter ?? 0) + step.cgSteps;
  return [x, [loss, trial.loss]];
};
