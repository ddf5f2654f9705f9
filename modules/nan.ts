/** @file A module watched for NaN. */
import { type Activation, type RActivation, tensorsOf } from '../lib/nn/activation.js';
import { type Module, PARAMETER_GRADIENTS } from '../lib/nn/module.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { plain, type TorchFields } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';
import { Decorator } from './decorator.js';

let made = 0;

/**
 * The module inside; whatever pass gives a NaN throws an error, which names what had the NaN first: what went in, a parameter, or what
 * came out. `id`, by default counted up from 1, tells several from one another.
 */
export class NaN extends Decorator {
  static override readonly torch: TorchFields = {
    id: plain('a number or a name', (value) => typeof value === 'number' || typeof value === 'string'),
  };

  id: number | string;

  constructor(module: Module, id: number | string = ++made) {
    super(module);
    if (typeof id !== 'string') checkNumbers(this.constructor.name, { id });
    this.id = id;
  }

  override updateOutput(input: Activation): Activation {
    const y = super.updateOutput(input);
    this.expectNumbers({ output: y }, { input, parameters: this.parameters()[0] });
    return y;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    const gx = super.backwardPart(input, gradOutput, scale, part);
    const gradParameters = part & PARAMETER_GRADIENTS ? this.parameters()[1] : [];
    this.expectNumbers({ gradInput: gx, gradParameters }, { gradOutput });
    return gx;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = super.updateROutput(input, rInput);
    this.expectNumbers({ rOutput: ry }, { rInput, rParameters: this.parameters()[2] });
    return ry;
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation {
    const rgx = super.rBackwardPart(input, rInput, gradOutput, rGradOutput, scale, part);
    const rGradParameters = part & PARAMETER_GRADIENTS ? this.parameters()[3] : [];
    this.expectNumbers({ rGradInput: rgx, rGradParameters }, { rGradOutput });
    return rgx;
  }

  private expectNumbers(results: Record<string, RActivation>, operands: Record<string, RActivation>): void {
    const found = firstWithNaN(results);
    if (found) throw new Error(`NaN found in ${firstWithNaN(operands) ?? found} of module :\n${this}`);
  }

  override toString(): string {
    return `nn.${this.constructor.name}(${this.id}) @ ${this.modules[0]}`;
  }
}

function firstWithNaN(activations: Record<string, RActivation>): string | undefined {
  return Object.keys(activations).find((name) => tensorsOf(activations[name]).some(hasNaN));
}

/** The sum is NaN where an element is; and where infinities of both signs are, which then have to be told apart. */
function hasNaN(x: Tensor): boolean {
  return Number.isNaN(x.sum()) && x.toArray().some(Number.isNaN);
}
