/** @file Weights as lengths times directions. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { Module, PARAMETER_GRADIENTS } from '../lib/nn/module.js';
import type { ParameterLists } from '../lib/nn/parameters.js';
import {
  type FieldsOf,
  type FieldTable,
  oneBased,
  type TorchField,
  type TorchFields,
  tensor,
  unsaved,
} from '../lib/nn/torch-field.js';
import { Storage, Tensor, vector } from '../lib/tensor/index.js';
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
 * The weight of the module inside, w, is made of a row v and a number g for each output: with n = √(‖v‖² + 10⁻⁴), s = g / n,
 *     w = s v,     Rn = ⟨v, Rv⟩ / n,     Rs = (Rg − s Rn) / n,     Rw = Rs v + s Rv.
 * The module inside runs with w and Rw. Of W = ∂E/∂w, RW and a = ⟨W, v⟩, Ra = ⟨RW, v⟩ + ⟨W, Rv⟩, with q = s / n², c = scale:
 *   gg  += c a / n                              Rgg += c (Ra − a Rn / n) / n
 *   gv  += c (s W − q a v)                      Rgv += c (Rs W + s RW − Rq a v − q (Ra v + a Rv)),   Rq = (Rs − 2 s Rn / n) / n²
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

  /** Torch leaves the weight out of files: it is made of v and g, as forward does here. */
  static override upgrade(fields: FieldTable, _version: number, fieldsOf: FieldsOf): void {
    const [modules, v, size] = ['modules', 'v', 'weightSize'].map((name) => fields.get(name));
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

  /** W of the last backward pass, and n, s, Rn, Rs, a number a row. */
  declare private w: Tensor;
  declare private norm: Tensor;
  declare private scale: Tensor;
  declare private rNorm: Tensor;
  declare private rScale: Tensor;
  /** What is copied into the module's weight, and into its image. */
  declare private made: Tensor;
  declare private rMade: Tensor;
  /** A bias's gradient while the module inside computes. Scratch memory, of both kinds of pass. */
  declare private rKept: Tensor;

  /** @throws TypeError unless the module has a weight. */
  constructor(module: Module, outputDim: number = 0) {
    super(module);
    const { weight, bias, gradBias, rBias, rGradBias } = module as Weighted;
    if (!weight) throw new TypeError(`WeightNorm: expected a module with a weight, got ${module.describe()}`);
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
    for (const name of ['w', 'norm', 'scale', 'rNorm', 'rScale', 'made', 'rMade', 'rKept'] as const)
      this[name] = this.buffer();
  }

  override parameterNames(): readonly string[] {
    return ['v', 'g', 'bias'];
  }

  /** Its own, in place of those of the module inside. */
  override parameters(): ParameterLists {
    return Module.prototype.parameters.call(this);
  }

  override updateOutput(input: Activation): Activation {
    const { norm, scale, made } = this;
    for (const x of [norm, scale]) x.resizeAs(this.g);
    made.resizeAs(this.v);
    this.eachRow((i, v, at, length) => {
      let sum = EPSILON;
      for (let k = 0; k < length; k++) sum += v[at + k] * v[at + k];
      const n = Math.sqrt(sum);
      const s = number(this.g, i) / n;
      vector(norm)[i] = n;
      vector(scale)[i] = s;
      for (let k = 0; k < length; k++) vector(made)[i * length + k] = s * v[at + k];
    });
    this.rowsOf((this.get(0) as Weighted).weight as Tensor).copy(made);
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
    const [w, gradV, gradG] = [this.w, this.gradV, this.gradG].map(vector);
    this.eachRow((i, v, at, length) => {
      const [n, s] = [number(this.norm, i), number(this.scale, i)];
      const a = dot(length, w, i * length, v, at);
      gradG[this.gradG._offset + i] += (scale * a) / n;
      const q = s / (n * n);
      const to = this.gradV._offset + i * length;
      for (let k = 0; k < length; k++) gradV[to + k] += scale * (s * w[i * length + k] - q * a * v[at + k]);
    });
    return gx;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const { rNorm, rScale, rMade } = this;
    for (const x of [rNorm, rScale]) x.resizeAs(this.g);
    rMade.resizeAs(this.v);
    const rv = vector(this.rV);
    this.eachRow((i, v, at, length) => {
      const [n, s] = [number(this.norm, i), number(this.scale, i)];
      const ro = this.rV._offset + i * length;
      const rn = dot(length, v, at, rv, ro) / n;
      const rs = (number(this.rG, i) - s * rn) / n;
      vector(rNorm)[i] = rn;
      vector(rScale)[i] = rs;
      for (let k = 0; k < length; k++) vector(rMade)[i * length + k] = rs * v[at + k] + s * rv[ro + k];
    });
    this.rowsOf((this.get(0) as Weighted).rWeight as Tensor).copy(rMade);
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
    const rw = vector(this.rMade.copy(this.rowsOf(inner.rGradWeight as Tensor)));
    const [w, rv, rGradV, rGradG] = [this.w, this.rV, this.rGradV, this.rGradG].map(vector);
    this.eachRow((i, v, at, length) => {
      const [n, s, rn, rs] = [this.norm, this.scale, this.rNorm, this.rScale].map((x) => number(x, i));
      const [row, ro] = [i * length, this.rV._offset + i * length];
      const a = dot(length, w, row, v, at);
      const ra = dot(length, rw, row, v, at) + dot(length, w, row, rv, ro);
      rGradG[this.rGradG._offset + i] += (scale * (ra - (a * rn) / n)) / n;
      const q = s / (n * n);
      const rq = (rs - (2 * s * rn) / n) / (n * n);
      const to = this.rGradV._offset + row;
      for (let k = 0; k < length; k++) {
        const [vk, rvk] = [v[at + k], rv[ro + k]];
        rGradV[to + k] += scale * (rs * w[row + k] + s * rw[row + k] - rq * a * vk - q * (ra * vk + a * rvk));
      }
    });
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

  /** Every row of v: its number, the memory it lies in, where, and its length. */
  private eachRow(visit: (i: number, v: Vector, at: number, length: number) => void): void {
    const [rows, length] = this.v._size;
    const v = vector(this.v);
    for (let i = 0; i < rows; i++) visit(i, v, this.v._offset + i * length, length);
  }
}

function number(x: Tensor, i: number): number {
  return vector(x)[x._offset + i];
}

function dot(n: number, x: Vector, xo: number, y: Vector, yo: number): number {
  return kernels.dot(n, x, xo, 1, y, yo, 1);
}
