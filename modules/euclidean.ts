/** @file Distances to learned points. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { uniformBound } from '../lib/nn/drawing.js';
import { Module } from '../lib/nn/module.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * x: (N × n) or (n); W: (n × m), a point in each column; e = x_k − W_kj, s = scale; c = 1 (WeightedEuclidean learns it, n × m).
 *   forward    y_j  = √Σ_k (c e)²                           t = gy / y
 *   backward   gx_k = Σ_j c² e t                            gW −= s c² e t        gc += s c e² t
 *   rForward   Ry_j = Σ_k c e (Rc e + c Re) / y             Rt = (Rgy − t Ry) / y
 *   rBackward  Rgx, RgW, Rgc are the sums of                R(c² e t) = 2 c Rc e t + c² Re t + c² e Rt,
 *                                                           R(c e² t) = Rc e² t + 2 c e Re t + c e² Rt
 * At distance 0 all derivatives are 0 (t = Rt = Ry = 0). The gradient is exact where Torch's is off by 10⁻⁷ (it divides by y + 10⁻⁷).
 * Initial points: uniform in ±1/√n, drawn in Torch's order.
 */
export class Euclidean extends Module {
  static override readonly torch: TorchFields = { weight: tensor(2), fastBackward: unsaved(() => true) };

  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;
  declare diagCov?: Tensor;
  declare gradDiagCov?: Tensor;
  declare rDiagCov?: Tensor;
  declare rGradDiagCov?: Tensor;
  /** t and Rt. */
  declare private ratios: Tensor;
  declare private rRatios: Tensor;
  /** c and Rc where they are not learned. */
  declare private one: Tensor;
  declare private zero: Tensor;

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputSize: number, outputSize: number) {
    super();
    checkSizes(this.constructor.name, [inputSize, outputSize]);
    this.makeParameter('weight', inputSize, outputSize);
    this.reset();
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.ratios = this.buffer();
    this.rRatios = this.buffer();
    this.one = this.buffer().resize(1).fill(1);
    this.zero = this.buffer().resize(1);
  }

  /** Draws new points: uniform in ±stdv·√3, or in ±1/√n. */
  reset(stdv?: number): this {
    const bound = uniformBound(this.constructor.name, stdv, 1 / Math.sqrt(this.weight.size(0)));
    this.weight.uniform(-bound, bound);
    return this;
  }

  override describe(): string {
    return `${this.constructor.name}(${this.weight._size.join(' -> ')})`;
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input).contiguous();
    const [n, m] = this.weight._size;
    const d = x.dim();
    if ((d !== 1 && d !== 2) || x._size[d - 1] !== n) {
      throw this.wrongShape('forward', `input (N × ${n}) or (${n})`, x);
    }
    const y = this.output as Tensor;
    if (d === 1) y.resize(m).zero();
    else y.resize(x._size[0], m).zero();
    const { ws, wo, cs, co, step } = this.operands();
    const [xs, ys] = [vector(x), vector(y)];
    this.eachLine(x, (xi, at, yi) => {
      const v = xs[x._offset + xi];
      for (let j = 0; j < m; j++) {
        const delta = cs[co + (at + j) * step] * (v - ws[wo + at + j]);
        ys[y._offset + yi + j] += delta * delta;
      }
    });
    return y.sqrt();
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    const x = (input as Tensor).contiguous();
    const gx = (this.gradInput as Tensor).resizeAs(x);
    const t = this.fillRatios(gradOutput as Tensor);
    const { m, ws, wo, cs, co, step } = this.operands();
    const [xs, to] = [vector(x), vector(gx)];
    this.eachLine(x, (xi, at, yi) => {
      const v = xs[x._offset + xi];
      let sum = 0;
      for (let j = 0; j < m; j++) {
        const c = cs[co + (at + j) * step];
        sum += c * c * (v - ws[wo + at + j]) * t[yi + j];
      }
      to[gx._offset + xi] = sum;
    });
    return gx;
  }

  override accGradParameters(input: Activation, gradOutput: Activation, scale: number = 1): void {
    const x = (input as Tensor).contiguous();
    const t = this.fillRatios(gradOutput as Tensor);
    const { m, ws, wo, cs, co, step } = this.operands();
    const { gradWeight, gradDiagCov } = this;
    const [xs, gw, gc] = [vector(x), vector(gradWeight), gradDiagCov && vector(gradDiagCov)];
    this.eachLine(x, (xi, at, yi) => {
      const v = xs[x._offset + xi];
      for (let j = 0; j < m; j++) {
        const c = cs[co + (at + j) * step];
        const e = v - ws[wo + at + j];
        gw[gradWeight._offset + at + j] -= scale * c * c * e * t[yi + j];
        if (gc) gc[(gradDiagCov as Tensor)._offset + at + j] += scale * c * e * e * t[yi + j];
      }
    });
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const [x, rx] = [(input as Tensor).contiguous(), this.image(rInput)];
    const y = this.output as Tensor;
    const ry = this.reuse(this.rOutput).resizeAs(y).zero();
    const { m, ws, wo, cs, co, step, rws, rwo, rcs, rco } = this.operands();
    const [xs, rxs, ys, to] = [vector(x), rx && vector(rx), vector(y), vector(ry)];
    this.eachLine(x, (xi, at, yi) => {
      const [v, rv] = [xs[x._offset + xi], rxs ? rxs[(rx as Tensor)._offset + xi] : 0];
      for (let j = 0; j < m; j++) {
        const c = cs[co + (at + j) * step];
        const e = v - ws[wo + at + j];
        const rDelta = rcs[rco + (at + j) * step] * e + c * (rv - rws[rwo + at + j]);
        to[ry._offset + yi + j] += c * e * rDelta;
      }
    });
    for (let i = 0; i < y.nElement(); i++) to[ry._offset + i] = over(to[ry._offset + i], ys[y._offset + i]);
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    _gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    const [x, rx] = [(input as Tensor).contiguous(), this.image(rInput)];
    const rgx = this.reuse(this.rGradInput).resizeAs(x);
    const [t, rt] = [vector(this.ratios), this.fillRRatios(rGradOutput)];
    const { m, ws, wo, cs, co, step, rws, rwo, rcs, rco } = this.operands();
    const [xs, rxs, to] = [vector(x), rx && vector(rx), vector(rgx)];
    this.eachLine(x, (xi, at, yi) => {
      const [v, rv] = [xs[x._offset + xi], rxs ? rxs[(rx as Tensor)._offset + xi] : 0];
      let sum = 0;
      for (let j = 0; j < m; j++) {
        const [c, rc] = [cs[co + (at + j) * step], rcs[rco + (at + j) * step]];
        const [e, re] = [v - ws[wo + at + j], rv - rws[rwo + at + j]];
        sum += (2 * c * rc * e + c * c * re) * t[yi + j] + c * c * e * rt[yi + j];
      }
      to[rgx._offset + xi] = sum;
    });
    return this.setRGradInput(rgx);
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    _gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    const [x, rx] = [(input as Tensor).contiguous(), this.image(rInput)];
    const [t, rt] = [vector(this.ratios), this.fillRRatios(rGradOutput)];
    const { m, ws, wo, cs, co, step, rws, rwo, rcs, rco } = this.operands();
    const { rGradWeight, rGradDiagCov } = this;
    const [xs, rxs] = [vector(x), rx && vector(rx)];
    const [rgw, rgc] = [vector(rGradWeight), rGradDiagCov && vector(rGradDiagCov)];
    this.eachLine(x, (xi, at, yi) => {
      const [v, rv] = [xs[x._offset + xi], rxs ? rxs[(rx as Tensor)._offset + xi] : 0];
      for (let j = 0; j < m; j++) {
        const [c, rc] = [cs[co + (at + j) * step], rcs[rco + (at + j) * step]];
        const [e, re] = [v - ws[wo + at + j], rv - rws[rwo + at + j]];
        const rp = (2 * c * rc * e + c * c * re) * t[yi + j] + c * c * e * rt[yi + j];
        rgw[rGradWeight._offset + at + j] -= scale * rp;
        if (!rgc) continue;
        const rq = (rc * e * e + 2 * c * e * re) * t[yi + j] + c * e * e * rt[yi + j];
        rgc[(rGradDiagCov as Tensor)._offset + at + j] += scale * rq;
      }
    });
  }

  private image(rInput: RActivation): Tensor | undefined {
    return isZero(rInput) ? undefined : (rInput as Tensor).contiguous();
  }

  /** The memory of W, c, RW and Rc; `step` is 0 where one c serves all. */
  private operands() {
    const [w, rw] = [this.weight, this.rWeight];
    const [c, rc] = [this.diagCov ?? this.one, this.rDiagCov ?? this.zero];
    return {
      m: w._size[1],
      step: this.diagCov ? 1 : 0,
      ...{ ws: vector(w), wo: w._offset, cs: vector(c), co: c._offset },
      ...{ rws: vector(rw), rwo: rw._offset, rcs: vector(rc), rco: rc._offset },
    };
  }

  /** For element k of each row, places: of the element in x, of row k in W, and of the row in y. */
  private eachLine(x: Tensor, visit: (xi: number, at: number, yi: number) => void): void {
    const [n, m] = this.weight._size;
    const rows = x.nElement() / n;
    for (let i = 0; i < rows; i++) for (let k = 0; k < n; k++) visit(i * n + k, k * m, i * m);
  }

  private fillRatios(gradOutput: Tensor): ArrayLike<number> {
    const [g, y, t] = [gradOutput.contiguous(), this.output as Tensor, this.ratios.resizeAs(gradOutput)];
    const [gs, ys, ts] = [g, y, t].map(vector);
    for (let i = 0; i < y.nElement(); i++) ts[i] = over(gs[g._offset + i], ys[y._offset + i]);
    return ts;
  }

  private fillRRatios(rGradOutput: RActivation): ArrayLike<number> {
    const [y, ry, rg] = [this.output as Tensor, this.rOutput as Tensor, this.image(rGradOutput)];
    const [ys, rys, ts, to] = [y, ry, this.ratios, this.rRatios.resizeAs(y)].map(vector);
    const rgs = rg && vector(rg);
    for (let i = 0; i < y.nElement(); i++) {
      const above = (rgs ? rgs[(rg as Tensor)._offset + i] : 0) - ts[i] * rys[ry._offset + i];
      to[i] = over(above, ys[y._offset + i]);
    }
    return to;
  }
}

/** a / b, and 0 at distance b = 0. */
function over(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
