/** @file Criterion: a loss E(x, t), its gradient, its directional derivative, and its Hessian times a vector. */
import { Tensor } from '../tensor/index.js';
import { type Activation, fits, isZero, type RActivation, shapeOf, tensorsOf } from './activation.js';
import { Component, countPass, deepCopy } from './component.js';
import { buffer, shown, type TorchFields, unsaved } from './torch-field.js';

/** What a criterion compares with: a tensor, one class, a table of targets, or nothing. */
export type Target = Tensor | number | readonly Target[] | undefined;

/** Whether two targets are of one kind, and tensors in them of one size. */
function alike(a: Target, b: Target): boolean {
  if (a instanceof Tensor) return b instanceof Tensor && a.isSameSizeAs(b);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((t, i) => alike(t, b[i]));
  return typeof a === typeof b && !(b instanceof Tensor || Array.isArray(b));
}

function shownTarget(target: Target): string {
  if (Array.isArray(target)) return `{${target.map(shownTarget).join(', ')}}`;
  return target instanceof Tensor ? shapeOf(target) : shown(target);
}

/**
 * A subclass writes `loss`, `gradient` and `hessian`, or, when it is made of other criteria and modules, the four update… methods.
 *   forward(x, t)       E(x, t)
 *   backward(x, t)      gx  = ∂E/∂x
 *   rForward(x, Rx, t)  R{E} = ⟨∂E/∂x, Rx⟩
 *   rBackward(x, Rx, t) Rgx = (∂²E/∂x²) Rx
 * Targets are constants: they have no image under R.
 */
export abstract class Criterion extends Component {
  static override readonly torch: TorchFields = {
    output: unsaved(() => 0),
    gradInput: buffer,
    output_tensor: unsaved(),
  };

  declare output: number;
  declare gradInput: Activation;
  declare rOutput: number;
  declare rGradInput: RActivation;
  declare private direction: Activation;
  /** The target, where that is a number. */
  declare private number: Tensor | undefined;
  /** Input and target of the last forward pass, where that succeeded. */
  private point: Activation | undefined = undefined;
  private aim: Target = undefined;

  protected makeBuffers(): void {
    this.output = 0;
    this.rOutput = 0;
    this.gradInput = this.buffer();
    this.direction = this.buffer();
    this.number = undefined;
    this.rGradInput = undefined;
    this.point = undefined;
    this.aim = undefined;
  }

  abstract updateOutput(input: Activation, target: Target): number;
  abstract updateGradInput(input: Activation, target: Target): Activation;
  abstract updateROutput(input: Activation, rInput: RActivation, target: Target): number;
  abstract updateRGradInput(input: Activation, rInput: RActivation, target: Target): RActivation;

  forward(input: Activation, target?: Target): number {
    this.checkInput(input);
    countPass();
    this.point = undefined;
    const loss = this.updateOutput(input, target);
    this.point = input;
    this.aim = target;
    return loss;
  }

  /** @internal Whether `forward` has run, at an input and a target of these shapes. */
  hasRun(input: Activation, target: Target): boolean {
    return this.point !== undefined && fits(this.point, input, false) && alike(this.aim, target);
  }

  /** ∂E/∂x. Needs `forward` at the same input. */
  backward(input: Activation, target?: Target): Activation {
    this.atPoint('backward', input, undefined, target);
    countPass();
    return this.updateGradInput(input, target);
  }

  /** ⟨∂E/∂x, Rx⟩, a number. Needs `forward` at the same input. */
  rForward(input: Activation, rInput: RActivation, target?: Target): number {
    this.atPoint('rForward', input, rInput, target);
    return this.updateROutput(input, rInput, target);
  }

  /** (∂²E/∂x²) Rx. Needs `forward` at the same input. */
  rBackward(input: Activation, rInput: RActivation, target?: Target): Activation {
    this.atPoint('rBackward', input, rInput, target);
    return this.filled('rGradInput', input, this.updateRGradInput(input, rInput, target));
  }

  /** The loss and the gradient: what a call of a criterion is in Torch. */
  __call__(input: Activation, target?: Target): [loss: number, gradInput: Activation] {
    return [this.forward(input, target), this.backward(input, target)];
  }

  /** Whether E is an average over the batch (and not a sum). */
  averages(): boolean {
    return (this as { sizeAverage?: boolean }).sizeAverage === true;
  }

  /**
   * What the sum over a batch was divided by in the last `forward`, up to a constant that all batches share: the weight of this batch
   * in an average over several. The input's number of elements, which is a multiple of its rows, unless a criterion knows better.
   */
  weightInAverage(input: Activation, _target: Target): number {
    return this.averages() ? tensorsOf(input)[0].nElement() : 1;
  }

