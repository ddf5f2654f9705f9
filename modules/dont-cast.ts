/** @file A module that keeps its type. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { typeNamed } from '../lib/nn/kinds.js';
import type { Module } from '../lib/nn/module.js';
import { elementTypeName, flag, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { type ElementType, Tensor } from '../lib/tensor/index.js';
import { Decorator } from './decorator.js';

/**
 * The module inside, which `type()` does not convert. With castin, what goes in is converted to the module's type, and gradInput back to
 * this one's; with castout (as castin by default), what comes out is converted to this one's type, and gradOutput to the module's. R
 * passes likewise. Tensors and tables.
 */
export class DontCast extends Decorator {
  static override readonly torch: TorchFields = {
    castin: optional(flag, false),
    castout: optional(flag, false),
    moduleType: elementTypeName,
  };

  castin: boolean;
  castout: boolean;
  moduleType: ElementType;
  declare private casts: Record<string, RActivation>;

  constructor(module: Module, castin: boolean = false, castout: boolean = castin, moduleType?: string) {
    super(module);
    this.castin = castin;
    this.castout = castout;
    this.moduleType = moduleType === undefined ? module._type : typeNamed('DontCast', 'moduleType', moduleType);
    if (!castin && !castout) this._type = this.moduleType;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.casts = {};
  }

  override updateOutput(input: Activation): Activation {
    const y = super.updateOutput(this.in('input', input) as Activation);
    this.output = this.cast('output', y, this.castout, this._type) as Activation;
    return this.output;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    const [x, gy] = [this.in('input', input), this.out('gradOutput', gradOutput)] as Activation[];
    const gx = super.backwardPart(x, gy, scale, part);
    if (!this.skipsInputGradient) {
      this.gradInput = this.cast('gradInput', gx, this.castin, this._type) as Activation;
    }
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = super.updateROutput(this.in('input', input) as Activation, this.in('rInput', rInput));
    return this.setROutput(this.cast('rOutput', ry, this.castout, this._type));
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation {
    const [x, gy] = [this.in('input', input), this.out('gradOutput', gradOutput)] as Activation[];
    const [rx, rgy] = [this.in('rInput', rInput), this.out('rGradOutput', rGradOutput)];
    const rgx = super.rBackwardPart(x, rx, gy, rgy, scale, part);
    return this.setRGradInput(this.skipsInputGradient ? rgx : this.cast('rGradInput', rgx, this.castin, this._type));
  }

  private in(name: string, x: RActivation): RActivation {
    return this.cast(name, x, this.castin, this.moduleType);
  }

  private out(name: string, g: RActivation): RActivation {
    return this.cast(name, g, this.castout, this.moduleType);
  }

  private cast(name: string, x: RActivation, wanted: boolean, type: ElementType): RActivation {
    if (!wanted || isZero(x)) return x;
    this.casts[name] = converted(x, type, this.casts[name]);
    return this.casts[name];
  }

  /** @internal The module inside stays as it is. */
  override convertTo(target: ElementType): void {
    if (this.castin || this.castout) this._type = target;
    this.makeBuffers();
  }
}

/** x with its floating tensors converted, in the tensors of `last` where they fit. Integers stay: they are indices. */
function converted(x: RActivation, type: ElementType, last: RActivation): RActivation {
  if (x === undefined) return undefined;
  if (Array.isArray(x)) {
    return x.map((piece, i) => converted(piece, type, Array.isArray(last) ? last[i] : undefined));
  }
  if (x.elementType === type || x.elementType.integer) return x;
  const y = last instanceof Tensor && last.elementType === type && last !== x ? last : Tensor.zeros(type, []);
  return y.resizeAs(x).copy(x);
}
