/** @file Modules one after the other. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { Container } from '../lib/nn/container.js';
import { type Directions, hasPassesOf } from '../lib/nn/directions.js';

/**
 * y = f_n(… f_1(x)). Every pass is one sweep: forward and R forward from the first to the last, backward and R backward from
 * the last to the first; child i sees output i − 1 and the gradient of child i + 1. An empty Sequential is the identity.
 */
export class Sequential extends Container {
  private inputOf(i: number, input: Activation): Activation {
    return i === 0 ? input : this.modules[i - 1].output;
  }

  override updateOutput(input: Activation): Activation {
    let x = input;
    let i = 0;
    try {
      for (; i < this.modules.length; i++) x = this.modules[i].updateOutput(x);
    } catch (error) {
      throw this.failure(i, error);
    }
    this.output = x;
    return x;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    let gy = gradOutput;
    let i = this.modules.length - 1;
    try {
      for (; i >= (this.first ?? 0); i--) gy = this.modules[i].backwardPart(this.inputOf(i, input), gy, scale, part);
    } catch (error) {
      throw this.failure(i, error);
    }
    this.gradInput = gy;
    return gy;
  }

  override updateROutput(input: Activation, rInput: RActivation, directions?: Directions): RActivation {
    let rx = rInput;
    let i = 0;
    try {
      for (; i < this.modules.length; i++) rx = this.modules[i].updateROutput(this.inputOf(i, input), rx, directions);
    } catch (error) {
      throw this.failure(i, error);
    }
    this.rOutput = rx;
    return rx;
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
    directions?: Directions,
  ): RActivation {
    const moves = directions?.moves ?? true;
    let rgy = rGradOutput;
    let i = this.modules.length - 1;
    try {
      for (; i >= (this.first ?? 0); i--) {
        const rx = i === 0 ? rInput : moves ? this.modules[i - 1].rOutput : undefined;
        const gy = i === this.modules.length - 1 ? gradOutput : this.modules[i + 1].gradInput;
        rgy = this.modules[i].rBackwardPart(this.inputOf(i, input), rx, gy, rgy, scale, part, directions);
      }
    } catch (error) {
      throw this.failure(i, error);
    }
    this.rGradInput = rgy;
    return rgy;
  }

  override carriesDirections(): boolean {
    return hasPassesOf(Sequential, this) && this.modules.every((child) => child.carriesDirections());
  }

  /** The first child that a backward pass must reach, if not all are. */
  private first?: number;

  /** Without the input's gradient, the sweep ends at the first child that has parameters. */
  override skipInputGradient(skip: boolean): void {
    super.skipInputGradient(false);
    const learning = this.modules.findIndex((child) => child.parameters()[0].length > 0);
    this.first = !skip ? 0 : learning < 0 ? this.modules.length : learning;
    if (skip && learning >= 0) this.modules[learning].skipInputGradient(true);
    this.skipsInputGradient = skip;
  }

  override toString(): string {
    const places = ['input', ...this.modules.map((_, i) => `(${i + 1})`), 'output'].join(' -> ');
    const lines = this.modules.map((child, i) => `  (${i + 1}): ${child.toString().replaceAll('\n', '\n  ')}`);
    // Torch prints what extends it under this name too.
    return `nn.Sequential {\n${[`  [${places}]`, ...lines].join('\n')}\n}`;
  }

  override describe(): string {
    return this.constructor.name;
  }
}
