/** @file Cosines of the angles to learned directions. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { uniformBound } from '../lib/nn/drawing.js';
import { Module } from '../lib/nn/module.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { type TorchFields, tensor } from '../lib/nn/torch-field.js';
import { addRUnitAdjoint, addUnitAdjoint, makeUnitRows, toRUnit, toUnit, type UnitRows } from '../lib/nn/unit-rows.js';
import { gemm, type Tensor } from '../lib/tensor/index.js';

/** Added to lengths, as in Torch. */
const EPSILON = 1e-12;

/** 1 / (‖x‖ + ε), and 1 / ‖x‖, for a row of zeros 0. */
const measure = (length: number): [number, number] => [1 / (length + EPSILON), length === 0 ? 0 : 1 / length];

/**
 * x: (N × n) or (n); W: (m × n), a direction in each row; X, V: x and W with their rows over (‖row‖ + 10⁻¹²); A_x* the adjoint of the
 * division at x, s = scale. `lib/nn/unit-rows` has A* and the images of both.
 *   forward    y   = X Vᵀ
 *   backward   gx  = A_x*(gy V)                       gW  += s A_W*(gyᵀ X)
 *   rForward   Ry  = RX Vᵀ + X RVᵀ
 *   rBackward  Rgx = R{A_x*}(gy V), with its image    RgW += s R{A_W*}(gyᵀ X), with its image
 *              Rgy V + gy RV                          Rgyᵀ X + gyᵀ RX
 * At a row of zeros y = 0, and ∂‖x‖/∂x and its image are taken to be 0: everything is finite.
 * Initial directions: uniform in ±1/√m, drawn in Torch's order.
 */
export class Cosine extends Module {
  static override readonly torch: TorchFields = { weight: tensor(2) };

  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;
  declare private inputs: UnitRows;
  declare private units: UnitRows;
  /** gy V and gyᵀ X, and their images. */
  declare private gInputs: Tensor;
  declare private gUnits: Tensor;
  declare private rGInputs: Tensor;
  declare private rGUnits: Tensor;

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputSize: number, outputSize: number) {
    super();
    checkSizes('Cosine', [inputSize, outputSize]);
    this.makeParameter('weight', outputSize, inputSize);
    this.reset();
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.inputs = makeUnitRows(() => this.buffer());
    this.units = makeUnitRows(() => this.buffer());
    for (const name of ['gInputs', 'gUnits', 'rGInputs', 'rGUnits'] as const) this[name] = this.buffer();
  }

  /** Draws new directions: uniform in ±stdv·√3, or in ±1/√m. */
  reset(stdv?: number): this {
    const bound = uniformBound(this.constructor.name, stdv, 1 / Math.sqrt(this.weight.size(0)));
    this.weight.uniform(-bound, bound);
    return this;
  }

  override describe(): string {
    const [m, n] = this.weight._size;
    return `Cosine(${n} -> ${m})`;
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input);
    const [m, n] = this.weight._size;
    const d = x.dim();
    if ((d !== 1 && d !== 2) || x._size[d - 1] !== n) {
      throw this.wrongShape('forward', `input (N × ${n}) or (${n})`, x);
    }
    const y = this.output as Tensor;
    if (d === 1) y.resize(m);
    else y.resize(x._size[0], m);
    toUnit(this.inputs, matrixOf(x), measure);
    toUnit(this.units, this.weight, measure);
    gemm(false, true, 1, this.inputs.unit, this.units.unit, 0, matrixOf(y));
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    const [x, g] = [input, gradOutput].map((t) => matrixOf(t as Tensor));
    const gx = (this.gradInput as Tensor).resizeAs(input as Tensor).zero();
    gemm(false, false, 1, g, this.units.unit, 0, this.gInputs.resizeAs(x));
    addUnitAdjoint(this.inputs, x, this.gInputs, matrixOf(gx), 1);
    return gx;
  }

  override accGradParameters(_input: Activation, gradOutput: Activation, scale: number = 1): void {
    const { weight, gUnits } = this;
    gemm(true, false, 1, matrixOf(gradOutput as Tensor), this.inputs.unit, 0, gUnits.resizeAs(weight));
    addUnitAdjoint(this.units, weight, gUnits, this.gradWeight, scale);
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    toRUnit(this.inputs, matrixOf(input as Tensor), imageOf(rInput));
    toRUnit(this.units, this.weight, this.rWeight);
    const ry = this.reuse(this.rOutput).resizeAs(this.output as Tensor);
    gemm(false, true, 1, this.inputs.rUnit, this.units.unit, 0, matrixOf(ry));
    gemm(false, true, 1, this.inputs.unit, this.units.rUnit, 1, matrixOf(ry));
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    const { units, gInputs, rGInputs } = this;
    const [x, rg] = [matrixOf(input as Tensor), imageOf(rGradOutput)];
    const rgx = this.reuse(this.rGradInput)
      .resizeAs(input as Tensor)
      .zero();
    gemm(false, false, 1, matrixOf(gradOutput as Tensor), units.rUnit, 0, rGInputs.resizeAs(x));
    if (rg) gemm(false, false, 1, rg, units.unit, 1, rGInputs);
    addRUnitAdjoint(this.inputs, x, imageOf(rInput), gInputs, rGInputs, matrixOf(rgx), 1);
    return this.setRGradInput(rgx);
  }

  override accRGradParameters(
    _input: Activation,
    _rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    const { inputs, weight, gUnits, rGUnits } = this;
    const rg = imageOf(rGradOutput);
    gemm(true, false, 1, matrixOf(gradOutput as Tensor), inputs.rUnit, 0, rGUnits.resizeAs(weight));
    if (rg) gemm(true, false, 1, rg, inputs.unit, 1, rGUnits);
    addRUnitAdjoint(this.units, weight, this.rWeight, gUnits, rGUnits, this.rGradWeight, scale);
  }
}

/** A vector as the one row of a matrix. */
function matrixOf(x: Tensor): Tensor {
  const rows = x.contiguous();
  return x.dim() === 1 ? rows.view(1, x._size[0]) : rows;
}

function imageOf(r: RActivation): Tensor | undefined {
  return isZero(r) ? undefined : matrixOf(r as Tensor);
}
