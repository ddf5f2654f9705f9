/** @file Elementwise: y = f(x), element by element. An activation writes f, f′ and f″; all six methods come from here. */
import { kernels, type Vector } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';
import { type Activation, isZero, type RActivation } from './activation.js';
import { Module } from './module.js';

/**
 *   forward    y   = f(x)
 *   backward   gx  = f′ ∘ gy
 *   rForward   Ry  = f′ ∘ Rx
 *   rBackward  Rgx = f′ ∘ Rgy + f″ ∘ Rx ∘ gy
 *
 * f′ and f″ depend on the point alone: they are computed when first needed there, and serve every R pass at it.
 */
export abstract class Elementwise extends Module {
  declare private slope: Tensor;
  declare private bend: Tensor;
  declare private hasSlope: boolean;
  declare private hasBend: boolean;

  /** y[i] = f(x[xo + i]) for i = 0 … n − 1. */
  protected abstract f(n: number, x: Vector, xo: number, y: Vector): void;
  /** d[i] = f′, from x, from y = f(x), or from both. At a kink: Torch's one-sided choice. */
  protected abstract df(n: number, x: Vector, xo: number, y: Vector, d: Vector): void;
  /** d[i] = f″. Left out where f″ = 0 wherever f′ exists. */
  protected ddf?(n: number, x: Vector, xo: number, y: Vector, d: Vector): void;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.slope = this.buffer();
    this.bend = this.buffer();
    this.hasSlope = false;
    this.hasBend = false;
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input).contiguous();
    const y = (this.output as Tensor).resizeAs(x);
    this.hasSlope = false;
    this.hasBend = false;
    this.f(x.nElement(), vector(x), x._offset, vector(y));
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    const d = this.slopeAt(input as Tensor);
    const gy = (gradOutput as Tensor).contiguous();
    const gx = (this.gradInput as Tensor).resizeAs(d);
    kernels.mul(d.nElement(), vector(d), 0, vector(gy), gy._offset, vector(gx), 0);
    return gx;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const d = this.slopeAt(input as Tensor);
    const rx = (rInput as Tensor).contiguous();
    const ry = this.reuse(this.rOutput).resizeAs(d);
    kernels.mul(d.nElement(), vector(d), 0, vector(rx), rx._offset, vector(ry), 0);
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    const curved = this.ddf !== undefined && !isZero(rInput);
    if (!curved && isZero(rGradOutput)) return this.setRGradInput(undefined);
    const d = this.slopeAt(input as Tensor);
    const n = d.nElement();
    const rgx = this.reuse(this.rGradInput).resizeAs(d);
    const rgy = isZero(rGradOutput) ? undefined : (rGradOutput as Tensor).contiguous();
    if (curved) {
      const dd = this.bendAt(input as Tensor);
      const rx = (rInput as Tensor).contiguous();
      const gy = (gradOutput as Tensor).contiguous();
      const [a, b, c] = [vector(dd), vector(rx), vector(gy)];
      if (rgy) {
        kernels.sumOfProducts(
          n,
          vector(d),
          0,
          vector(rgy),
          rgy._offset,
          a,
          0,
          b,
          rx._offset,
          c,
          gy._offset,
          vector(rgx),
          0,
        );
      } else kernels.tripleProduct(n, a, 0, b, rx._offset, c, gy._offset, vector(rgx), 0);
    } else if (rgy) kernels.mul(n, vector(d), 0, vector(rgy), rgy._offset, vector(rgx), 0);
    return this.setRGradInput(rgx);
  }

  private slopeAt(input: Tensor): Tensor {
    if (!this.hasSlope) {
      const x = input.contiguous();
      this.slope.resizeAs(x);
      this.df(x.nElement(), vector(x), x._offset, vector(this.output as Tensor), vector(this.slope));
      this.hasSlope = true;
    }
    return this.slope;
  }

  private bendAt(input: Tensor): Tensor {
    if (!this.hasBend) {
      const x = input.contiguous();
      this.bend.resizeAs(x);
      this.ddf?.(x.nElement(), vector(x), x._offset, vector(this.output as Tensor), vector(this.bend));
      this.hasBend = true;
    }
    return this.bend;
  }
}
