/** @file Newton-CG: a trust region whose subproblem conjugate gradients solve on exact Hessian-vector products. */
import { Tensor } from '../tensor/index.js';
import { type CurvedEvaluation, defineMethod, evaluateCurved, type Method, trialLoss } from './method.js';

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
  /** Since the first call: gradients, losses alone, and products. */
  evalCounter?: number;
  lossCounter?: number;
  hvCounter?: number;
  /** Memory that is used again; it carries nothing from step to step. */
  vectors?: NewtonCGVectors;
}

export interface NewtonCGVectors {
  /** x and ∇f(x) at the start. */
  before: Tensor;
  g: Tensor;
  /** The step, the residual g + Hp, the direction, and H times it. */
  p: Tensor;
  r: Tensor;
  d: Tensor;
  hd: Tensor;
}

interface Step {
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

function vectorsLike(x: Tensor): NewtonCGVectors {
  return { before: x.clone(), g: x.clone(), p: x.clone(), r: x.clone(), d: x.clone(), hd: x.clone() };
}

/** p ← arg min gᵀp + ½ pᵀHp over ‖p‖ ≤ radius along the CG iterates, up to the border or the tolerance. */
function steihaug(
  times: CurvedEvaluation['times'],
  { g, p, r, d, hd }: NewtonCGVectors,
  radius: number,
  tolerance: number,
  maxSteps: number,
): Step {
  p.zero();
  r.copy(g);
  d.copy(g).mul(-1);
  let rr = r.dot(r);
  let cgSteps = 0;
  let negativeCurvature = false;
  while (cgSteps < maxSteps && Math.sqrt(rr) > tolerance) {
    times(d, hd);
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
  return { predicted: -0.5 * (p.dot(g) + p.dot(r)), cgSteps, negativeCurvature };
}

/**
 * One trust-region step (Steihaug 1983, Toint 1981; Nocedal and Wright, algorithms 4.1 and 7.2):
 *   p ≈ arg min gᵀp + ½ pᵀHp, ‖p‖ ≤ Δ, by CG on Hv; a direction of curvature ≤ 0 is followed to the border
 *   ρ = (f(x) − f(x + p)) / (−gᵀp − ½ pᵀHp);  Δ ← ‖p‖/4 if ρ < ¼, min(2Δ, max) if ρ > ¾ at the border;  x ← x + p if ρ > acceptance
 * Cost: a gradient, a loss, by `lossAt` where opfunc has that, and one Hv for each CG step. Returns the losses at x and at x + p, infinite
 * where it is not finite. A step that is refused leaves x as it was and
 * shrinks Δ: call again. Where ∇f(x) = 0 there is nothing to do, and x and Δ stay.
 *
 * @throws TypeError when opfunc gives no hv; NonFiniteLossError when f(x), its gradient or a product is not finite (a trial point
 * may be: it is refused).
 */
export const newtonCG: Method<NewtonCGConfig, NewtonCGState> = defineMethod<NewtonCGConfig, NewtonCGState>(
  'newtonCG',
  { radius: 'positive', maxRadius: 'positive', maxCG: 'count', forcing: 'fraction', acceptance: 'nonNegative' },
  {
    radius: 'number',
    gradientNorm: 'number',
    cgSteps: 'number',
    negativeCurvature: 'boolean',
    ratio: 'number',
    accepted: 'boolean',
    evalCounter: 'number',
    lossCounter: 'number',
    hvCounter: 'number',
    vectors: 'object',
  },
  (opfunc, x, config, state) => {
    const { radius = 1, maxRadius = 1000, maxCG = x.nElement(), forcing = 0.5, acceptance = 1e-4 } = config;
    const { loss, gradient, times, gradientNorm } = evaluateCurved('newtonCG', opfunc, x);
    const { evalCounter = 0, lossCounter = 0, hvCounter = 0, vectors: given } = state;
    if (gradientNorm === 0) {
      Object.assign(state, { gradientNorm, evalCounter: evalCounter + 1 });
      return [x, [loss]];
    }
    const fits = given?.before instanceof Tensor && given.before.nElement() === x.nElement();
    const vectors = fits ? given : vectorsLike(x);
    const { g, p, before } = vectors;
    g.copy(gradient);
    before.copy(x);
    const delta = state.radius ?? radius;
    const tolerance = Math.min(forcing, Math.sqrt(gradientNorm)) * gradientNorm;
    const { predicted, cgSteps, negativeCurvature } = steihaug(times, vectors, delta, tolerance, maxCG);
    const length = p.norm();
    const after = trialLoss(opfunc, x.add(p), before);
    // Near the minimum both falls drown in rounding; what rounding allows is granted to both.
    const slack = 10 * Number.EPSILON * Math.abs(loss);
    const ratio = (loss - after + slack) / (predicted + slack);
    const accepted = ratio > acceptance;
    if (!accepted) x.copy(before);
    const wider = ratio > 0.75 && length >= 0.99 * delta ? Math.min(2 * delta, maxRadius) : delta;
    Object.assign(state, {
      radius: ratio >= 0.25 ? wider : length / 4,
      gradientNorm,
      cgSteps,
      negativeCurvature,
      ratio,
      accepted,
      evalCounter: evalCounter + 1,
      lossCounter: lossCounter + 1,
      hvCounter: hvCounter + cgSteps,
      vectors,
    });
    return [x, [loss, after]];
  },
);
