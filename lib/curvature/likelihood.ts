/** @file The distributions of which criteria are the negative log-likelihood, and targets drawn from them. */
import { BCECriterion } from '../../criteria/bce-criterion.js';
import { ClassNLLCriterion } from '../../criteria/class-nll-criterion.js';
import { CrossEntropyCriterion } from '../../criteria/cross-entropy-criterion.js';
import { MSECriterion } from '../../criteria/mse-criterion.js';
import { labelAt } from '../nn/class-target.js';
import type { Criterion, Target } from '../nn/criterion.js';
import { type Generator, Tensor } from '../tensor/index.js';

/** A target drawn from the distribution that the model's output y stands for; `given` is the target of the data. */
type Draw = (y: Tensor, given: Target, generator: Generator) => Target;

/** A label for each row: the first k with p₁ + … + pₖ > u. Rows that do not count stay so. */
function labels({ ignoreIndex, indexBase }: ClassNLLCriterion, rows: Tensor, given: Target, g: Generator): Tensor {
  const n = rows.size(1);
  const drawn = Tensor.zeros('Long', [rows.size(0)]);
  for (let i = 0; i < rows.size(0); i++) {
    const row = rows.select(0, i).toArray();
    const largest = Math.max(...row);
    const weights = row.map((x) => Math.exp(x - largest));
    let rest = g.uniform() * weights.reduce((sum, w) => sum + w, 0);
    let k = 0;
    for (; k < n - 1 && rest >= weights[k]; k++) rest -= weights[k];
    drawn.set(i, labelAt(given, i) === ignoreIndex ? ignoreIndex : k + indexBase);
  }
  return drawn;
}

function asRows(y: Tensor): Tensor {
  return y.dim() === 1 ? y.unsqueeze(0) : y;
}

/**
 * What draws for `criterion`: classes for log-probabilities under ClassNLLCriterion and scores under CrossEntropyCriterion, independent
 * bits for probabilities under BCECriterion, normals of mean y and variance ½, of which (y − t)² is the negative logarithm, under
 * MSECriterion.
 *
 * @throws TypeError for other criteria.
 */
export function drawerOf(who: string, criterion: Criterion): Draw {
  if (criterion instanceof ClassNLLCriterion) return (y, given, g) => labels(criterion, asRows(y), given, g);
  if (criterion instanceof CrossEntropyCriterion) return (y, given, g) => labels(criterion.nll, asRows(y), given, g);
  if (criterion instanceof BCECriterion) return (y, _given, g) => y.clone().apply((p) => (g.uniform() < p ? 1 : 0));
  if (criterion instanceof MSECriterion) return (y, _given, g) => y.clone().apply((m) => g.normal(m, Math.SQRT1_2));
  throw new TypeError(
    `${who}: expected ClassNLLCriterion, CrossEntropyCriterion, BCECriterion or MSECriterion to draw from, got ${criterion.describe()}`,
  );
}