  /** That weight, and those of the criteria inside, where the loss is a sum of several: only where they agree is there one average. */
  weightsInAverage(input: Activation, target: Target): readonly number[] {
    return [this.weightInAverage(input, target)];
  }

  /** The criteria and modules inside this one share its fate when it is cleared. */
  clearState(): this {
    this.makeBuffers();
    for (const part of Object.values(this)) {
      if (part instanceof Component && 'clearState' in part)
        (part as Component & { clearState(): unknown }).clearState();
    }
    return this;
  }

  /** A deep copy. */
  clone(): this {
    const { point, aim } = this;
    this.point = undefined;
    this.aim = undefined;
    const copy = deepCopy(this);
    this.point = point;
    this.aim = aim;
    return copy;
  }

  /** Memory for the gradient that `updateROutput` needs without touching gradInput. */
  protected get directionBuffer(): Activation {
    return this.direction;
  }

  /** The target, of a number a tensor of one element, which the next number is written to. */
  protected inTensor(target: Target): Exclude<Target, number> {
    if (typeof target !== 'number') return target;
    this.number ??= Tensor.zeros(this._type, [1]);
    return this.number.fill(target);
  }

  private atPoint(method: string, input: Activation, rInput: RActivation, target: Target): void {
    if (this.point === undefined)
      throw new Error(`${this.describe()}.${method}: call forward first, at the same input`);
    this.checkLike(method, 'input', this.point, input, false);
    this.checkLike(method, 'rInput', this.point, rInput, true);
    if (alike(this.aim, target)) return;
    const [expected, got] = [this.aim, target].map(shownTarget);
    throw new RangeError(`${this.describe()}.${method}: expected target ${expected}, as in forward, got ${got}`);
  }
}

/** A criterion of one input tensor, which writes three functions into buffers that it is given. */
export abstract class TensorCriterion extends Criterion {
  /** E(x, t), after checking the shapes of both. */
  protected abstract loss(x: Tensor, target: Target): number;
  /** gx ← ∂E/∂x; gx has the size of x and any content. */
  protected abstract gradient(x: Tensor, target: Target, gx: Tensor): void;
  /** rgx ← (∂²E/∂x²) rx. Left out where the Hessian is zero wherever it exists. */
  protected hessian?(x: Tensor, rx: Tensor, target: Target, rgx: Tensor): void;

  /** Whether the Hessian is zero wherever it exists. */
  protected isFlat(): boolean {
    return !this.hessian;
  }

  override updateOutput(input: Activation, target: Target): number {
    this.output = this.loss(this.tensor('forward', input), target);
    return this.output;
  }

  override updateGradInput(input: Activation, target: Target): Tensor {
    const gx = (this.gradInput as Tensor).resizeAs(input as Tensor);
    this.gradient(input as Tensor, target, gx);
    return gx;
  }

  override updateROutput(input: Activation, rInput: RActivation, target: Target): number {
    this.rOutput = 0;
    if (!isZero(rInput)) {
      const direction = (this.directionBuffer as Tensor).resizeAs(input as Tensor);
      this.gradient(input as Tensor, target, direction);
      this.rOutput = direction.dot(rInput as Tensor);
    }
    return this.rOutput;
  }

  override updateRGradInput(input: Activation, rInput: RActivation, target: Target): RActivation {
    if (this.isFlat() || isZero(rInput)) {
      this.rGradInput = undefined;
      return undefined;
    }
    const rgx = (this.rGradInput instanceof Tensor ? this.rGradInput : this.buffer()).resizeAs(input as Tensor);
    this.hessian?.(input as Tensor, rInput as Tensor, target, rgx);
    this.rGradInput = rgx;
    return rgx;
  }

  /** The target as the tensor it has to be, of the input's type and number of elements. */
  protected targetLike(x: Tensor, target: Target): Tensor {
    if (!(target instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.forward: expected target to be one tensor, got ${typeof target}`);
    }
    if (target.elementType !== x.elementType) {
      throw new TypeError(`${this.describe()}.forward: expected target of type ${x.type()}, got ${target.describe()}`);
    }
    if (target.nElement() !== x.nElement()) throw this.wrongShape('forward', `target ${shapeOf(x)}`, target);
    return target;
  }
}

/** Σ over pairs of tensors: ⟨a, b⟩ of two activations, structural zeros counting nothing. */
export function inner(a: Activation, b: RActivation): number {
  if (b === undefined) return 0;
  if (Array.isArray(a)) return a.reduce((sum, piece, i) => sum + inner(piece, (b as RActivation[])[i]), 0);
  return a.dot(tensorsOf(b)[0]);
}
