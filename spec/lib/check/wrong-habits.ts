/** @file Modules that compute right and behave wrong, one deliberate fault each, for the checker to find. */
import * as nn from '../../../lib/classes.js';
import type { Vector } from '../../../lib/kernels/index.js';
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

// Repetition, sizes and memory.

/** R passes add to the one before. */
export class KeepsAdding extends nn.Tanh {
  declare private rSum: Tensor;
  protected override makeBuffers(): void {
    super.makeBuffers();
    this.rSum = this.buffer();
  }
  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = super.updateROutput(input, rInput) as Tensor | undefined;
    if (!ry) return ry;
    if (!this.rSum.isSameSizeAs(ry)) this.rSum.resizeAs(ry).zero();
    return this.rSum.add(ry);
  }
}

/** Knows no fewer rows than it has ever seen, until it is cleared. */
export class RemembersRows extends nn.Linear {
  declare private most: number;
  protected override makeBuffers(): void {
    super.makeBuffers();
    this.most = 0;
  }
  protected override collectBias(g: Tensor, gb: Tensor, scale: number): void {
    this.most = Math.max(this.most, g.size(0));
    super.collectBias(g, gb, (scale * g.size(0)) / this.most);
  }
}

/** Takes the elements of its arguments as they lie in memory. */
export class IgnoresStrides extends nn.Tanh {
  override updateOutput(input: Activation): Tensor {
    const { _storage, _offset, _size } = input as Tensor;
    return super.updateOutput(
      new Tensor(_storage, Math.min(_offset, _storage.size() - (input as Tensor).nElement()), _size),
    );
  }
}

export class IgnoresStrideZero extends nn.Tanh {
  override updateGradInput(...[input, gradOutput]: Backward): Tensor {
    const gy = gradOutput as Tensor;
    if (gy.stride(0) > 0 || gy.dim() < 2) return super.updateGradInput(input, gy);
    return super.updateGradInput(input, gy.clone().mul(1 / gy.size(0)));
  }
}

export class AllocatesOutput extends nn.Tanh {
  override updateOutput(input: Activation): Tensor {
    this.output = this.buffer();
    return super.updateOutput(input);
  }
}

export class AllocatesTemporary extends nn.Tanh {
  override updateGradInput(...[input, gradOutput]: Backward): Tensor {
    return super.updateGradInput(input, (gradOutput as Tensor).clone());
  }
}

/** New memory that no storage allocated. */
export class MovesOutput extends nn.Tanh {
  override updateOutput(input: Activation): Tensor {
    const y = super.updateOutput(input);
    y._storage.data = y._storage.data.slice();
    return y;
  }
}

// Accumulators.

export class Overwrites extends nn.Linear {
  override accGradParameters(...[input, gradOutput, scale = 1]: Backward): void {
    this.gradWeight.zero();
    super.accGradParameters(input, gradOutput, scale);
  }
}

export class OverwritesR extends nn.Linear {
  override accRGradParameters(...[input, rInput, gradOutput, rGradOutput, scale = 1]: RBackward): void {
    this.rGradWeight.zero();
    super.accRGradParameters(input, rInput, gradOutput, rGradOutput, scale);
  }
}

export class IgnoresScale extends nn.Linear {
  override accGradParameters(...[input, gradOutput]: Backward): void {
    super.accGradParameters(input, gradOutput, 1);
  }
}

export class IgnoresRScale extends nn.Linear {
  override accRGradParameters(...[input, rInput, gradOutput, rGradOutput]: RBackward): void {
    super.accRGradParameters(input, rInput, gradOutput, rGradOutput, 1);
  }
}

export class ZeroesBoth extends nn.Linear {
  override zeroGradParameters(): void {
    super.zeroGradParameters();
    this.zeroRGradParameters();
  }
}

export class ZeroesWeightOnly extends nn.Linear {
  override zeroRGradParameters(): void {
    this.rGradWeight.zero();
  }
}

// Copies and calls.

export class SharesOnClone extends nn.Linear {
  override clone(): this {
    return super.clone('weight');
  }
}

export class ForgetsOnClone extends nn.Linear {
  override clone(...shared: string[]): this {
    return super.clone(...shared).reset(0.1);
  }
}

/** y = 2x, but only as long as the object lives: its class says tanh. */
export function outOfFile(): Module {
  const twice = (n: number, x: Vector, xo: number, y: Vector): void => {
    for (let i = 0; i < n; i++) y[i] = 2 * x[xo + i];
  };
  const slope = (n: number, _x: Vector, _xo: number, _y: Vector, d: Vector): void => {
    d.fill(2, 0, n);
  };
  return Object.assign(new nn.Tanh() as Module, { f: twice, df: slope, ddf: undefined });
}

export class LosesWeightAsFloat extends nn.Linear {
  override type(): string;
  override type(name: string): this;
  override type(name?: string): string | this {
    if (name === undefined) return super.type();
    super.type(name);
    this.weight.mul(1.01);
    return this;
  }
}

export class ClearsWeight extends nn.Linear {
  override clearState(): this {
    this.weight.zero();
    return super.clearState();
  }
}

export class AnyOrder extends nn.Tanh {
  override rBackward(...[input, rInput, gradOutput, rGradOutput]: RBackward): Activation {
    const rgx = this.updateRGradInput(input, rInput, gradOutput, rGradOutput);
    return rgx instanceof Tensor ? rgx : (input as Tensor).clone().zero();
  }
}

export class AnyShape extends nn.Tanh {
  override backward(...[input, gradOutput]: Backward): Activation {
    if ((gradOutput as Tensor).isSameSizeAs(input as Tensor)) return super.backward(input, gradOutput);
    return input;
  }
}

/** Drops the first child's parameters together with the input's gradient. */
export class SkipsTooMuch extends nn.Sequential {
  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    const gx = super.backwardPart(input, gradOutput, scale, part);
    if (this.skipsInputGradient) for (const g of this.get(0).parameters()[1]) g.zero();
    return gx;
  }
}
