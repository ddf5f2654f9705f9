/** @file A criterion as a module of {x, t}. */
import { type Activation, addScaled, entry, type RActivation, shapeOf, withZeros } from '../lib/nn/activation.js';
import { Criterion, type Target } from '../lib/nn/criterion.js';
import { checkIs } from '../lib/nn/kinds.js';
import { Module } from '../lib/nn/module.js';
import { instance, type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 * C = criterion; {x, t}: its input and target; y: (1), the loss, where Torch has a number. t is a constant, whose gradient is 0; Torch
 * has no entry for it, and leaves gy, which is 1 for a loss, out.
 *   forward    y   = C(x, t)
 *   backward   g{x, t} = {gy gC, 0},   gC = ∂C/∂x
 *   rForward   Ry  = ⟨gC, Rx⟩
 *   rBackward  Rg{x, t} = {Rgy gC + gy (∂²C/∂x²) Rx, 0}
 */
export class CriterionTable extends Module {
  static override readonly torch: TorchFields = {
    criterion: instance(Criterion, 'a criterion'),
    gradInput: tableBuffer,
  };

  criterion: Criterion;

  constructor(criterion: Criterion) {
    super();
    checkIs('CriterionTable', 'a criterion', criterion, Criterion);
    this.criterion = criterion;
  }

  override updateOutput(input: Activation): Tensor {
    if (!Array.isArray(input) || input.length !== 2) {
      throw new TypeError(`${this.describe()}.forward: expected {input, target}, got ${shapeOf(input)}`);
    }
    const [x, t] = input;
    return (this.output as Tensor).resize(1).fill(this.criterion.updateOutput(x, t as Target));
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    const [x, t] = input as Activation[];
    this.gradInput = withZeros(input, undefined, this.gradInput);
    addScaled(entry(this.gradInput, 0), (gradOutput as Tensor).get(0), this.criterion.updateGradInput(x, t as Target));
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const [x, t] = input as Activation[];
    const ry = this.criterion.updateROutput(x, entry(rInput, 0), t as Target);
    return this.setROutput(this.reuse(this.rOutput).resize(1).fill(ry));
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    const [x, t] = input as Activation[];
    const rgx = withZeros(input, undefined, this.rGradInput);
    const gy = (gradOutput as Tensor).get(0);
    addScaled(entry(rgx, 0), gy, this.criterion.updateRGradInput(x, entry(rInput, 0), t as Target));
    if (rGradOutput instanceof Tensor) {
      addScaled(entry(rgx, 0), rGradOutput.get(0), this.criterion.updateGradInput(x, t as Target));
    }
    return this.setRGradInput(rgx);
  }
}
