/** @file Products with the generalised Gauss-Newton matrix of an objective, at the point of its last evaluation. */
import { LogSoftMax } from '../../modules/log-soft-max.js';
import { Sequential } from '../../modules/sequential.js';
import { Sigmoid } from '../../modules/sigmoid.js';
import { SoftMax } from '../../modules/soft-max.js';
import { type Activation, type RActivation, withZeros } from '../nn/activation.js';
import type { Criterion } from '../nn/criterion.js';
import { Directions } from '../nn/directions.js';
import { BOTH, INPUT_GRADIENT, type Module } from '../nn/module.js';
import type { Tensor } from '../tensor/index.js';
import { chain } from './chain.js';
import type { Batch } from './data.js';
import type { Objective } from './objective.js';

function sequence(modules: Module[]): Sequential {
  const part = new Sequential();
  // Not add(): these modules stay where they are, in the model; the parts only run them.
  part.modules = modules;
  return part;
}

/** The model as z = head(x) and the loss as E(z) = criterion(tail(z)). */
function split(
  who: string,
  { model, criterion }: Objective,
  lossFrom: Module | Criterion | undefined,
): [Sequential, Sequential] {
  const modules = chain(model);
  const last = modules.at(-1);
  const trailing = last instanceof LogSoftMax || last instanceof SoftMax || last instanceof Sigmoid;
  const start = lossFrom ?? (trailing ? last : criterion);
  const at = start === criterion ? modules.length : modules.indexOf(start as Module);
  if (at < 0) {
    throw new RangeError(
      `${who}: expected lossFrom to be the criterion or one of the model's modules in sequence, got ${lossFrom?.describe()}`,
    );
  }
  const tail = sequence(modules.slice(at));
  if (tail.parameters()[0].length > 0) {
    throw new RangeError(`${who}: expected no parameters in the loss part, got some; split at a later module`);
  }
  return [sequence(modules.slice(0, at)), tail];
}

/**
 * Gv = Jᵀ H_L J v, with J = ∂z/∂w and H_L = ∂²E/∂z², z being what the part of the model before `lossFrom` puts out: R forward (Jv), the
 * loss part's R backward (H_L Jv), and a plain backward (Jᵀ of it).
 */
export class GaussNewtonProduct {
  private readonly objective: Objective;
  private readonly head: Sequential;
  private readonly tail: Sequential;
  /** H_L J v, of several directions. */
  private rGradLogits: RActivation = undefined;

  /** @throws RangeError, in the name of `who`, where the model cannot be split at `lossFrom`. */
  constructor(who: string, objective: Objective, lossFrom: Module | Criterion | undefined) {
    this.objective = objective;
    [this.head, this.tail] = split(who, objective, lossFrom);
  }

  /** out ← Gv. Leaves v in rParameters; gradParameters stays as it is. @throws Error where the parameters are not those of the point. */
  times(v: Tensor, out: Tensor): Tensor {
    return this.objective.collect(v, out, 'loss', this.prepare, (batch, gradOutput, scale) => {
      const rgz = this.image(batch, gradOutput, Directions.single);
      this.head.skipInputGradient(true);
      this.head.backwardPart(batch.input, withZeros(this.logits(batch), rgz), scale, BOTH);
    });
  }

  /** out ← Gv for each row v of V: contiguous, of the model's type, and on other memory than V. The head has to carry directions. */
  timesRows(V: Tensor, out: Tensor): Tensor {
    const { objective, head } = this;
    const directions = objective.directions(V, out);
    return objective.collectRows(out, 'loss', this.prepare, (batch, gradOutput, scale) => {
      this.rGradLogits = this.image(batch, gradOutput, directions);
      head.skipInputGradient(true);
      head.rBackwardPart(batch.input, undefined, gradOutput, this.rGradLogits, scale, BOTH, directions.still());
    });
  }

  /** Whether `timesRows` may be called. */
  carriesDirections(): boolean {
    return this.head.carriesDirections();
  }

  private readonly prepare = (batch: Batch, gradOutput: Activation): void => {
    this.tail.backwardPart(this.logits(batch), gradOutput, 1, INPUT_GRADIENT);
  };

  /** z, where the head ends. */
  private logits({ input }: Batch): Activation {
    return this.head.modules.at(-1)?.output ?? input;
  }

  /** H_L J v of one batch. */
  private image(batch: Batch, gradOutput: Activation, directions: Directions): RActivation {
    const { criterion } = this.objective;
    const { head, tail } = this;
    const z = this.logits(batch);
    const y = tail.modules.at(-1)?.output ?? z;
    const images = head.updateROutput(batch.input, undefined, directions);
    return directions.gather(this.rGradLogits, (j) => {
      const rz = directions.slice(images, j);
      const rgy = criterion.updateRGradInput(y, tail.updateROutput(z, rz), batch.target);
      return tail.rBackwardPart(z, rz, gradOutput, rgy, 1, INPUT_GRADIENT);
    });
  }
}
