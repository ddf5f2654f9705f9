/** @file The loss along one or two directions through the present parameters. */
import type { Criterion } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import { type Generator, Tensor } from '../tensor/index.js';
import type { Batches } from './data.js';
import { hessian } from './hessian.js';
import { eigenpairs } from './lanczos.js';
import { Objective } from './objective.js';
import { checkRepeats } from './probe.js';

export interface LandscapeOptions {
  /** How far to go both ways, in lengths of the directions; 1 by default. */
  radius?: number;
  /** How many places along each direction, evenly spaced, both ends included; 41 by default, 21 for two directions. */
  points?: number;
  /** What draws the start of the search for eigenvectors; the default generator by default. */
  generator?: Generator;
  /** Called after each place; returning false stops, and the rest stays NaN. */
  onPoint?: (done: number, points: number) => boolean | undefined;
}

export interface Landscape {
  /** (points): the places along each direction; 0 is where the parameters are. */
  coordinates: Tensor;
  /** E at w + a d: (points); or at w + aᵢ d₁ + aⱼ d₂: (points × points). Not finite where the loss is not. */
  loss: Tensor;
  /** (k × size). */
  directions: Tensor;
  /** Of the Hessian, where the directions are its eigenvectors. */
  eigenvalues?: Tensor;
}

function checkDirections(directions: unknown, size: number): Tensor {
  const d = directions instanceof Tensor && directions.dim() === 1 ? directions.unsqueeze(0) : directions;
  if (d instanceof Tensor && d.dim() === 2 && d.size(0) >= 1 && d.size(0) <= 2 && d.size(1) === size) return d.clone();
  const got = directions instanceof Tensor ? directions.describe() : String(directions);
  throw new RangeError(`landscape: expected 1, 2, or directions (${size}), (1 × ${size}) or (2 × ${size}), got ${got}`);
}

/**
 * E on a line or in a plane through the parameters w: along given directions, or (`directions` 1 or 2) along the eigenvectors of the
 * Hessian with the eigenvalues of largest size. The parameters are afterwards what they were, to the bit, whatever happens; gradients are
 * not touched. Cost: one forward pass over the data for each place, and those of `eigenpairs`.
 *
 * @throws RangeError for directions of another size or number, a radius that is not positive, fewer than 2 points; Error for models whose
 * passes differ, as for `hessian`, with one batch as well.
 */
export function landscape(
  model: Module,
  criterion: Criterion,
  data: Batches,
  directions: Tensor | 1 | 2,
  options: LandscapeOptions = {},
): Landscape {
  const [parameters] = model.getParameters();
  const size = parameters.nElement();
  const given = directions === 1 || directions === 2 ? undefined : checkDirections(directions, size);
  const k = given ? given.size(0) : (directions as number);
  const { radius = 1, points = k === 1 ? 41 : 21, generator, onPoint } = options;
  if (!(radius > 0 && radius < Number.POSITIVE_INFINITY))
    throw new RangeError(`landscape: expected a positive radius, got ${radius}`);
  if (!(Number.isInteger(points) && points >= 2))
    throw new RangeError(`landscape: expected 2 points at least, got ${points}`);
  const objective = new Objective(model, criterion, data);
  checkRepeats('landscape', model, objective.data.firstBatch().input, true);
  const found = given ? undefined : eigenpairs(hessian(model, criterion, data), k, 'magnitude', { generator });
  const axes = given ?? (found as { vectors: Tensor }).vectors;
  const places = Array.from({ length: points }, (_, i) => radius * ((2 * i) / (points - 1) - 1));
  const total = points ** k;
  const losses = new Array<number>(total).fill(Number.NaN);
  const start = parameters.clone();
  const rows = [...Array(k).keys()].map((i) => axes.select(0, i).typeAs(parameters));
  try {
    for (let i = 0; i < total; i++) {
      parameters.copy(start).add(places[k === 1 ? i : Math.floor(i / points)], rows[0]);
      if (k === 2) parameters.add(places[i % points], rows[1]);
      losses[i] = objective.loss();
      if (onPoint?.(i + 1, total) === false) break;
    }
  } finally {
    parameters.copy(start);
  }
  return {
    coordinates: Tensor.from('Double', places),
    loss: Tensor.from('Double', losses).view(k === 1 ? [points] : [points, points]),
    directions: axes,
    ...(found && { eigenvalues: found.values }),
  };
}
