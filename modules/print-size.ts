/** @file The identity, which tells sizes. */
import { type Activation, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { print } from '../lib/nn/print.js';
import { type TorchFields, text } from '../lib/nn/torch-field.js';
import { Identity } from './identity.js';

/** The identity; forward prints the sizes of the input, and backward those of gradOutput, behind `prefix`. R passes print nothing. */
export class PrintSize extends Identity {
  static override readonly torch: TorchFields = { prefix: text };

  prefix: string;

  constructor(prefix: string = 'PrintSize') {
    super();
    this.prefix = prefix;
  }

  override updateOutput(input: Activation): Activation {
    this.tell('input', input);
    return super.updateOutput(input);
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    this.tell('gradOutput', gradOutput);
    return super.updateGradInput(input, gradOutput);
  }

  private tell(what: string, x: RActivation): void {
    print(`${this.prefix}:${what}\n${shapeOf(x)}`);
  }
}
