/** @file What rop landscape computes. */
import { eigenpairs, landscape } from '../../../lib/curvature/index.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { type Arguments, choiceOption, numberOption } from '../../arguments.js';
import { LossMatrix } from './loss-matrix.js';
import { readSubject, type Subject } from './subject.js';
import type { Watch } from './watch.js';

export interface LandscapeFound {
  rows: number;
  parameters: number;
  /** Where the parameters are. */
  loss: number;
  directions: 'eigenvectors' | 'random';
  /** Along which the loss is curved so, where the directions are eigenvectors. */
  eigenvalues?: number[];
  /** The lengths of the directions; coordinates are in these units. */
  lengths: number[];
  coordinates: number[];
  /** Along the first direction, or row by row along the second for each place along the first; null where it was not computed or not finite. */
  losses: (number | null)[];
  leftOut: string[];
}

/** Directions to go, (k × size), and the eigenvalues of eigenvectors; undefined where the search was ended. */
function directionsOf(
  subject: Subject,
  kind: LandscapeFound['directions'],
  k: number,
  watch: Watch,
): { directions: Tensor; eigenvalues?: number[]; loss: number } | undefined {
  const matrix = new LossMatrix(subject, watch.advance);
  const { loss, size } = matrix;
  if (kind === 'random') {
    // As long as the parameters: a step of 1 may undo all that was learnt.
    const [w] = subject.model.getParameters();
    const directions = torch.randn(k, size);
    for (let i = 0; i < k; i++) directions.select(0, i).mul(w.norm() / directions.select(0, i).norm());
    return { directions, loss };
  }
  const steps = Math.min(size, 100);
  const pairs = watch.stage('eigenvectors', steps, () => eigenpairs(matrix, k, 'magnitude', { steps }));
  return pairs && { directions: pairs.vectors, eigenvalues: pairs.values.toArray(), loss };
}

/** λ/2 ‖w + Σ aₖ dₖ‖² at every place. */
function decayAt({ model, weightDecay }: Subject, directions: Tensor, coordinates: readonly number[]): number[] {
  const [w] = model.getParameters();
  const k = directions.size(0);
  const d = [...Array(k).keys()].map((i) => directions.select(0, i));
  const along = coordinates.map((a) => [a]);
  const places = k === 1 ? along : along.flatMap(([a]) => coordinates.map((b) => [a, b]));
  return places.map((place) => {
    const cross = place.reduce((sum, a, i) => sum + 2 * a * w.dot(d[i]), w.dot(w));
    const squares = place.flatMap((a, i) => place.map((b, j) => a * b * d[i].dot(d[j])));
    return (weightDecay / 2) * squares.reduce((sum, x) => sum + x, cross);
  });
}

/** @throws UsageError, and what reading throws */
export async function landscapeWork(args: Arguments, watch: Watch): Promise<LandscapeFound | undefined> {
  const kind =
    choiceOption(args, 'directions', 'kind of directions', ['eigenvectors', 'random'] as const) ?? 'eigenvectors';
  const k = choiceOption(args, 'dimensions', 'number of dimensions', ['1', '2']) === '1' ? 1 : 2;
  const radius = numberOption(args, 'radius', 'a number > 0', (x) => x > 0) ?? 1;
  const enough = (x: number): boolean => Number.isInteger(x) && x >= 2;
  const points = numberOption(args, 'points', 'a whole number from 2 up', enough) ?? (k === 1 ? 41 : 21);
  const subject = await readSubject(args);
  const { model, batches, rows } = subject;
  torch.manualSeed(subject.seed);
  const found = directionsOf(subject, kind, k, watch);
  if (!found) return undefined;
  const { directions, eigenvalues, loss } = found;
  const total = points ** k;
  const made = watch.stage('points', total, () =>
    landscape(model, new nn.ClassNLLCriterion(), batches, directions, {
      radius,
      points,
      onPoint: watch.goesOn,
    }),
  );
  if (!made) return undefined;
  const coordinates = made.coordinates.toArray();
  const decay = decayAt(subject, directions, coordinates);
  return {
    rows,
    parameters: directions.size(1),
    loss,
    directions: kind,
    ...(eigenvalues && { eigenvalues }),
    lengths: [...Array(k).keys()].map((i) => directions.select(0, i).norm()),
    coordinates,
    losses: made.loss
      .view(-1)
      .toArray()
      .map((x, i) => (Number.isFinite(x) ? x + decay[i] : null)),
    leftOut: watch.leftOut,
  };
}
