/** @file Runs of Hessian-free optimisation and of sgd on one budget of gradient-equivalents. */
import { type HfState, hf, opfunc, sgd } from '../../lib/optim/index.js';
import { torch } from '../../lib/tensor/index.js';
import { costsOf } from '../commands/train/cost.js';
import { type Errors, errorsOf, type Problem, WEIGHT_DECAY } from './problem.js';

/** Of hf: λ at first, and when CG stops. */
export const LAMBDA = 15;
export const TOLERANCE = 0.02;

/** Of sgd: its momentum, and the size of its mini-batches. */
export const MOMENTUM = 0.9;
export const BATCH = 100;

/** Errors after work of so many gradients over all images. */
export interface Point extends Errors {
  gradients: number;
  seconds: number;
}

/** Called with each point, and with what else there is to tell. */
export type Report = (point: Point, more: string) => void;

/** A stopwatch that does not run while errors are computed for the record. */
class Course {
  readonly points: Point[] = [];
  private readonly problem: Problem;
  private readonly report: Report;
  private readonly started: number = performance.now();
  private aside: number = 0;

  constructor(problem: Problem, report: Report) {
    this.problem = problem;
    this.report = report;
  }

  note(gradients: number, more: string): void {
    const now = performance.now();
    const point = { gradients, seconds: (now - this.started - this.aside) / 1000, ...errorsOf(this.problem) };
    this.aside += performance.now() - now;
    this.points.push(point);
    this.report(point, more);
  }
}

/** hf with its defaults, but for these two. */
export function runHf(problem: Problem, budget: number, report: Report): Point[] {
  const { model, criterion, images } = problem;
  const [x] = model.getParameters();
  const whole = { input: images, target: images };
  const costs = costsOf(model, criterion, [whole]);
  const f = opfunc(model, criterion, whole, { weightDecay: WEIGHT_DECAY });
  const state: HfState = {};
  const course = new Course(problem, report);
  course.note(0, 'start');
  for (let work = 0; work < budget; ) {
    hf(f, x, { lambda: LAMBDA, tolerance: TOLERANCE }, state);
    const { evalCounter = 0, lossCounter = 0, gnvCounter = 0, diagonalCounter = 0 } = state;
    work = evalCounter + costs.loss * lossCounter + costs.gnv * gnvCounter + costs.diagonal * diagonalCounter;
    course.note(work, `λ ${state.lambda?.toExponential(1)}, ${state.cgSteps} CG steps, ρ ${state.ratio?.toFixed(2)}`);
  }
  return course.points;
}

export interface SgdRun {
  learningRate: number;
  /** How many images a step takes; all by default. */
  batch?: number;
}

/** sgd with Nesterov's momentum, on shuffled mini-batches or on all images; the errors at 30 places of the budget. */
export function runSgd(
  problem: Problem,
  budget: number,
  { learningRate, batch: size = problem.images.size(0) }: SgdRun,
  report: Report,
): Point[] {
  const { model, criterion, images } = problem;
  const [x] = model.getParameters();
  const rows = images.size(0);
  const batch = images.narrow(0, 0, size).clone();
  const f = opfunc(model, criterion, { input: batch, target: batch }, { weightDecay: WEIGHT_DECAY });
  const state = {};
  const course = new Course(problem, report);
  course.note(0, 'start');
  const perEpoch = Math.floor(rows / size);
  for (let step = 0, noted = 0; (step * size) / rows < budget; ) {
    const order = torch.randperm(rows).long();
    for (let i = 0; i < perEpoch; i++, step++) {
      batch.copy(images.index(0, order.narrow(0, i * size, size)));
      sgd(f, x, { learningRate, momentum: MOMENTUM, dampening: 0, nesterov: true }, state);
    }
    const work = (step * size) / rows;
    if (work < ((noted + 1) * budget) / 30) continue;
    noted++;
    course.note(work, '');
  }
  return course.points;
}
