/** @file From one layout of data to another. */
import { type Activation, isZero, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { Container } from '../lib/nn/container.js';
import { checkText } from '../lib/nn/kinds.js';
import { INPUT_GRADIENT, type Module } from '../lib/nn/module.js';
import { plain, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { type ElementType, Tensor } from '../lib/tensor/index.js';
import { Identity } from './identity.js';
import { Reshape } from './reshape.js';
import { Select } from './select.js';
import { Sequential } from './sequential.js';
import { Transpose } from './transpose.js';

const isShape = (value: unknown): boolean => typeof value === 'string' && value.includes('b');

/** Whether two shapes have the same letters. */
const isPermuted = (from: string, to: string): boolean => [...from].sort().join() === [...to].sort().join();

/**
 * A letter stands for each dimension: b the batch (put in front where it is left out), and what names one likes, such as c, h, w, t, f.
 * y has the dimensions of outputShape: those of inputShape in another order; or 'bf', all of a sample in one; or, of 'bt' (the first t)
 * or 'bf' (the only f), 'b'; or 'bt' of 'b'. An x with one dimension fewer is one sample. `b*`, the default for both, leaves x as it
 * is. x may be of another type than the module, and gx is of that type again; everything is linear, so Ry and Rgx go the same ways.
 */
export class Convert extends Container {
  static override readonly torch: TorchFields = {
    inputShape: plain('the letters of a shape', isShape),
    outputShape: plain('the letters of a shape', isShape),
    // Torch makes its converter at the first input.
    modules: { toTorch: () => [], fromTorch: (_value, _expect, owner) => [(owner as Convert).converter()] },
    inputBatchDim: unsaved((owner: Convert) => owner.inputShape.indexOf('b') + 1),
    outputBatchDim: unsaved((owner: Convert) => owner.outputShape.indexOf('b') + 1),
    nInputDim: unsaved((owner: Convert) => (owner.inputShape === 'b*' ? -1 : owner.inputShape.length)),
    nOutputDim: unsaved((owner: Convert) => (owner.outputShape === 'b*' ? -1 : owner.outputShape.length)),
    transposition: unsaved((owner: Convert) => isPermuted(owner.inputShape, owner.outputShape)),
    converter: unsaved(),
    batchMode: unsaved(),
  };

  inputShape: string;
  outputShape: string;
  declare private casts: Record<string, Tensor>;

  /** @throws RangeError for a conversion that is not one of these. */
  constructor(inputShape: string = 'b*', outputShape: string = inputShape) {
    super();
    checkText('Convert', 'inputShape', inputShape);
    checkText('Convert', 'outputShape', outputShape);
    [this.inputShape, this.outputShape] = [inputShape, outputShape].map((s) => (s.includes('b') ? s : `b${s}`));
    this.add(this.converter());
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.casts = {};
  }

  private converter(): Module {
    const { inputShape: from, outputShape: to } = this;
    if (from === to) return new Identity();
    if (isPermuted(from, to)) return new Transpose(...exchanges(from, to));
    const b = from.indexOf('b');
    const [other] = [...from].filter((letter) => letter !== 'b');
    if (from.includes('*') || to.includes('*')) throw this.unknown();
    if (to === 'bf' && from.length > 2) {
      const samples = new Reshape(-1, true);
      return b === 0 ? samples : new Sequential().add(new Transpose([0, b])).add(samples);
    }
    if (to === 'bf' && from.length === 2 && other !== 't') return b === 0 ? new Identity() : new Transpose([0, b]);
    if ((to === 'bf' || to === 'bt') && from === 'b') return new Reshape(1, true);
    if (to === 'b' && from.length === 2 && 'tf'.includes(other)) return new Select(1 - b, 0);
    throw this.unknown();
  }

  private unknown(): RangeError {
    return new RangeError(
      `Convert: expected a conversion that is known, got '${this.inputShape}' to '${this.outputShape}'`,
    );
  }

  override updateOutput(input: Activation): Tensor {
    if (!(input instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.forward: expected input to be one tensor, got ${shapeOf(input)}`);
    }
    const n = this.inputShape.length;
    if (this.inputShape !== 'b*' && input.dim() !== n && input.dim() !== n - 1) {
      throw this.wrongShape('forward', `input with ${n} dimensions, or ${n - 1} of one sample`, input);
    }
    const x = this.inside('input', input, this.inputShape);
    const f = this.outputShape === 'b' ? this.inputShape.indexOf('f') : -1;
    if (f >= 0 && x._size[f] > 1) throw this.wrongShape('forward', 'one feature', input);
    this.output = this.outside(this.get(0).updateOutput(x) as Tensor, this.outputShape, input);
    return this.output;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    const x = this.inside('input', input, this.inputShape);
    const gx = this.get(0).backwardPart(x, this.gradient(gradOutput), scale, part);
    if (part & INPUT_GRADIENT && !this.skipsInputGradient) this.gradInput = this.back('gradInput', gx, input);
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const x = this.inside('input', input, this.inputShape);
    const ry = this.get(0).updateROutput(x, this.inside('rInput', rInput, this.inputShape));
    return this.setROutput(this.outside(ry as Tensor, this.outputShape, input as Tensor));
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation {
    if (isZero(rGradOutput)) return this.setRGradInput(undefined);
    const x = this.inside('input', input, this.inputShape);
    const rx = isZero(rInput) ? undefined : this.inside('rInput', rInput, this.inputShape);
    const [gy, rgy] = [this.gradient(gradOutput), this.gradient(rGradOutput)];
    const rgx = this.get(0).rBackwardPart(x, rx, gy, rgy, scale, part);
    if (this.skipsInputGradient) return rgx;
    return this.setRGradInput(isZero(rgx) ? undefined : this.back('rGradInput', rgx, input));
  }

  /** In the module's type, as a batch. */
  private inside(name: string, x: RActivation, shape: string): Tensor {
    const typed = this.cast(name, x as Tensor, this._type);
    if (shape === 'b*' || typed.dim() === shape.length) return typed;
    return typed.unsqueeze(shape.indexOf('b'));
  }

  /** Without the batch that `inside` gave to one sample. */
  private outside(y: Tensor, shape: string, input: Tensor): Tensor {
    const alone = this.inputShape !== 'b*' && input.dim() < this.inputShape.length;
    return alone ? y.select(shape.indexOf('b'), 0) : y;
  }

  /** gy as the converter wants it. */
  private gradient(g: RActivation): Tensor {
    const { output } = this.get(0);
    const tensor = g as Tensor;
    return tensor.isSameSizeAs(output as Tensor) ? tensor : tensor.contiguous().viewAs(output as Tensor);
  }

  private back(name: string, gx: RActivation, input: Activation): Tensor {
    const x = input as Tensor;
    return this.cast(name, (gx as Tensor).contiguous().viewAs(x), x.elementType);
  }

  private cast(name: string, x: Tensor, type: ElementType): Tensor {
    if (x.elementType === type) return x;
    this.casts[name] ??= Tensor.zeros(type, []);
    if (this.casts[name].elementType !== type) this.casts[name] = Tensor.zeros(type, []);
    return this.casts[name].resizeAs(x).copy(x);
  }
}

/** The exchanges of places that turn one order of letters into another. */
function exchanges(from: string, to: string): [number, number][] {
  const letters = [...from];
  const pairs: [number, number][] = [];
  [...to].forEach((letter, i) => {
    const j = letters.indexOf(letter);
    if (i === j) return;
    [letters[i], letters[j]] = [letters[j], letters[i]];
    pairs.push([j, i]);
  });
  return pairs;
}
