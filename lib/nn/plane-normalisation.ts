/** @file PlaneNormalisation: planes of mean 0 and variance 1, with a gain and a bias for each. A class says whose mean and variance. */
import { type Tensor, vector } from '../tensor/index.js';
import { type Activation, isZero, type RActivation } from './activation.js';
import type { Rows } from './axis.js';
import { INPUT_GRADIENT, Module, PARAMETER_GRADIENTS } from './module.js';
import { combinePlanes, dotPlanes, type PlaneNumbers, sumPlanes, type Term } from './planes.js';

/** Of each plane of a tensor g: Σ g, its mean as far as that is taken out of g, and Σ g x̂. */
type Moments = Record<'sum' | 'mean' | 'dot', PlaneNumbers>;

/**
 * Of each plane, m(·) being the mean over batch and pixels, s = 1 / √(variance + ε), x̂ = s (x − m(x)), P(g) = g − m(g) − x̂ m(x̂ g):
 *   forward    y   = w x̂ + b
 *   backward   gx  = w s P(gy)                     gw  += c Σ gy x̂                   gb  += c Σ gy
 *   rForward   Ry  = Rw x̂ + w Rx̂ + Rb,             Rx̂ = s P(Rx),                     Rs = −s² m(x̂ Rx)
 *   rBackward  Rgx = (Rw s + w Rs) P(gy) + w s (Rgy − m(Rgy) − Rx̂ m(x̂ gy) − x̂ (m(Rx̂ gy) + m(x̂ Rgy)))
 *              Rgw += c Σ (Rgy x̂ + gy Rx̂)          Rgb += c Σ Rgy
 * Where mean and variance are constants, P(g) = g and Rs = 0. c = scale; w and b are 1 and 0 where missing. Every result is a sum of x, gy, Rx
 * and Rgy, less their means, with factors that are numbers of each plane; so such numbers are all that is kept.
 */
