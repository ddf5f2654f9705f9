/** @file Module: Torch's three methods, their images under R, and what every module can do. */
import { Tensor } from '../tensor/index.js';
import { type Activation, fits, type RActivation } from './activation.js';
import { countPass, deepCopy } from './component.js';
import type { Directions } from './directions.js';
import { checkNumber } from './numbers.js';
import { Parameterised } from './parameterised.js';
import { buffer, elementTypeName, flag, optional, type TorchFields } from './torch-field.js';

/** Which halves of a backward pass to run. */
export const INPUT_GRADIENT = 1;
export const PARAMETER_GRADIENTS = 2;
export const BOTH: number = INPUT_GRADIENT | PARAMETER_GRADIENTS;

const FORWARD = 1;
const BACKWARD = 2;
const R_FORWARD = 4;

/**
 * A differentiable map with parameters w. R{f(w)} = ∂/∂r f(w + r·v) at r = 0; the fields `rWeight`, `rBias`, … hold v, and
 * R{∇E} = Hv collects in `rGradWeight`, `rGradBias`, … (Pearlmutter 1994).
 *
 * A subclass writes the six methods update… and acc…, or extends a base that derives half of them. The low-level methods trust
 * their callers; `forward`, `backward`, `rForward` and `rBackward` check shapes and the order of calls.
 */
export abstract class Module extends Parameterised {
  static override readonly torch: TorchFields = {
    _type: elementTypeName,
    output: buffer,
    gradInput: buffer,
    train: optional(flag, true),
  };

  declare output: Activation;
  declare gradInput: Activation;
  declare rOutput: RActivation;
  declare rGradInput: RActivation;
  train = true;
  /** What has been called at the present point, and the input that is the point. */
  private stage: number = 0;
  private point: Activation | undefined = undefined;
  protected skipsInputGradient: boolean = false;
  /** What gradients had collected, while one pass has them for itself. */
  declare private setAside: Tensor[];

  protected makeBuffers(): void {
    this.output = this.buffer();
    this.gradInput = this.buffer();
    this.rOutput = undefined;
    this.rGradInput = undefined;
    this.setAside = [];
    this.stage = 0;
    this.point = undefined;
  }

