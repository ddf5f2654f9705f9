/** @file Objective: the loss of a model over one batch or a data set, its gradient, and its Hessian times a vector. */
import type { Activation } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import { BOTH, INPUT_GRADIENT, type Module } from '../nn/module.js';
import { firstNonFinite } from '../nn/non-finite.js';
import type { Tensor } from '../tensor/index.js';

export interface Batch {
  input: Activation;
  target: Target;
}
/** One batch, or batches that can be iterated any number of times. */
export type Batches = Batch | Iterable<Batch>;

/** Work to do for a batch while the model is at its point; sums are to be scaled by `scale`, and all of them by 1 / divisor in the end. */
type Visit = (batch: Batch, gradOutput: Activation, scale: number) => void;

/**
 * E(w) = Σ_b c_b E_b(w) / Σ_b c_b for criteria that average (c_b is what the criterion divides batch b by, so E is the average
 * over all the data, exactly), and Σ_b E_b(w) for those that add up.
 *
 * While it computes, the model leaves out the gradient of its own input, which nobody reads. With one batch, what belongs to the
 * point is computed once and serves any number of products.
 */
export class Objective {
  readonly model: Module;
  readonly criterion: Criterion;
  readonly parameters: Tensor;
  readonly gradParameters: Tensor;
  readonly rParameters: Tensor;
  readonly rGradParameters: Tensor;
  private readonly single: Batch | undefined;
  private readonly batches: Iterable<Batch>;
  /** The model's pass counter after this objective's last pass: while it stands there, the buffers are this objective's. */
  private pass: number = -1;

  constructor(model: Module, criterion: Criterion, batches: Batches) {
    this.model = model;
    this.criterion = criterion;
    if (Symbol.iterator in batches) {
      const oneShot = (batches[Symbol.iterator]() as unknown) === batches;
      this.batches = oneShot ? [...batches] : batches;
    } else {
      this.single = batches;
      this.batches = [batches];
    }
    [this.parameters, this.gradParameters, this.rParameters, this.rGradParameters] = model.getParameters();
  }

  /** E at the parameters as they are now; gradParameters holds ∇E afterwards. */
  evaluate(): number {
    this.gradParameters.zero();
    const { loss, divisor } = this.sweep((batch, gradOutput, scale) => {
      this.model.backward(batch.input, gradOutput, scale);
    });
    if (divisor !== 1) this.gradParameters.mul(1 / divisor);
    return loss;
  }

  /**
   * out ← Hv at the point of the last `evaluate` (for several batches: at the parameters as they are now). Leaves v in rParameters and
   * Hv in rGradParameters; gradParameters stays as it is.
   */
  hessianTimes(v: Tensor, out: Tensor): Tensor {
    const { model, criterion, rGradParameters } = this;
    this.rParameters.copy(v);
    rGradParameters.zero();
    const divisor = this.revisit(
      ({ input }, gradOutput) => model.backwardPart(input, gradOutput, 1, INPUT_GRADIENT),
      ({ input, target }, gradOutput, scale) => {
        const rOutput = model.updateROutput(input, undefined);
        const rGradOutput = criterion.updateRGradInput(model.output, rOutput, target);
        model.rBackwardPart(input, undefined, gradOutput, rGradOutput, scale, BOTH);
      },
    );
    if (divisor !== 1) rGradParameters.mul(1 / divisor);
    return out.resizeAs(v).copy(rGradParameters);
  }

  /**
   * Calls `visit` for every batch while the model is at its point, and returns the divisor of all sums. `prepare` makes what the
   * visit needs of a backward pass, where the model has to be brought to the point again.
   */
  revisit(prepare: Visit, visit: Visit): number {
    const { single, model } = this;
    if (single && this.pass === model.passes) {
      this.withoutInputGradient(() => visit(single, this.criterion.gradInput, 1));
      return 1;
    }
    return this.sweep((batch, gradOutput, scale) => {
      prepare(batch, gradOutput, scale);
      visit(batch, gradOutput, scale);
    }).divisor;
  }

  /** Names what is not finite first at the present parameters, batch by batch. */
  firstNonFinite(): string | undefined {
    for (const { input } of this.batches) {
      this.model.forward(input);
      const found = firstNonFinite(this.model, input);
      if (found) return found;
    }
    return undefined;
  }

  /** Tells everyone else who shares the model that what its backward pass left is there no more. */
  disturbed(): void {
    this.pass = ++this.model.passes;
  }

  private sweep(visit: Visit): { loss: number; divisor: number } {
    const { model, criterion } = this;
    let sum = 0;
    let weights = 0;
    let count = 0;
    this.withoutInputGradient(() => {
      for (const batch of this.batches) {
        const output = model.forward(batch.input);
        const loss = criterion.forward(output, batch.target);
        const gradOutput = criterion.backward(output, batch.target);
        const scale = this.single ? 1 : criterion.weightInAverage(output, batch.target);
        visit(batch, gradOutput, scale);
        sum += scale * loss;
        weights += scale;
        count++;
      }
    });
    if (count === 0) throw new RangeError('Objective: expected at least one batch, got none');
    this.pass = model.passes;
    const divisor = !this.single && criterion.averages() ? weights : 1;
    return { loss: sum / divisor, divisor };
  }

  private withoutInputGradient(work: () => void): void {
    this.model.skipInputGradient(true);
    try {
      work();
    } finally {
      this.model.skipInputGradient(false);
    }
  }
}
