/** @file How long a module takes. */
import type { Activation } from '../lib/nn/activation.js';
import { INPUT_GRADIENT, type Module } from '../lib/nn/module.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { print } from '../lib/nn/print.js';
import { number, type TorchFields, text, unsaved } from '../lib/nn/torch-field.js';
import { Timer } from '../lib/tensor/index.js';
import { Decorator } from './decorator.js';

/**
 * The module inside; every printInterval forward passes, and backward passes, a line on the standard output tells the seconds that they
 * took together. R passes are not timed.
 */
export class Profile extends Decorator {
  static override readonly torch: TorchFields = {
    print_interval: number(),
    name: text,
    numFwds: number(),
    numBwds: number(),
    summedFwdTime: number(),
    summedBwdTime: number(),
    module: unsaved((owner: Profile) => owner.modules[0]),
    timer: unsaved(() => new Timer()),
  };

  print_interval: number;
  name: string;
  numFwds: number = 0;
  numBwds: number = 0;
  summedFwdTime: number = 0;
  summedBwdTime: number = 0;
  declare private timer: Timer;

  constructor(module: Module, printInterval: number = 100, name?: string) {
    super(module);
    checkNumbers(this.constructor.name, { printInterval });
    this.print_interval = printInterval;
    this.name = name ?? `nn.${module.constructor.name}`;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.timer = new Timer();
  }

  override updateOutput(input: Activation): Activation {
    this.timer.reset();
    const y = super.updateOutput(input);
    this.summedFwdTime += this.timer.time().real;
    if (++this.numFwds % this.print_interval === 0) {
      this.tell(this.summedFwdTime, 'forward');
      this.numFwds = 0;
      this.summedFwdTime = 0;
    }
    return y;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    this.timer.reset();
    const gx = super.backwardPart(input, gradOutput, scale, part);
    this.summedBwdTime += this.timer.time().real;
    if (part & INPUT_GRADIENT && ++this.numBwds % this.print_interval === 0) {
      this.tell(this.summedBwdTime, 'backward');
      this.numBwds = 0;
      this.summedBwdTime = 0;
    }
    return gx;
  }

  private tell(seconds: number, passes: string): void {
    print(`${this.name} took ${seconds.toFixed(3)} seconds for ${this.print_interval} ${passes} passes`);
  }
}
