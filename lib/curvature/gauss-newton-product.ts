/** @file Products with the generalised Gauss-Newton matrix of an objective, at the point of its last evaluation. */
import { LogSoftMax } from '../../modules/log-soft-max.js';
import { Sequential } from '../../modules/sequential.js';
import { Sigmoid } from '../../modules/sigmoid.js';
import { SoftMax } from '../../modules/soft-max.js';
import { type Activation, withZeros } from '../nn/activation.js';
import type { Criterion } from '../nn/criterion.js';
import { BOTH, INPUT_GRADIENT, type Module } from '../nn/module.js';
import type { Tensor } from '../tensor/index.js';
import { chain } from './chain.js';
import type { Batch, Objective } from './objective.js';

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

  /** @throws RangeError, in the name of `who`, where the model cannot be split at `lossFrom`. */
  constructor(who: string, objective: Objective, lossFrom: Module | Criterion | undefined) {
    this.objective = objective;
    [this.head, this.tail] = split(who, objective, lossFrom);
  }

  /** out ← Gv. Leaves v in rParameters; gradParameters stays as it is. @throws Error where the parameters are not those of the point. */
  times(v: Tensor, out: Tensor): Tensor {
    return this.objective.collect(
      v,
      out,
      'loss',
      (batch, gradOutput) => this.tail.backwardPart(this.logits(batch), gradOutput, 1, INPUT_GRADIENT),
      (batch, gradOutput, scale) => this.accumulate(batch, gradOutput, scale),
    );
  }

  /** z, where the head ends. */
  private logits({ input }: Batch): Activation {
    return this.head.modules.at(-1)?.output ?? input;
  }

  /** gradParameters += scale · Gv of one batch. */
  private accumulate(batch: Batch, gradOutput: Activation, scale: number): void {
    const { criterion } = this.objective;
    const { head, tail } = this;
    const z = this.logits(batch);
    const y = tail.modules.at(-1)?.output ?? z;
    const rz = head.updateROutput(batch.input, undefined);
    const ry = tail.updateROutput(z, rz);
    const rgy = criterion.updateRGradInput(y, ry, batch.target);
    const rgz = tail.rBackwardPart(z, rz, gradOutput, rgy, 1, INPUT_GRADIENT);
    head.skipInputGradient(true);
    head.backwardPart(batch.input, withZeros(z, rgz), scale, BOTH);
  }
}