  /** y = f(x). */
  abstract updateOutput(input: Activation): Activation;
  /** gx = (∂f/∂x)ᵀ gy. */
  abstract updateGradInput(input: Activation, gradOutput: Activation): Activation;
  /** gw += s (∂f/∂w)ᵀ gy. */
  accGradParameters(_input: Activation, _gradOutput: Activation, _scale: number = 1): void {}
  /** Ry, at the point of the last updateOutput. Only where `carriesDirections` says so may there be other directions than the usual one. */
  abstract updateROutput(input: Activation, rInput: RActivation, directions?: Directions): RActivation;
  /** Rgx, at the point of the last updateOutput and updateGradInput. */
  abstract updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    directions?: Directions,
  ): RActivation;
  /** Rgw += s R{(∂f/∂w)ᵀ gy}. */
  accRGradParameters(
    _input: Activation,
    _rInput: RActivation,
    _gradOutput: Activation,
    _rGradOutput: RActivation,
    _scale: number = 1,
    _directions?: Directions,
  ): void {}

  /** @internal Whether the R passes carry several directions at once. Bases do; a class that extends one has nothing to write for it. */
  carriesDirections(): boolean {
    return false;
  }

  forward(input: Activation): Activation {
    this.checkInput(input);
    countPass();
    this.stage = 0;
    const output = this.updateOutput(input);
    this.point = input;
    this.stage = FORWARD;
    return output;
  }

  /** Accumulates scale × the parameters' gradients and returns the input's. Needs `forward` at the same input. */
  backward(input: Activation, gradOutput: Activation, scale: number = 1): Activation {
    this.beginBackward('backward', input, gradOutput);
    this.checkScale('backward', scale);
    const gradInput = this.backwardPart(input, gradOutput, scale, BOTH);
    this.stage |= BACKWARD;
    return this.skipsInputGradient ? [] : gradInput;
  }

  /** @internal Whether `forward` has run; with an input, whether that was at one of its shapes. */
  hasRun(input: Activation | undefined = this.point): boolean {
    return (this.stage & FORWARD) !== 0 && fits(this.point as Activation, input, false);
  }

  /** Ry for v in the r… fields and rInput (a zero where missing). Needs `forward` at the same input. */
  rForward(input: Activation, rInput?: RActivation): Activation {
    this.needs('rForward', FORWARD);
    this.checkLike('rForward', 'input', this.point as Activation, input, false);
    this.checkLike('rForward', 'rInput', input, rInput, true);
    const rOutput = this.updateROutput(input, rInput);
    this.stage |= R_FORWARD;
    return this.filled('rOutput', this.output, rOutput);
  }

  /**
   * Accumulates scale × R of the parameters' gradients (Hv, at the last layer's end) and returns that of the input's. Needs
   * `forward`, `backward` with the same gradOutput, and `rForward`, all at the same input.
   */
  rBackward(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): Activation {
    this.needs('rBackward', FORWARD | BACKWARD | R_FORWARD);
    this.checkLike('rBackward', 'input', this.point as Activation, input, false);
    this.checkLike('rBackward', 'rInput', input, rInput, true);
    this.checkLike('rBackward', 'gradOutput', this.output, gradOutput, false);
    this.checkLike('rBackward', 'rGradOutput', this.output, rGradOutput, true);
    this.checkScale('rBackward', scale);
    const rGradInput = this.rBackwardPart(input, rInput, gradOutput, rGradOutput, scale, BOTH);
    return this.skipsInputGradient ? [] : this.filled('rGradInput', input, rGradInput);
  }

  private checkScale(method: string, scale: unknown): void {
    // A name is made for errors only.
    if (!Number.isFinite(scale)) checkNumber(`${this.describe()}.${method}`, 'scale', scale);
  }

  /**
   * The half or whole of a backward pass that `part` names; what containers call on their children, in one sweep. Returns gx
   * (the one computed before, when only the parameters' half is asked for).
   */
  backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    if (part & INPUT_GRADIENT && !this.skipsInputGradient) this.updateGradInput(input, gradOutput);
    if (part & PARAMETER_GRADIENTS) this.accGradParameters(input, gradOutput, scale);
    return this.gradInput;
  }

  /** The image of `backwardPart`. */
  rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
    directions?: Directions,
  ): RActivation {
    if (part & INPUT_GRADIENT && !this.skipsInputGradient)
      this.updateRGradInput(input, rInput, gradOutput, rGradOutput, directions);
    if (part & PARAMETER_GRADIENTS) this.accRGradParameters(input, rInput, gradOutput, rGradOutput, scale, directions);
    return this.rGradInput;
  }

  /**
   * Whether backward passes leave out the gradient of this module's own input, and its image. For drivers that own the model and
   * read parameters' gradients only: gradInput and rGradInput are then meaningless, and what backward passes return is empty.
   */
  skipInputGradient(skip: boolean): void {
    this.skipsInputGradient = skip;
  }

  /** The tensor of the last R pass, to be written again, or a new one where that was a structural zero. */
  protected reuse(last: RActivation): Tensor {
    return last instanceof Tensor ? last : this.buffer();
  }

  protected setROutput(rOutput: RActivation): RActivation {
    this.rOutput = rOutput;
    return rOutput;
  }

  protected setRGradInput(rGradInput: RActivation): RActivation {
    this.rGradInput = rGradInput;
    return rGradInput;
  }

  /** w −= rate · gradW of this pass alone: what the gradients have collected stays as it is. Needs gradInput, as `accGradParameters`. */
  accUpdateGradParameters(input: Activation, gradOutput: Activation, learningRate: number): void {
    const gradients = this.parameters()[1];
    this.setAside = gradients.map((g, i) => this.reuse(this.setAside[i]).resizeAs(g).copy(g));
    this.zeroGradParameters();
    this.accGradParameters(input, gradOutput);
    this.updateParameters(learningRate);
    for (const [i, g] of gradients.entries()) g.copy(this.setAside[i]);
  }

  /** `backward` that takes a step down the gradient of the parameters in place of collecting it. Needs `forward` at the same input. */
  backwardUpdate(input: Activation, gradOutput: Activation, learningRate: number): Activation {
    this.beginBackward('backwardUpdate', input, gradOutput);
    this.updateGradInput(input, gradOutput);
    this.accUpdateGradParameters(input, gradOutput, learningRate);
    return this.gradInput;
  }

  /** The output; with a gradOutput, the output and gradInput after a backward pass. What a call of a module is in Torch. */
  __call__(input: Activation): Activation;
  __call__(input: Activation, gradOutput: Activation): [output: Activation, gradInput: Activation];
  __call__(input: Activation, gradOutput?: Activation): Activation | [Activation, Activation] {
    const output = this.forward(input);
    return gradOutput === undefined ? output : [output, this.backward(input, gradOutput)];
  }

  training(): this {
    return this.apply((module) => {
      module.train = true;
    });
  }

  evaluate(): this {
    return this.apply((module) => {
      module.train = false;
    });
  }

  /** Calls f on this module and every one inside it, parents first. */
  apply(f: (module: Module) => void): this {
    for (const module of this.listModules()) f(module);
    return this;
  }

  /** The modules directly inside this one. */
  override children(): readonly Module[] {
    return [];
  }

  /** This module and all inside it, parents first. */
  listModules(): Module[] {
    return [this, ...this.children().flatMap((child) => child.listModules())];
  }

  /** Those of `listModules()` that are of class `kind` (a class, or Torch's name of one). */
  findModules<T extends Module>(kind: (abstract new (...args: never[]) => T) | string): T[] {
    const wanted = typeof kind === 'string' ? kind.replace(/^nn\./, '') : undefined;
    return this.listModules().filter((m): m is T =>
      typeof kind === 'string' ? m.constructor.name === wanted : m instanceof kind,
    );
  }

  /** This module put through f, after all inside it were: what f returns takes the place. */
  replace(f: (module: Module) => Module): Module {
    return f(this);
  }

  /** Drops all buffers, so that a saved or idle module is small. */
  clearState(): this {
    return this.apply((module) => module.makeBuffers());
  }

  /** A deep copy. The named fields (`'weight', 'bias', 'gradWeight', …`) share memory with this module's. */
  clone(...shared: string[]): this {
    const { point } = this;
    this.point = undefined;
    const copy = deepCopy(this);
    this.point = point;
    copy.stage = 0;
    return shared.length > 0 ? copy.share(this, ...shared) : copy;
  }

  private beginBackward(method: string, input: Activation, gradOutput: Activation): void {
    this.needs(method, FORWARD);
    this.checkLike(method, 'input', this.point as Activation, input, false);
    this.checkLike(method, 'gradOutput', this.output, gradOutput, false);
    countPass();
  }

  private needs(method: string, calls: number): void {
    const missing = calls & ~this.stage;
    if (missing === 0) return;
    const first = missing & FORWARD ? 'forward' : missing & BACKWARD ? 'backward' : 'rForward';
    throw new Error(`${this.describe()}.${method}: call ${first} first, at the same input`);
  }
}
