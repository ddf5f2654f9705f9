/** @file Planes of mean 0 and variance 1 over a batch, with a learned gain and bias. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { type Rows, rowsAlong } from '../lib/nn/axis.js';
import { Module } from '../lib/nn/module.js';
import { type FieldTable, flag, number, optional, type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * Of each plane, m(·) being the mean over batch and pixels, s = 1 / √(variance + ε), x̂ = s (x − m(x)), P(g) = g − m(g) − x̂ m(x̂ g):
 *   forward    y   = w x̂ + b
 *   backward   gx  = w s P(gy)                     gw  += c Σ gy x̂                   gb  += c Σ gy
 *   rForward   Ry  = Rw x̂ + w Rx̂ + Rb,             Rx̂ = s P(Rx),                     Rs = −s² m(x̂ Rx)
 *   rBackward  Rgx = (Rw s + w Rs) P(gy) + w s (Rgy − m(Rgy) − Rx̂ m(x̂ gy) − x̂ (m(Rx̂ gy) + m(x̂ Rgy)))
 *              Rgw += c Σ (Rgy x̂ + gy Rx̂)          Rgb += c Σ Rgy
 * When evaluating, or with a batch of one, mean and variance are the running ones, constants: P(g) = g, Rs = 0. c = scale.
 * forward, and nothing else, moves the running ones when training: running ← momentum · (that of the batch) + (1 − momentum) · running, the
 * variance with n − 1 below. Without `affine` w = 1, b = 0. x: (N × nOutput), or (nOutput) when evaluating. Initial w: uniform in [0, 1); b: 0.
 * (Ioffe and Szegedy 2015.)
 */
export class BatchNormalization extends Module {
  static override readonly torch: TorchFields = {
    affine: optional(flag, true),
    eps: number(),
    momentum: optional(number(), 0.1),
    running_mean: tensor(1),
    running_var: tensor((owner: BatchNormalization) => owner.running_mean._size),
    weight: optional(tensor((owner: BatchNormalization) => owner.running_mean._size)),
    bias: optional(tensor((owner: BatchNormalization) => owner.running_mean._size)),
    save_mean: unsaved(),
    save_std: unsaved(),
    running_std: unsaved(),
  };
  static override readonly torchVersion: number = 2;

  /** Files of version 1 have 1 / √(variance + ε). */
  static override upgrade(fields: FieldTable, version: number): void {
    const std = fields.get('running_std') as Tensor | undefined;
    if (version >= 2 || !std) return;
    fields.set(
      'running_var',
      std
        .clone()
        .pow(-2)
        .add(-(fields.get('eps') as number)),
    );
    fields.delete('running_std');
  }

  affine: boolean;
  eps: number;
  momentum: number;
  running_mean: Tensor;
  running_var: Tensor;
  declare weight?: Tensor;
  declare gradWeight?: Tensor;
  declare rWeight?: Tensor;
  declare rGradWeight?: Tensor;
  declare bias?: Tensor;
  declare gradBias?: Tensor;
  declare rBias?: Tensor;
  declare rGradBias?: Tensor;
  /** Whether mean and variance are those of the batch; x̂; s; m(gy) and m(x̂ gy) of each plane; Rx̂, and m(x̂ Rx). */
  declare private ofBatch: boolean;
  declare private hat: Tensor;
  declare private std: Tensor;
  declare private gradMean: Tensor;
  declare private gradDot: Tensor;
  declare private rHat: Tensor;
  declare private rDot: Tensor;

  /** @throws RangeError unless nOutput is a whole number from 1 up. */
  constructor(nOutput: number, eps: number = 1e-5, momentum: number = 0.1, affine: boolean = true) {
    super();
    if (!(Number.isInteger(nOutput) && nOutput >= 1)) {
      throw new RangeError(`${this.constructor.name}: expected nOutput from 1 up, got ${nOutput}`);
    }
    this.affine = affine;
    this.eps = eps;
    this.momentum = momentum;
    this.running_mean = this.buffer().resize(nOutput);
    this.running_var = this.buffer().resize(nOutput);
    if (affine) {
      this.makeParameter('weight', nOutput);
      this.makeParameter('bias', nOutput);
    }
    this.reset();
  }

  /** Draws the gain, zeroes the bias, and forgets the running statistics. */
  reset(): this {
    this.weight?.uniform();
    this.bias?.zero();
    this.running_mean.zero();
    this.running_var.fill(1);
    return this;
  }

