/** @file A criterion behind modules. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { Criterion, type Target } from '../lib/nn/criterion.js';
import { checkIs } from '../lib/nn/kinds.js';
import { INPUT_GRADIENT, Module } from '../lib/nn/module.js';
import { flag, instance, optional, type TorchFields, unsaved } from '../lib/nn/torch-field.js';

/**
 * f = inputModule, h = targetModule, each the identity where there is none; C = criterion. The parameters of f are constants: neither
 * pass accumulates their gradients, and their v has to be 0.
 *   forward    E   = C(f(x), h(t))
 *   backward   gx  = (∂f/∂x)ᵀ gy,      gy = ∂C/∂y at y = f(x)
 *   rForward   R{E} = ⟨gy, Ry⟩,        Ry = (∂f/∂x) Rx
 *   rBackward  Rgx = R{(∂f/∂x)ᵀ gy},   Rgy = (∂²C/∂y²) Ry
 * castTarget is kept for Torch, whose type() converts the target module whatever it says, as here.
 */
export class ModuleCriterion extends Criterion {
  static override readonly torch: TorchFields = {
    criterion: instance(Criterion, 'a criterion'),
    inputModule: optional(instance(Module, 'a module')),
    targetModule: optional(instance(Module, 'a module')),
    castTarget: optional(flag, true),
    input: unsaved(),
    target: unsaved(),
  };

  criterion: Criterion;
  inputModule: Module | undefined;
  targetModule: Module | undefined;
  castTarget: boolean;

  constructor(criterion: Criterion, inputModule?: Module, targetModule?: Module, castTarget: boolean = true) {
    super();
    checkIs('ModuleCriterion', 'a criterion', criterion, Criterion);
    if (inputModule !== undefined) checkIs('ModuleCriterion', 'inputModule to be a module', inputModule, Module);
    if (targetModule !== undefined) checkIs('ModuleCriterion', 'targetModule to be a module', targetModule, Module);
    this.criterion = criterion;
    this.inputModule = inputModule;
    this.targetModule = targetModule;
    this.castTarget = castTarget;
  }

  override averages(): boolean {
    return this.criterion.averages();
  }

  override weightInAverage(input: Activation, target: Target): number {
    return this.criterion.weightInAverage(this.read(input), this.compared(target));
  }

  override weightsInAverage(input: Activation, target: Target): readonly number[] {
    return this.criterion.weightsInAverage(this.read(input), this.compared(target));
  }

  override updateOutput(input: Activation, target: Target): number {
    const y = this.inputModule ? this.inputModule.forward(input) : input;
    this.targetModule?.forward(target as Activation);
    this.output = this.criterion.updateOutput(y, this.compared(target));
    return this.output;
  }

  override updateGradInput(input: Activation, target: Target): Activation {
    const gy = this.criterion.updateGradInput(this.read(input), this.compared(target));
    this.gradInput = this.inputModule ? this.inputModule.backwardPart(input, gy, 1, INPUT_GRADIENT) : gy;
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation, target: Target): number {
    const ry = this.inputModule ? this.inputModule.updateROutput(input, rInput) : rInput;
    this.rOutput = this.criterion.updateROutput(this.read(input), ry, this.compared(target));
    return this.rOutput;
  }

  override updateRGradInput(input: Activation, rInput: RActivation, target: Target): RActivation {
    const { inputModule: f, criterion } = this;
    const [y, t] = [this.read(input), this.compared(target)];
    if (!f) this.rGradInput = criterion.updateRGradInput(y, rInput, t);
    else {
      // The image of a backward pass needs that pass, and an R pass forward, at its point.
      const gy = criterion.updateGradInput(y, t);
      f.backwardPart(input, gy, 1, INPUT_GRADIENT);
      const rgy = criterion.updateRGradInput(y, f.updateROutput(input, rInput), t);
      this.rGradInput = f.rBackwardPart(input, rInput, gy, rgy, 1, INPUT_GRADIENT);
    }
    return this.rGradInput;
  }

  /** y, at the point. */
  private read(input: Activation): Activation {
    return this.inputModule ? this.inputModule.output : input;
  }

  /** h(t), at the point. */
  private compared(target: Target): Target {
    return this.targetModule ? this.targetModule.output : target;
  }
}
