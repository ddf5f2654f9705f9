/** @file A module around another one. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { Container } from '../lib/nn/container.js';
import { checkIs } from '../lib/nn/kinds.js';
import { Module } from '../lib/nn/module.js';

/** All passes are those of the module inside: what classes extend that add something to one module. */
export class Decorator extends Container {
  constructor(module: Module) {
    super();
    checkIs(this.constructor.name, 'a module', module, Module);
    this.add(module);
  }

  override updateOutput(input: Activation): Activation {
    this.output = this.inside((module) => module.updateOutput(input));
    return this.output;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    this.gradInput = this.inside((module) => module.backwardPart(input, gradOutput, scale, part));
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    return this.setROutput(this.inside((module) => module.updateROutput(input, rInput)));
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation {
    return this.setRGradInput(
      this.inside((module) => module.rBackwardPart(input, rInput, gradOutput, rGradOutput, scale, part)),
    );
  }

  /** What f makes of the module inside; an error comes with the path to it. */
  protected inside<T>(f: (module: Module) => T): T {
    try {
      return f(this.get(0));
    } catch (error) {
      throw this.failure(0, error);
    }
  }

  override toString(): string {
    return `${super.toString()} @ ${this.modules[0]}`;
  }
}
