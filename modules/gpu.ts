/** @file A module on a device. */
import type { Module } from '../lib/nn/module.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { number, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Decorator } from './decorator.js';

/** The module inside. There are no devices here: their numbers are kept, and all is computed where everything is. */
export class GPU extends Decorator {
  static override readonly torch: TorchFields = {
    device: number(),
    outdevice: number(),
    _input: unsaved(),
    _gradOutput: unsaved(),
  };

  device: number;
  outdevice: number;

  constructor(module: Module, device: number, outdevice: number = device) {
    super(module);
    checkNumbers(this.constructor.name, { device, outdevice }, wholeNumber);
    this.device = device;
    this.outdevice = outdevice;
  }

  setDevice(device: number): this {
    checkNumbers('GPU.setDevice', { device }, wholeNumber);
    this.device = device;
    return this;
  }

  override toString(): string {
    return `nn.${this.constructor.name}(${this.device}) @ ${this.modules[0]}`;
  }
}