export abstract class PlaneNormalisation extends Module {
  declare weight?: Tensor;
  declare gradWeight?: Tensor;
  declare rWeight?: Tensor;
  declare rGradWeight?: Tensor;
  declare bias?: Tensor;
  declare gradBias?: Tensor;
  declare rBias?: Tensor;
  declare rGradBias?: Tensor;
  declare private rows: Rows;
  /** What a sum is multiplied with to be a mean that is taken out: 0 where mean and variance are constants. */
  declare private portion: number;
  /** m(x) and s of each plane, the moments of gy, and the factors of what is being written. */
  declare private mean: PlaneNumbers;
  declare private inverse: PlaneNumbers;
  declare private grad: Moments;
  declare private factors: PlaneNumbers[];
  declare private zero: PlaneNumbers;
  /** The moments of Rx and of Rgy; the latter's `dot` is Σ (Rgy x̂ + gy Rx̂). */
  declare private rIn: Moments;
  declare private rGrad: Moments;
  declare private rFactors: PlaneNumbers[];

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.rows = { outer: 0, n: 0, inner: 0 };
    this.portion = 0;
    this.makePlanes(0);
  }

  private makePlanes(n: number): void {
    const numbers = (): PlaneNumbers => new Float64Array(n);
    const moments = (): Moments => ({ sum: numbers(), mean: numbers(), dot: numbers() });
    [this.mean, this.inverse, this.zero] = [numbers(), numbers(), numbers()];
    [this.grad, this.rIn, this.rGrad] = [moments(), moments(), moments()];
    this.factors = [numbers(), numbers()];
    this.rFactors = [numbers(), numbers(), numbers(), numbers()];
  }

  /** The shape of the next input. */
  protected setRows(rows: Rows): void {
    this.rows = rows;
    if (this.mean.length !== rows.n) this.makePlanes(rows.n);
  }

  /** Takes mean and variance from x; `learn` is told of each plane its mean and the sum of squares about it. */
  protected takeFrom(x: Tensor, eps: number, learn: (f: number, mean: number, squares: number) => void): void {
    const { rows, mean, inverse } = this;
    this.portion = 1 / (rows.outer * rows.inner);
    sumPlanes(rows, x, mean);
    for (let f = 0; f < rows.n; f++) mean[f] *= this.portion;
    dotPlanes(rows, x, mean, x, mean, inverse);
    for (let f = 0; f < rows.n; f++) {
      learn(f, mean[f], inverse[f]);
      inverse[f] = inverse[f] === 0 && eps === 0 ? 0 : 1 / Math.sqrt(inverse[f] * this.portion + eps);
    }
  }

  /** Takes constants for mean and variance. */
  protected takeConstants(mean: Tensor, variance: Tensor, eps: number): void {
    this.portion = 0;
    for (let f = 0; f < this.rows.n; f++) {
      this.mean[f] = at(mean, f, 0);
      this.inverse[f] = 1 / Math.sqrt(at(variance, f, 0) + eps);
    }
  }

  /** y, of a contiguous x whose mean and variance have been taken. */
  protected normalise(x: Tensor): Tensor {
    const [a, c] = this.factors;
    for (let f = 0; f < this.rows.n; f++) {
      a[f] = at(this.weight, f, 1) * this.inverse[f];
      c[f] = at(this.bias, f, 0);
    }
    const y = (this.output as Tensor).resizeAs(x);
    combinePlanes(this.rows, y, c, [[a, x, this.mean]]);
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    return this.sweep(input, gradOutput, 1, INPUT_GRADIENT);
  }

  override accGradParameters(input: Activation, gradOutput: Activation, scale: number = 1): void {
    this.sweep(input, gradOutput, scale, PARAMETER_GRADIENTS);
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    return this.sweep(input, gradOutput, scale, this.skipsInputGradient ? part & PARAMETER_GRADIENTS : part);
  }

  /** Both halves of a backward pass read the same sums. */
  private sweep(input: Activation, gradOutput: Activation, scale: number, part: number): Tensor {
    const [x, g] = [(input as Tensor).contiguous(), (gradOutput as Tensor).contiguous()];
    const { rows, portion, mean, inverse, grad } = this;
    this.measure(x, g, grad);
    const gx = this.gradInput as Tensor;
    if (part & INPUT_GRADIENT) {
      const [a, b] = this.factors;
      for (let f = 0; f < rows.n; f++) {
        a[f] = at(this.weight, f, 1) * inverse[f];
        b[f] = -a[f] * inverse[f] * portion * grad.dot[f];
      }
      const terms: Term[] = [[a, g, grad.mean]];
      if (portion > 0) terms.push([b, x, mean]);
      combinePlanes(rows, gx.resizeAs(x), this.zero, terms);
    }
    if (part & PARAMETER_GRADIENTS) {
      collect(this.gradWeight, scale, grad.dot);
      collect(this.gradBias, scale, grad.sum);
    }
    return gx;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const x = (input as Tensor).contiguous();
    const r = isZero(rInput) ? undefined : (rInput as Tensor).contiguous();
    const { rows, portion, mean, inverse, rIn } = this;
    if (r && portion > 0) this.measure(x, r, rIn);
    else clear(rIn);
    if (!r && !this.rWeight) return this.setROutput(undefined);
    const [a, b, c] = this.rFactors;
    for (let f = 0; f < rows.n; f++) {
      b[f] = at(this.weight, f, 1) * inverse[f];
      a[f] = at(this.rWeight, f, 0) * inverse[f] - b[f] * inverse[f] * portion * rIn.dot[f];
      c[f] = at(this.rBias, f, 0);
    }
    const terms: Term[] = [[a, x, mean]];
    if (r) terms.push([b, r, rIn.mean]);
    const ry = this.reuse(this.rOutput).resizeAs(x);
    combinePlanes(rows, ry, c, terms);
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    return this.rSweep(input, rInput, gradOutput, rGradOutput, 1, INPUT_GRADIENT);
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    this.rSweep(input, rInput, gradOutput, rGradOutput, scale, PARAMETER_GRADIENTS);
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation {
    const wanted = this.skipsInputGradient ? part & PARAMETER_GRADIENTS : part;
    return this.rSweep(input, rInput, gradOutput, rGradOutput, scale, wanted);
  }

  /** The image of `sweep`. */
  private rSweep(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation {
    const [x, g] = [(input as Tensor).contiguous(), (gradOutput as Tensor).contiguous()];
    const [r, rg] = [rInput, rGradOutput].map((t) => (isZero(t) ? undefined : (t as Tensor).contiguous()));
    this.measureR(x, r, g, rg);
    if (part & INPUT_GRADIENT) this.setRGradInput(this.rGradInputOf(x, r, g, rg));
    if (part & PARAMETER_GRADIENTS) {
      collect(this.rGradWeight, scale, this.rGrad.dot);
      if (rg) collect(this.rGradBias, scale, this.rGrad.sum);
    }
    return this.rGradInput;
  }

  private rGradInputOf(x: Tensor, r: Tensor | undefined, g: Tensor, rg: Tensor | undefined): Tensor {
    const { rows, portion, mean, inverse, grad, rIn, rGrad } = this;
    const [a, b, c, d] = this.rFactors;
    for (let f = 0; f < rows.n; f++) {
      const s = inverse[f];
      const [dot, rDot, cross] = [portion * grad.dot[f], portion * rIn.dot[f], portion * rGrad.dot[f]];
      b[f] = at(this.weight, f, 1) * s;
      a[f] = at(this.rWeight, f, 0) * s - b[f] * s * rDot;
      c[f] = -b[f] * s * dot;
      d[f] = -s * (a[f] * dot + b[f] * cross - b[f] * s * rDot * dot);
    }
    const terms: Term[] = [[a, g, grad.mean]];
    if (rg) terms.push([b, rg, rGrad.mean]);
    if (r && portion > 0) terms.push([c, r, rIn.mean]);
    if (portion > 0) terms.push([d, x, mean]);
    const rgx = this.reuse(this.rGradInput).resizeAs(x);
    combinePlanes(rows, rgx, this.zero, terms);
    return rgx;
  }

  private measure(x: Tensor, g: Tensor, { sum, mean, dot }: Moments): void {
    const { rows, portion, inverse } = this;
    // Of g less its mean it would be the same: where that mean is taken out, Σ (x − m(x)) is 0.
    dotPlanes(rows, g, this.zero, x, this.mean, dot, sum);
    for (let f = 0; f < rows.n; f++) {
      mean[f] = portion * sum[f];
      dot[f] *= inverse[f];
    }
  }

  /** The moments of Rgy, and what Rx̂ adds. */
  private measureR(x: Tensor, r: Tensor | undefined, g: Tensor, rg: Tensor | undefined): void {
    const { rows, portion, inverse, grad, rIn, rGrad } = this;
    if (rg) this.measure(x, rg, rGrad);
    else clear(rGrad);
    if (!r) return;
    const [dots] = this.rFactors;
    dotPlanes(rows, g, grad.mean, r, rIn.mean, dots);
    for (let f = 0; f < rows.n; f++) rGrad.dot[f] += inverse[f] * (dots[f] - portion * rIn.dot[f] * grad.dot[f]);
  }
}

/** Number f, or `otherwise` where there are none. */
function at(numbers: Tensor | undefined, f: number, otherwise: number): number {
  return numbers ? vector(numbers)[numbers._offset + f] : otherwise;
}

function clear({ sum, mean, dot }: Moments): void {
  for (const numbers of [sum, mean, dot]) numbers.fill(0);
}

/** to ← to + scale · numbers, where there is such a gradient. */
function collect(to: Tensor | undefined, scale: number, numbers: PlaneNumbers): void {
  if (!to) return;
  const sums = vector(to);
  for (let f = 0; f < numbers.length; f++) sums[to._offset + f] += scale * numbers[f];
}
