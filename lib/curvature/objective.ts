/** @file Objective: the loss of a model over one batch or a data set, its gradient, and its Hessian times a vector. */
import type { Activation, RActivation } from '../nn/activation.js';
import { countPass, passCount } from '../nn/component.js';
import { Criterion } from '../nn/criterion.js';
import { Directions } from '../nn/directions.js';
import { BOTH, INPUT_GRADIENT, Module } from '../nn/module.js';
import { firstNonFinite, firstNonFiniteImage } from '../nn/non-finite.js';
import type { Tensor } from '../tensor/index.js';
import { type Batch, type Batches, Data, type DataOptions } from './data.js';
import { sameBits } from './same-bits.js';

/** How far back from the loss a backward pass has gone: through the loss part of the model, or all of it. */
type Extent = 'loss' | 'model';

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
  readonly data: Data;
  /** The parameters at the point of the last `evaluate`. */
  private readonly point: Tensor;
  private readonly atPoint: () => boolean;
  /** What was in gradParameters, while they are lent, or the gradient is not whole. */
  private readonly found: Tensor;
  /** R of gradOutput, along several directions. */
  private rGradOutputs: RActivation = undefined;
  /** What the criteria inside the criterion divided the first batch of a sweep by. */
  private firstWeights: readonly number[] | undefined = undefined;
  /** The count of passes after this objective's last one: while it stands there, all buffers are as that left them. */
  private pass: number = -1;
  /** Whether they hold all of the model's backward pass then, or that of the loss part alone. */
  private left: Extent = 'model';

  constructor(model: Module, criterion: Criterion, batches: Batches, options: DataOptions = {}) {
    if (!(model instanceof Module && criterion instanceof Criterion)) {
      throw new TypeError('Objective: expected a model, a criterion and data, a module and a criterion first');
    }
    this.model = model;
    this.criterion = criterion;
    this.data = new Data(batches, options);
    [this.parameters, this.gradParameters, this.rParameters, this.rGradParameters] = model.getParameters();
    if (this.parameters.nElement() === 0) {
      throw new RangeError(`Objective: expected a model with parameters, got ${model.describe()} without`);
    }
    this.point = this.parameters.clone();
    this.atPoint = sameBits(this.point, this.parameters);
    this.found = this.gradParameters.clone();
  }

  /**
   * E at the parameters as they are now; gradParameters holds ∇E afterwards. `accept` is called with E then, and may refuse it by
   * throwing. After an error all is as it was.
   */
  evaluate(accept?: (loss: number) => void): number {
    if (this.model.getParameters()[0] !== this.parameters) {
      throw new Error(
        'Objective.evaluate: expected the parameters where they were, got a model that was changed: make a new one',
      );
    }
    const { gradParameters, found } = this;
    found.copy(gradParameters);
    gradParameters.zero();
    try {
      const { loss, divisor } = this.sweep('model', (batch, gradOutput, scale) => {
        this.model.backward(batch.input, gradOutput, scale);
      });
      if (divisor !== 1) gradParameters.mul(1 / divisor);
      accept?.(loss);
      this.point.copy(this.parameters);
      return loss;
    } catch (error) {
      gradParameters.copy(found);
      throw error;
    }
  }

  /** E at the parameters as they are now, by forward passes alone. */
  loss(): number {
    return this.average(() => {}).loss;
  }

  /**
   * out ← Hv at the point of the last `evaluate`. Leaves v in rParameters and Hv in rGradParameters; gradParameters stays as it is.
   *
   * @throws Error when the parameters are not those of that point any more.
   */
  hessianTimes(v: Tensor, out: Tensor): Tensor {
    const { rGradParameters } = this;
    this.rParameters.copy(v);
    rGradParameters.zero();
    this.addHessianTimes(Directions.single, rGradParameters);
    return out.resizeAs(v).copy(rGradParameters);
  }

  /** out ← Hv for each row v of V: contiguous, of the model's type, and on other memory than V. The model has to carry directions. */
  hessianTimesRows(V: Tensor, out: Tensor): Tensor {
    this.addHessianTimes(this.directions(V, out.zero()), out);
    return out;
  }

  /** Directions with the rows of V for v, which collect products in the rows of `out`. */
  directions(V: Tensor, out: Tensor): Directions {
    const [v, products] = [
      { fields: this.rParameters, rows: V },
      { fields: this.rGradParameters, rows: out },
    ];
    return new Directions(V.size(0), v, products);
  }

  private addHessianTimes(directions: Directions, products: Tensor): void {
    const { model, criterion } = this;
    const divisor = this.revisit(
      'model',
      ({ input }, gradOutput) => model.backwardPart(input, gradOutput, 1, INPUT_GRADIENT),
      ({ input, target }, gradOutput, scale) => {
        const rOutput = model.updateROutput(input, undefined, directions);
        const rGradOutput = directions.gather(this.rGradOutputs, (j) =>
          criterion.updateRGradInput(model.output, directions.slice(rOutput, j), target),
        );
        if (directions !== Directions.single) this.rGradOutputs = rGradOutput;
        model.rBackwardPart(input, undefined, gradOutput, rGradOutput, scale, BOTH, directions);
      },
    );
    if (divisor !== 1) products.mul(1 / divisor);
  }

  /**
   * out ← the sum that `visit` collects in gradParameters over all batches, divided as E is, with v in rParameters. What was in
   * gradParameters is put back. The arguments are those of `revisit`.
   */
  collect(v: Tensor, out: Tensor, needs: Extent, prepare: Visit, visit: Visit): Tensor {
    this.rParameters.copy(v);
    return this.lendGradients((sum) => {
      const divisor = this.revisit(needs, prepare, visit);
      if (divisor !== 1) sum.mul(1 / divisor);
      return out.resizeAs(v).copy(sum);
    });
  }

  /** out ← the sums that `visit` collects in the rows of `out`, divided as E is. The arguments are those of `revisit`. */
  collectRows(out: Tensor, needs: Extent, prepare: Visit, visit: Visit): Tensor {
    out.zero();
    const divisor = this.revisit(needs, prepare, visit);
    return divisor === 1 ? out : out.mul(1 / divisor);
  }

  /** What `work` makes of gradParameters, which it gets zeroed; what was in them is put back. */
  lendGradients<T>(work: (gradParameters: Tensor) => T): T {
    const { gradParameters, found } = this;
    found.copy(gradParameters);
    try {
      return work(gradParameters.zero());
    } finally {
      gradParameters.copy(found);
    }
  }

  /**
   * Calls `visit` for every batch while the model is at its point, and returns the divisor of all sums. `prepare` makes what the
   * visit needs of a backward pass, of the extent `needs`, where the model has to be brought to the point again. A visit that needs the
   * loss part's alone may use the rest of the model for a backward pass of its own.
   */
  revisit(needs: Extent, prepare: Visit, visit: Visit): number {
    if (!this.atPoint()) {
      throw new Error('Objective: expected the parameters of the last evaluation, got others: call evaluate() first');
    }
    const { single } = this.data;
    const intact = this.pass === passCount() && (this.left === 'model' || needs === 'loss');
    if (!(single && intact)) {
      return this.sweep(needs, (batch, gradOutput, scale) => {
        prepare(batch, gradOutput, scale);
        visit(batch, gradOutput, scale);
      }).divisor;
    }
    try {
      this.withoutInputGradient(() => visit(single, this.criterion.gradInput, 1));
    } finally {
      if (needs === 'loss') this.leave('loss');
    }
    return 1;
  }

  /** Names what is not finite first at the present parameters, batch by batch. */
  firstNonFinite(): string | undefined {
    return this.data.find(({ input, target }) => {
      const output = this.model.forward(input);
      const found = firstNonFinite(this.model, input);
      return found ?? (Number.isFinite(this.criterion.forward(output, target)) ? undefined : this.criterion.describe());
    });
  }

  /** Names what is not finite first in R forward along the v in rParameters, batch by batch. */
  firstNonFiniteImage(): string | undefined {
    return this.data.find(({ input }) => {
      this.model.forward(input);
      this.model.updateROutput(input, undefined);
      return firstNonFiniteImage(this.model);
    });
  }

  /** Notes what the buffers hold now, and tells everyone else who shares the model that what they left is there no more. */
  private leave(extent: Extent): void {
    countPass();
    this.pass = passCount();
    this.left = extent;
  }

  private sweep(extent: Extent, visit: Visit): { loss: number; divisor: number } {
    const { criterion } = this;
    let result = { loss: 0, divisor: 1 };
    this.withoutInputGradient(() => {
      result = this.average((batch, output, scale) => visit(batch, criterion.backward(output, batch.target), scale));
    });
    this.leave(extent);
    return result;
  }

  /** Runs forward on every batch, calls `visit` behind each, and adds up the losses. */
  private average(visit: (batch: Batch, output: Activation, scale: number) => void): { loss: number; divisor: number } {
    const { model, criterion, data } = this;
    let sum = 0;
    this.firstWeights = undefined;
    const weights = data.pass((batch) => {
      const output = model.forward(batch.input);
      const loss = criterion.forward(output, batch.target);
      const scale = data.single ? 1 : this.weightOf(batch, output);
      visit(batch, output, scale);
      sum += scale * loss;
      return scale;
    });
    // Where no row of any batch counts, the sum is zero, and so is the average.
    const divisor = !data.single && criterion.averages() && weights !== 0 ? weights : 1;
    return { loss: sum / divisor, divisor };
  }

  /**
   * c_b. Each criterion inside the criterion divides by a number of its own; those of all batches have to be in one proportion.
   *
   * @throws Error where they are not, as class weights make them: no weight of the batch gives every criterion its average.
   */
  private weightOf({ target }: Batch, output: Activation): number {
    const weights = this.criterion.weightsInAverage(output, target);
    this.firstWeights ??= weights;
    const [a, c] = [this.firstWeights, weights];
    for (let i = 1; i < c.length; i++) {
      const [one, other] = [a[0] * c[i], a[i] * c[0]];
      if (Math.abs(one - other) <= 1e-12 * Math.max(Math.abs(one), Math.abs(other))) continue;
      throw new Error(
        `Objective: expected criteria inside ${this.criterion.describe()} that share one average over the batches, ` +
          `got weights ${c.join(', ')} for a batch and ${a.join(', ')} for the first: use one batch, or no class weights`,
      );
    }
    return c[0] ?? 1;
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
