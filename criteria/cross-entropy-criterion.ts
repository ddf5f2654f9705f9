/** @file Softmax and negative log-likelihood in one. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import type { IndexBase } from '../lib/nn/class-target.js';
import { checkedBase, checkWeights } from '../lib/nn/class-target.js';
import { Criterion, type Target } from '../lib/nn/criterion.js';
import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { type FieldsOf, type FieldTable, instance, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';
import { LogSoftMax } from '../modules/log-soft-max.js';
import { ClassNLLCriterion } from './class-nll-criterion.js';

/**
 * ClassNLLCriterion of LogSoftMax. p = softmax(x); e_t the unit row of the label; for each row, with W, t, c as in ClassNLLCriterion:
 *   forward    E   = −Σᵢ W(tᵢ) log p(i, tᵢ) / c
 *   backward   gxᵢ  = W(tᵢ) (pᵢ − e_tᵢ) / c
 *   rForward   R{E} = ⟨gx, Rx⟩
 *   rBackward  Rgxᵢ = W(tᵢ) pᵢ ∘ (Rxᵢ − ⟨pᵢ, Rxᵢ⟩) / c
 * x: (N × n) or (n), scores; t: N labels, or a number for one row. Dimensions of size 1 are left out of x and t first, as in Torch, so
 * that (N × n × 1 × 1) is accepted, and (N × 1) is one row of N classes.
 */
export class CrossEntropyCriterion extends Criterion {
  static override readonly torch: TorchFields = {
    lsm: instance(LogSoftMax, 'an nn.LogSoftMax'),
    nll: instance(ClassNLLCriterion, 'an nn.ClassNLLCriterion'),
    sizeAverage: unsaved((owner: CrossEntropyCriterion) => owner.sizeAverage),
    oldSizeAverage: unsaved((owner: CrossEntropyCriterion) => owner.sizeAverage),
  };

  /** Torch hands a sizeAverage that was changed on to nll in the next pass. */
  static override upgrade(fields: FieldTable, _version: number, fieldsOf: FieldsOf): void {
    const average = fields.get('sizeAverage');
    const changed = average !== undefined && average !== fields.get('oldSizeAverage');
    if (changed) fieldsOf(fields.get('nll'))?.set('sizeAverage', average);
  }

  lsm: LogSoftMax;
  nll: ClassNLLCriterion;

  constructor(weights?: Tensor, sizeAverage?: boolean, ignoreIndex?: number, indexBase?: IndexBase) {
    super();
    checkWeights(this.constructor.name, weights);
    checkNumbers(this.constructor.name, { ignoreIndex }, orNone(wholeNumber));
    if (indexBase !== undefined) checkedBase(this.constructor.name, indexBase);
    this.lsm = new LogSoftMax();
    this.nll = new ClassNLLCriterion(weights, sizeAverage, ignoreIndex, indexBase);
  }

  get sizeAverage(): boolean {
    return this.nll.sizeAverage;
  }

  set sizeAverage(sizeAverage: boolean) {
    this.nll.sizeAverage = sizeAverage;
  }

  override updateOutput(input: Activation, target: Target): number {
    const x = this.tensor('forward', input).squeeze();
    if (x.dim() > 2) throw this.wrongShape('forward', 'input (N × n) or (n)', input);
    this.output = this.nll.updateOutput(this.lsm.updateOutput(x), squeezed(target));
    return this.output;
  }

  override updateGradInput(input: Activation, target: Target): Tensor {
    const x = input as Tensor;
    const gy = this.nll.updateGradInput(this.lsm.output, squeezed(target));
    const gx = this.lsm.updateGradInput(x.squeeze(), gy).viewAs(x);
    this.gradInput = gx;
    return gx;
  }

  override updateROutput(input: Activation, rInput: RActivation, target: Target): number {
    const ry = this.lsm.updateROutput((input as Tensor).squeeze(), squeezed(rInput));
    this.rOutput = this.nll.updateROutput(this.lsm.output, ry, squeezed(target));
    return this.rOutput;
  }

  override updateRGradInput(input: Activation, rInput: RActivation, target: Target): RActivation {
    const x = input as Tensor;
    const rx = squeezed(rInput);
    this.lsm.updateROutput(x.squeeze(), rx);
    const gy = this.nll.updateGradInput(this.lsm.output, squeezed(target));
    const rgx = this.lsm.updateRGradInput(x.squeeze(), rx, gy, undefined);
    this.rGradInput = rgx && (rgx as Tensor).viewAs(x);
    return this.rGradInput;
  }

  override weightInAverage(): number {
    return this.nll.weightInAverage();
  }
}

/** Without dimensions of size 1; what is not a tensor stays. */
function squeezed<T extends Target | RActivation>(x: T): T | Tensor {
  return x instanceof Tensor ? x.squeeze() : x;
}
