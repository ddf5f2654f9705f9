/** @file What single training examples did to the loss of single test examples. */
import { type Activation, isZero } from '../nn/activation.js';
import type { Criterion } from '../nn/criterion.js';
import { BOTH, type Module } from '../nn/module.js';
import { Tensor } from '../tensor/index.js';
import { type CGOptions, inverseHv } from './cg.js';
import { type Batch, type Batches, Data } from './data.js';
import { checkIndependent, type Examples, examplesOf } from './examples.js';
import { hessian } from './hessian.js';
import { Objective } from './objective.js';
import type { CurvatureOperator } from './operator.js';

export interface InfluenceOptions extends Pick<CGOptions, 'damping' | 'tolerance' | 'maxIterations'> {
  /** What stands for the curvature of the training loss; its Hessian by default. Where that is indefinite, `gaussNewton` is not. */
  operator?: CurvatureOperator;
  /** Called after each test example; returning false leaves out the rest. */
  onExample?: (done: number) => boolean | undefined;
}

/** Calls `visit` for every batch at which the objective's model stands, with its examples. */
function eachBatch(objective: Objective, visit: (batch: Batch, examples: Examples) => void): void {
  const { model, criterion } = objective;
  objective.revisit(
    'loss',
    () => {},
    (batch, gradOutput) => visit(batch, examplesOf('influence', criterion, model.output, batch.target, gradOutput)),
  );
}

/** ∇l of each example of a batch, one a row. */
function gradientsOf(objective: Objective): Tensor[] {
  const { model, gradParameters } = objective;
  const kept = gradParameters.clone();
  const gradients: Tensor[] = [];
  try {
    eachBatch(objective, ({ input }, { gradOutput, rows, share }) => {
      const alone = gradOutput.clone();
      for (let i = 0; i < rows; i++) {
        alone.zero();
        const [row, source] = [alone, gradOutput].map((x) => (rows === 1 ? x : x.select(0, i)));
        row.copy(source);
        gradParameters.zero();
        model.backwardPart(input, alone as Activation, share, BOTH);
        gradients.push(gradParameters.clone());
      }
    });
  } finally {
    gradParameters.copy(kept);
  }
  return gradients;
}

/** ⟨∇l, s⟩ of every example: with s for v, what R forward makes of its loss. */
function slopesAlong(objective: Objective, s: Tensor): number[] {
  const { model } = objective;
  const slopes: number[] = [];
  objective.rParameters.copy(s);
  eachBatch(objective, ({ input }, { gradOutput, rows, share }) => {
    const rOutput = model.updateROutput(input, undefined);
    for (let i = 0; i < rows; i++) {
      if (isZero(rOutput)) slopes.push(0);
      else {
        const [g, r] = [gradOutput, (rOutput as Tensor).contiguous()].map((x) => x.view(rows, -1).select(0, i));
        slopes.push(share * g.dot(r));
      }
    }
  });
  return slopes;
}

/**
 * I(j, i) = −∇l_jᵀ (A + λI)⁻¹ ∇l_i for test examples j and training examples i, (tests × trainings): how the loss of j changes with the
 * weight of i in the mean training loss, when the model is trained anew (Koh and Liang 2017). Leaving i out of n changes the loss of j
 * by −I(j, i) / n, to first order. A is the curvature of the training loss, which the model should be at a minimum of; λ, the option
 * `damping`, that of weight decay λ/2 ‖w‖², if there was any. Examples are the rows of the model's output. Cost: for each test
 * example, one gradient, the products that `cg` takes, and one R forward pass over the training data.
 *
 * @throws RangeError where A + λI is not positive definite, or the operator is of another model; TypeError unless the output is one tensor.
 */
export function influence(
  model: Module,
  criterion: Criterion,
  train: Batches,
  test: Batches,
  options: InfluenceOptions = {},
): Tensor {
  const { operator, onExample, ...solver } = options;
  checkIndependent('influence', model);
  if (operator && operator.model !== model) {
    throw new RangeError(
      `influence: expected an operator of the model, got one of another model, with ${operator.size} parameters`,
    );
  }
  const curvature = operator ?? hessian(model, criterion, train);
  const training = new Objective(model, criterion, train);
  training.evaluate();
  const rows: number[][] = [];
  for (const batch of new Data(test)) {
    const one = new Objective(model, criterion, batch);
    one.evaluate();
    for (const gradient of gradientsOf(one)) {
      rows.push(slopesAlong(training, inverseHv(curvature, gradient, solver)).map((slope) => -slope));
      if (onExample?.(rows.length) === false) return Tensor.from('Double', rows);
    }
  }
  return Tensor.from('Double', rows);
}
