/** @file Weights as lengths times directions. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { Module, PARAMETER_GRADIENTS } from '../lib/nn/module.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import type { ParameterLists } from '../lib/nn/parameters.js';
import { addRToParts, addToParts, compose, composeR, makeRowWeights, type RowWeights } from '../lib/nn/row-weights.js';
import {
  type FieldsOf,
  type FieldTable,
  oneBased,
  type TorchField,
  type TorchFields,
  tensor,
  unsaved,
} from '../lib/nn/torch-field.js';
import { Storage, Tensor } from '../lib/tensor/index.js';
import { Decorator } from './decorator.js';

/** A module with the fields of a weight and, perhaps, a bias. */
type Weighted = Module &
  Partial<Record<'weight' | 'gradWeight' | 'rWeight' | 'rGradWeight', Tensor>> &
  Partial<Record<'bias' | 'gradBias' | 'rBias' | 'rGradBias', Tensor>>;

/** A field of the module inside, which Torch has here as well. */
function inner(name: 'weight' | 'gradWeight'): TorchField {
  return unsaved((owner: WeightNorm) => (owner.get(0) as Weighted)[name]);
}

/** A buffer that Torch expects to have a number for each row. */
const column: TorchField = unsaved((owner: WeightNorm) => Tensor.zeros(owner._type, [owner.v.size(0)]));

function sizes(x: Tensor): Storage {
  return new Storage('Long', x.size());
}

/** Added to ‖v‖² before the root is taken, as in Torch. */
const EPSILON = 1e-4;

/**
 * The weight of the module inside is made of a row v and a number g for each output: w = g v / n, n = √(‖v‖² + 10⁻⁴). The module inside
 * runs with w and Rw; gradients in v and g, and their images, are made of those in w (lib/nn/row-weights).
 * `outputDim` is the dimension of w that counts outputs, from 0. v is drawn normal with variance 2 / (its length), g = ‖v‖, the bias is
 * zero. The parameters are v, g and the module's bias; its gradWeight holds W of the last backward pass. (Salimans, Kingma 2016.)
 */
export class WeightNorm extends Decorator {
  static override readonly torch: TorchFields = {
    outputDim: oneBased,
    v: tensor(2),
    g: tensor(1),
    weight: inner('weight'),
    gradWeight: inner('gradWeight'),
    otherDims: unsaved((owner: WeightNorm) => owner.v.size(1)),
    viewIn: unsaved((owner: WeightNorm) => sizes(owner.v)),
    viewOut: unsaved((owner: WeightNorm) => sizes(owner.rowsOf((owner.get(0) as Weighted).weight as Tensor))),
    weightSize: unsaved((owner: WeightNorm) => sizes((owner.get(0) as Weighted).weight as Tensor)),
    _norm: column,
    _scale: column,
  };

  /**
   * Torch leaves the weight out of files: it is made of v and g, as forward does here. What it does keep has other sizes at times: g and
   * its gradient those of a column, the gradient of v, behind a forward pass, those of the weight.
   */
  static override upgrade(fields: FieldTable, _version: number, fieldsOf: FieldsOf): void {
    const [modules, v, size] = ['modules', 'v', 'weightSize'].map((name) => fields.get(name));
    const resize = (name: string, sizes: readonly number[]): void => {
      const x = fields.get(name);
      const n = sizes.reduce((product, m) => product * m, 1);
      if (x instanceof Tensor && x.nElement() === n && x.isContiguous()) fields.set(name, x.view(sizes));
    };
    if (v instanceof Tensor && v.dim() === 2) {
      resize('gradV', v.size());
      for (const name of ['g', 'gradG']) resize(name, [v.size(0)]);
    }
    const inside = Array.isArray(modules) ? fieldsOf(modules[0]) : undefined;
    if (!inside || inside.has('weight') || !(v instanceof Tensor && size instanceof Storage)) return;
    const sizes = Array.from(size.data);
    if (sizes.reduce((product, n) => product * n, 1) === v.nElement()) {
      inside.set('weight', Tensor.zeros(v.elementType, sizes));
    }
  }

  outputDim: number;
  declare v: Tensor;
  declare gradV: Tensor;
  declare rV: Tensor;
  declare rGradV: Tensor;
  declare g: Tensor;
  declare gradG: Tensor;
  declare rG: Tensor;
  declare rGradG: Tensor;
  declare bias?: Tensor;
  declare gradBias?: Tensor;
  declare rBias?: Tensor;
  declare rGradBias?: Tensor;

