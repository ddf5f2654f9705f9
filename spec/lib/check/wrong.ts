/** @file Modules that compute something wrong, one deliberate fault each, for the checker to find. */
import * as nn from '../../../lib/classes.js';
import type { Activation, RActivation } from '../../../lib/nn/activation.js';
import type { Module } from '../../../lib/nn/module.js';
import { Tensor } from '../../../lib/tensor/index.js';

type Backward = [input: Activation, gradOutput: Activation, scale?: number];
type RBackward = [
  input: Activation,
  rInput: RActivation,
  gradOutput: Activation,
  rGradOutput: RActivation,
  scale?: number,
];
type RGradInput = Parameters<Module['updateRGradInput']>;

// Gradients.

export class WrongElement extends nn.Linear {
  override accGradParameters(...[input, gradOutput, scale = 1]: Backward): void {
    super.accGradParameters(input, gradOutput, scale);
    const i = this.gradWeight.size(0) - 1;
    this.gradWeight.set(i, 2, this.gradWeight.get(i, 2) + 0.001 * scale);
  }
}

export class WrongSlope extends nn.Tanh {
  override updateGradInput(...[input, gradOutput]: Backward): Tensor {
    return super.updateGradInput(input, gradOutput).mul(1 + 1e-5);
  }
}

export class Noisy extends nn.Tanh {
  private calls: number = 0;
  override updateOutput(input: Activation): Tensor {
    const y = super.updateOutput(input);
    return y.add(1e-3 * Math.sin(1000 * this.calls++));
  }
}

/** Says of parameters that they are statistics. */
export class NoStatistics extends nn.Linear {
  override parameterStatistics(): Tensor[] {
    return [this.weight.narrow(0, 1, 1)];
  }
}

// Images under R.

export class WrongBend extends nn.Tanh {
  protected override ddf(n: number, _x: ArrayLike<number>, _xo: number, y: ArrayLike<number>, d: Float64Array): void {
    for (let i = 0; i < n; i++) d[i] = 2 * y[i] * (1 - y[i] * y[i]);
  }
}

export class NoRBias extends nn.Linear {
  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const { rBias } = this;
    this.rBias = undefined;
    const ry = super.updateROutput(input, rInput);
    this.rBias = rBias;
    return ry;
  }
}

export class NoRGradOutput extends nn.Linear {
  override updateRGradInput(...[input, rInput, gradOutput]: RGradInput): RActivation {
    return super.updateRGradInput(input, rInput, gradOutput, undefined);
  }
}

export class NoRInput extends nn.Linear {
  override accRGradParameters(...[input, , gradOutput, rGradOutput, scale = 1]: RBackward): void {
    super.accRGradParameters(input, undefined, gradOutput, rGradOutput, scale);
  }
}

export class Asymmetric extends nn.Linear {
  override accRGradParameters(...[input, rInput, gradOutput, rGradOutput, scale = 1]: RBackward): void {
    super.accRGradParameters(input, rInput, gradOutput, rGradOutput, scale);
    super.accRGradParameters(input, rInput, gradOutput, undefined, scale);
  }
}

export class Nonlinear extends nn.Tanh {
  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = super.updateROutput(input, rInput) as Tensor | undefined;
    return ry?.add(0.01, ry.clone().cmul(ry));
  }
}

export class NotZeroAtZero extends nn.Tanh {
  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = super.updateROutput(input, rInput) as Tensor | undefined;
    return ry?.add(1e-300);
  }
}

/** Right along one direction; several are stacked, and then it counts the rows of all of them. */
export class DividesByRows extends nn.Linear {
  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    super.product(w, x.clone().div(x.size(0)), y, accumulate);
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    super.adjointInput(w, g.clone().div(g.size(0)), gx, accumulate);
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    super.adjointWeight(x, g, gw, scale / g.size(0));
  }
}

/** Takes a missing rGradOutput for a reason to do nothing. */
export class LazyWithoutRGradOutput extends nn.Tanh {
  override updateRGradInput(...[input, rInput, gradOutput, rGradOutput]: RGradInput): RActivation {
    if (rGradOutput === undefined) return this.setRGradInput(undefined);
    return super.updateRGradInput(input, rInput, gradOutput, rGradOutput);
  }
}

/** The second piece of a table is forgotten when the first is a structural zero. */
export class ForgetsBesideZero extends nn.CAddTable {
  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const first = Array.isArray(rInput) ? rInput[0] : undefined;
    return super.updateROutput(input, first === undefined ? undefined : rInput);
  }
}

export class ThrowsUnderR extends nn.Tanh {
  override updateRGradInput(): RActivation {
    throw new Error('not written yet');
  }
}

// What an R pass may not touch.

/** As the Lua branch: rForward keeps its product in gradInput. */
export class OverwritesGradInput extends nn.Tanh {
  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = super.updateROutput(input, rInput);
    if (ry instanceof Tensor) (this.gradInput as Tensor).resizeAs(ry).copy(ry);
    return ry;
  }
}

export class RedrawsMask extends nn.Dropout {
  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    this.noise
      .resizeAs(input as Tensor)
      .bernoulli(1 - this.p)
      .div(1 - this.p);
    return super.updateROutput(input, rInput);
  }
}

export class MovesStatistics extends nn.Identity {
  runningMean: Tensor = Tensor.zeros('Double', [1]);
  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    this.runningMean.add(0.1);
    return super.updateROutput(input, rInput);
  }
}

export class ScalesV extends nn.Linear {
  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = super.updateROutput(input, rInput);
    this.rWeight.mul(2);
    return ry;
  }
}

export class OverwritesGradOutput extends nn.Tanh {
  override updateGradInput(...[input, gradOutput]: Backward): Tensor {
    const gx = super.updateGradInput(input, gradOutput);
    (gradOutput as Tensor).copy(gx);
    return gx;
  }
}
