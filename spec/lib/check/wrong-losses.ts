/** @file Criteria and models with one deliberate fault each, for the checker to find. */
import * as nn from '../../../lib/classes.js';
import type { Activation, RActivation } from '../../../lib/nn/activation.js';
import type { Target } from '../../../lib/nn/criterion.js';
import type { FlatParameters } from '../../../lib/nn/parameters.js';
import type { Tensor } from '../../../lib/tensor/index.js';

export class HalfGradient extends nn.MSECriterion {
  protected override gradient(x: Tensor, target: Target, gx: Tensor): void {
    super.gradient(x, target, gx);
    gx.mul(0.5);
  }
}

export class CoarseRForward extends nn.MSECriterion {
  override updateROutput(input: Activation, rInput: RActivation, target: Target): number {
    return 1.1 * super.updateROutput(input, rInput, target);
  }
}

export class WrongHessian extends nn.MSECriterion {
  protected override hessian(x: Tensor, rx: Tensor, target: Target, rgx: Tensor): void {
    super.hessian(x, rx, target, rgx);
    rgx.mul(2);
  }
}

export class AsymmetricHessian extends nn.MSECriterion {
  protected override hessian(x: Tensor, rx: Tensor, target: Target, rgx: Tensor): void {
    super.hessian(x, rx, target, rgx);
    rgx.set(0, 0, rgx.get(0, 0) + rx.get(0, 1));
  }
}

export class OverwritesGradient extends nn.MSECriterion {
  override updateROutput(input: Activation, rInput: RActivation, target: Target): number {
    const rOutput = super.updateROutput(input, rInput, target);
    if (rInput) (this.gradInput as Tensor).copy(rInput as Tensor);
    return rOutput;
  }
}

export class CriterionInAnyOrder extends nn.MSECriterion {
  override backward(input: Activation, target: Target): Activation {
    return this.updateGradInput(input, target);
  }
}

export class AllocatesGradient extends nn.MSECriterion {
  override updateGradInput(input: Activation, target: Target): Tensor {
    this.gradInput = this.buffer();
    return super.updateGradInput(input, target);
  }
}

export class NewFlatParameters extends nn.Sequential {
  override getParameters(): FlatParameters {
    return super.getParameters().map((tensor) => tensor.clone()) as FlatParameters;
  }
}

/** Hv of every layer but the first. */
export class ForgetsFirstLayer extends nn.Sequential {
  override rBackwardPart(
    ...[input, rInput, gradOutput, rGradOutput, scale, part]: Parameters<nn.Sequential['rBackwardPart']>
  ): RActivation {
    const rgx = super.rBackwardPart(input, rInput, gradOutput, rGradOutput, scale, part);
    for (const hv of this.get(0).parameters()[3]) hv.zero();
    return rgx;
  }
}