  declare private rows: RowWeights;
  /** W of the last backward pass, and RW. */
  declare private w: Tensor;
  declare private rw: Tensor;
  /** What is copied into the module's weight, and into its image. */
  declare private made: Tensor;
  declare private rMade: Tensor;
  /** A bias's gradient while the module inside computes. Scratch memory, of both kinds of pass. */
  declare private rKept: Tensor;

  /** @throws TypeError unless the module has a weight. */
  constructor(module: Module, outputDim: number = 0) {
    super(module);
    checkNumbers(this.constructor.name, { outputDim }, wholeNumber);
    const { weight, bias, gradBias, rBias, rGradBias } = module as Weighted;
    if (!weight) throw new TypeError(`WeightNorm: expected a module with a weight, got ${module.describe()}`);
    if (outputDim < -weight.dim() || outputDim >= weight.dim()) {
      throw new RangeError(
        `WeightNorm: expected outputDim to be a dimension of ${weight.describe()}, got ${outputDim}`,
      );
    }
    this.outputDim = outputDim;
    const rows = weight.size(outputDim);
    this.makeParameter('v', rows, weight.nElement() / rows);
    this.makeParameter('g', rows);
    if (bias) [this.bias, this.gradBias, this.rBias, this.rGradBias] = [bias, gradBias, rBias, rGradBias];
    this.resetInit();
  }

  /** Draws v again, and g and the bias with it. */
  resetInit(): this {
    this.v.normal(0, Math.sqrt(2 / this.v.size(1)));
    this.g.copy(this.v.norm(2, 1));
    this.bias?.zero();
    return this;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.rows = makeRowWeights(() => this.buffer());
    for (const name of ['w', 'rw', 'made', 'rMade', 'rKept'] as const) this[name] = this.buffer();
  }

  override parameterNames(): readonly string[] {
    return ['v', 'g', 'bias'];
  }

  /** Its own, in place of those of the module inside. */
  override parameters(): ParameterLists {
    return Module.prototype.parameters.call(this);
  }

  override updateOutput(input: Activation): Activation {
    compose(this.rows, this, this.made, (length) => {
      const inverse = 1 / Math.sqrt(length * length + EPSILON);
      return [inverse, inverse];
    });
    this.rowsOf((this.get(0) as Weighted).weight as Tensor).copy(this.made);
    return super.updateOutput(input);
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    const inner = this.get(0) as Weighted;
    const learns = (part & PARAMETER_GRADIENTS) !== 0;
    if (learns) this.begin(this.gradBias, inner.gradWeight as Tensor);
    const gx = super.backwardPart(input, gradOutput, 1, part);
    if (!learns) return gx;
    this.end(this.gradBias, scale);
    this.w.resizeAs(this.v).copy(this.rowsOf(inner.gradWeight as Tensor));
    addToParts(this.rows, this, this.w, scale);
    return gx;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    composeR(this.rows, this, this.rMade);
    this.rowsOf((this.get(0) as Weighted).rWeight as Tensor).copy(this.rMade);
    return super.updateROutput(input, rInput);
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation {
    const inner = this.get(0) as Weighted;
    const learns = (part & PARAMETER_GRADIENTS) !== 0;
    if (learns) this.begin(this.rGradBias, inner.rGradWeight as Tensor);
    const rgx = super.rBackwardPart(input, rInput, gradOutput, rGradOutput, 1, part);
    if (!learns) return rgx;
    this.end(this.rGradBias, scale);
    this.rw.resizeAs(this.v).copy(this.rowsOf(inner.rGradWeight as Tensor));
    addRToParts(this.rows, this, this.w, this.rw, scale);
    return rgx;
  }

  /**
   * The module inside computes with scale 1, on zeros, because W itself is needed; its bias's gradient is the one here, to which
   * `end` adds what was there before.
   */
  private begin(gradBias: Tensor | undefined, gradWeight: Tensor): void {
    gradWeight.zero();
    if (!gradBias) return;
    this.rKept.resizeAs(gradBias).copy(gradBias);
    gradBias.zero();
  }

  private end(gradBias: Tensor | undefined, scale: number): void {
    gradBias?.mul(scale).add(this.rKept);
  }

  /** A weight with `outputDim` in front and the other dimensions in order: as many rows as v has. */
  rowsOf(weight: Tensor): Tensor {
    let x = weight;
    for (let d = this.outputDim; d > 0; d--) x = x.transpose(d - 1, d);
    return x;
  }
}