  /** How many dimensions a batch has. */
  protected batchDims(): number {
    return 2;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.ofBatch = false;
    for (const name of ['hat', 'std', 'gradMean', 'gradDot', 'rHat', 'rDot'] as const) this[name] = this.buffer();
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input).contiguous();
    const planes = this.running_mean.nElement();
    const d = this.batchDims();
    const alone = x.dim() === d - 1 && !this.train;
    if ((x.dim() !== d && !alone) || x._size[alone ? 0 : 1] !== planes) {
      const rest = ' × …'.repeat(d - 2);
      throw this.wrongShape('forward', `input (N × ${planes}${rest})${this.train ? ' to train on' : ''}`, x);
    }
    this.ofBatch = this.train && x._size[0] > 1;
    const rows = this.rows(x);
    const y = (this.output as Tensor).resizeAs(x);
    this.hat.resizeAs(x);
    const [xs, ys, hat, std] = [x, y, this.hat, this.std.resizeAs(this.running_mean)].map(vector);
    for (let f = 0; f < planes; f++) {
      const mean = this.ofBatch ? this.learn(rows, x, f) : at(this.running_mean, f);
      if (!this.ofBatch) std[f] = 1 / Math.sqrt(at(this.running_var, f) + this.eps);
      const [w, b] = [this.weight ? at(this.weight, f) : 1, this.bias ? at(this.bias, f) : 0];
      eachElement(rows, f, (i) => {
        hat[i] = (xs[x._offset + i] - mean) * std[f];
        ys[i] = hat[i] * w + b;
      });
    }
    return y;
  }

  /** The mean of a plane; keeps its s and moves the running statistics. */
  private learn(rows: Rows, x: Tensor, f: number): number {
    const n = rows.outer * rows.inner;
    const xs = vector(x);
    const mean = total(rows, f, (i) => xs[x._offset + i]) / n;
    const squares = total(rows, f, (i) => (xs[x._offset + i] - mean) ** 2);
    vector(this.std)[f] = squares === 0 && this.eps === 0 ? 0 : 1 / Math.sqrt(squares / n + this.eps);
    const move = (running: Tensor, value: number): void => {
      vector(running)[running._offset + f] = this.momentum * value + (1 - this.momentum) * at(running, f);
    };
    move(this.running_mean, mean);
    move(this.running_var, squares / (n - 1));
    return mean;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    const g = (gradOutput as Tensor).contiguous();
    const rows = this.rows(g);
    this.measure(rows, g);
    const gx = (this.gradInput as Tensor).resizeAs(input as Tensor);
    const [gs, hat, to] = [g, this.hat, gx].map(vector);
    for (let f = 0; f < rows.n; f++) {
      const factor = (this.weight ? at(this.weight, f) : 1) * at(this.std, f);
      const [mean, dot] = this.ofBatch ? [at(this.gradMean, f), at(this.gradDot, f)] : [0, 0];
      eachElement(rows, f, (i) => {
        to[i] = (gs[g._offset + i] - mean - hat[i] * dot) * factor;
      });
    }
    return gx;
  }

  override accGradParameters(_input: Activation, gradOutput: Activation, scale: number = 1): void {
    if (!this.gradWeight || !this.gradBias) return;
    const g = (gradOutput as Tensor).contiguous();
    const rows = this.rows(g);
    this.measure(rows, g);
    this.gradWeight.add(scale * rows.outer * rows.inner, this.gradDot);
    this.gradBias.add(scale * rows.outer * rows.inner, this.gradMean);
  }

  /** m(gy) and m(x̂ gy) of every plane. */
  private measure(rows: Rows, g: Tensor): void {
    const n = rows.outer * rows.inner;
    const [gs, hat] = [g, this.hat].map(vector);
    const [means, dots] = [this.gradMean, this.gradDot].map((x) => vector(x.resizeAs(this.running_mean)));
    for (let f = 0; f < rows.n; f++) {
      means[f] = total(rows, f, (i) => gs[g._offset + i]) / n;
      dots[f] = total(rows, f, (i) => gs[g._offset + i] * hat[i]) / n;
    }
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const rows = this.rows(input as Tensor);
    if (isZero(rInput)) {
      this.rHat.resizeAs(this.hat).zero();
      this.rDot.resizeAs(this.running_mean).zero();
      if (!this.rWeight) return this.setROutput(undefined);
    } else this.project(rows, (rInput as Tensor).contiguous());
    const ry = this.reuse(this.rOutput).resizeAs(this.output as Tensor);
    const [hat, rHat, to] = [this.hat, this.rHat, ry].map(vector);
    for (let f = 0; f < rows.n; f++) {
      const w = this.weight ? at(this.weight, f) : 1;
      const [rw, rb] = [this.rWeight ? at(this.rWeight, f) : 0, this.rBias ? at(this.rBias, f) : 0];
      eachElement(rows, f, (i) => {
        to[i] = rw * hat[i] + w * rHat[i] + rb;
      });
    }
    return this.setROutput(ry);
  }

  /** Rx̂ and m(x̂ Rx). */
  private project(rows: Rows, rx: Tensor): void {
    const n = rows.outer * rows.inner;
    const [rs, hat, rHat] = [rx, this.hat, this.rHat.resizeAs(this.hat)].map(vector);
    const dots = vector(this.rDot.resizeAs(this.running_mean));
    for (let f = 0; f < rows.n; f++) {
      const s = at(this.std, f);
      const mean = this.ofBatch ? total(rows, f, (i) => rs[rx._offset + i]) / n : 0;
      dots[f] = this.ofBatch ? total(rows, f, (i) => rs[rx._offset + i] * hat[i]) / n : 0;
      eachElement(rows, f, (i) => {
        rHat[i] = s * (rs[rx._offset + i] - mean - hat[i] * dots[f]);
      });
    }
  }

  override updateRGradInput(
    input: Activation,
    _rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    const g = (gradOutput as Tensor).contiguous();
    const rg = isZero(rGradOutput) ? undefined : (rGradOutput as Tensor).contiguous();
    const rows = this.rows(g);
    const n = rows.outer * rows.inner;
    const rgx = this.reuse(this.rGradInput).resizeAs(input as Tensor);
    const [gs, hat, rHat, to] = [g, this.hat, this.rHat, rgx].map(vector);
    const image = (i: number): number => (rg ? vector(rg)[rg._offset + i] : 0);
    for (let f = 0; f < rows.n; f++) {
      const [s, w] = [at(this.std, f), this.weight ? at(this.weight, f) : 1];
      const rw = this.rWeight ? at(this.rWeight, f) : 0;
      if (!this.ofBatch) {
        eachElement(rows, f, (i) => {
          to[i] = rw * s * gs[g._offset + i] + w * s * image(i);
        });
        continue;
      }
      const [mean, dot] = [at(this.gradMean, f), at(this.gradDot, f)];
      const rMean = rg ? total(rows, f, image) / n : 0;
      const cross = total(rows, f, (i) => rHat[i] * gs[g._offset + i] + hat[i] * image(i)) / n;
      const factor = rw * s - w * s * s * at(this.rDot, f);
      eachElement(rows, f, (i) => {
        const projected = gs[g._offset + i] - mean - hat[i] * dot;
        to[i] = factor * projected + w * s * (image(i) - rMean - rHat[i] * dot - hat[i] * cross);
      });
    }
    return this.setRGradInput(rgx);
  }

  override accRGradParameters(
    _input: Activation,
    _rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    if (!this.rGradWeight || !this.rGradBias) return;
    const g = (gradOutput as Tensor).contiguous();
    const rg = isZero(rGradOutput) ? undefined : (rGradOutput as Tensor).contiguous();
    const rows = this.rows(g);
    const [gs, hat, rHat] = [g, this.hat, this.rHat].map(vector);
    const [weights, biases] = [vector(this.rGradWeight), vector(this.rGradBias)];
    const image = (i: number): number => (rg ? vector(rg)[rg._offset + i] : 0);
    for (let f = 0; f < rows.n; f++) {
      const sum = total(rows, f, (i) => gs[g._offset + i] * rHat[i] + hat[i] * image(i));
      weights[this.rGradWeight._offset + f] += scale * sum;
      if (rg) biases[this.rGradBias._offset + f] += scale * total(rows, f, image);
    }
  }

  /** (batch × planes × pixels). */
  private rows(x: Tensor): Rows {
    return rowsAlong(x._size, x.dim() === this.batchDims() ? 1 : 0);
  }

  override toString(): string {
    return `${super.toString()} (${this.batchDims()}D) (${this.running_mean.nElement()})`;
  }
}

function at(x: Tensor, i: number): number {
  return vector(x)[x._offset + i];
}

/** The place of every element of plane f in contiguous memory. */
function eachElement({ outer, n, inner }: Rows, f: number, visit: (i: number) => void): void {
  for (let o = 0; o < outer; o++) {
    const end = (o * n + f + 1) * inner;
    for (let i = end - inner; i < end; i++) visit(i);
  }
}

/** The sum over the elements of plane f. */
function total(rows: Rows, f: number, value: (i: number) => number): number {
  let sum = 0;
  eachElement(rows, f, (i) => {
    sum += value(i);
  });
  return sum;
}
