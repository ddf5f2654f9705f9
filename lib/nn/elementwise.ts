/** @file Elementwise: y = f(x), element by element. An activation writes f, f′ and f″; all six methods come from here. */
import { kernels, type Vector } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';
import { type Activation, isZero, type RActivation } from './activation.js';
import { Directions, hasPassesOf } from './directions.js';
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
  /** d[i] = f′, from x, from y = f(x), or from both. At a kink: Torch's one-sided choice. Left out where `timesSlope` needs none. */
  protected df?(n: number, x: Vector, xo: number, y: Vector, d: Vector): void;
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
    const gx = (this.gradInput as Tensor).resizeAs(input as Tensor);
    this.timesSlope(input as Tensor, (gradOutput as Tensor).contiguous(), gx);
    return gx;
  }

  override updateROutput(
    input: Activation,
    rInput: RActivation,
    directions: Directions = Directions.single,
  ): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const x = input as Tensor;
    const rx = (rInput as Tensor).contiguous();
    const ry = directions.sized(this.reuse(this.rOutput), x);
    for (let j = 0; j < directions.count; j++) this.timesSlope(x, directions.slice(rx, j), directions.slice(ry, j));
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    directions: Directions = Directions.single,
  ): RActivation {
    const curved = this.ddf !== undefined && !isZero(rInput);
    if (!curved && isZero(rGradOutput)) return this.setRGradInput(undefined);
    const x = input as Tensor;
    const gy = (gradOutput as Tensor).contiguous();
    const rgx = directions.sized(this.reuse(this.rGradInput), x);
    const rx = isZero(rInput) ? undefined : (rInput as Tensor).contiguous();
    const rgy = isZero(rGradOutput) ? undefined : (rGradOutput as Tensor).contiguous();
    for (let j = 0; j < directions.count; j++) {
      const [r, rg, z] = [directions.slice(rx, j), directions.slice(rgy, j), directions.slice(rgx, j)];
      if (curved) this.curve(x, r as Tensor, gy, rg, z);
      else this.timesSlope(x, rg as Tensor, z);
    }
    return this.setRGradInput(rgx);
  }

  override carriesDirections(): boolean {
    return hasPassesOf(Elementwise, this);
  }

  /** z ← f′ ∘ g, of a contiguous g, in a contiguous z. */
  protected timesSlope(x: Tensor, g: Tensor, z: Tensor): void {
    const d = this.slopeAt(x);
    kernels.mul(d.nElement(), vector(d), 0, vector(g), g._offset, vector(z), z._offset);
  }

  /** Rgx, where f″ ≠ 0. */
  private curve(x: Tensor, rx: Tensor, gy: Tensor, rgy: Tensor | undefined, rgx: Tensor): void {
    const dd = vector(this.bendAt(x));
    const [r, g, to, n] = [vector(rx), vector(gy), vector(rgx), x.nElement()];
    const [ro, go, zo] = [rx._offset, gy._offset, rgx._offset];
    if (!rgy) kernels.tripleProduct(n, dd, 0, r, ro, g, go, to, zo);
    else {
      const d = vector(this.slopeAt(x));
      kernels.sumOfProducts(n, d, 0, vector(rgy), rgy._offset, dd, 0, r, ro, g, go, to, zo);
    }
  }

  private slopeAt(input: Tensor): Tensor {
    if (!this.hasSlope) {
      if (!this.df) throw new TypeError(`${this.describe()}: expected df, or timesSlope, got neither`);
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
