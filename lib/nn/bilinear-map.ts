/** @file BilinearMap: y = B(w, x) + b. A class writes B and its two adjoints; all six methods come from here. */
import type { Tensor } from '../tensor/index.js';
import { type Activation, isZero, type RActivation } from './activation.js';
import { collectBias, spreadBias } from './axis.js';
import { Module } from './module.js';

/**
 * Bx(w, g) is the adjoint of B(w, ·), Bw(x, g) that of B(·, x); 1ᵀg sums g over the elements that share a bias;
 * s = scale.
 *   forward    y   = B(w, x) + b
 *   backward   gx  = Bx(w, gy)                    gw  += s Bw(x, gy)                    gb  += s 1ᵀgy
 *   rForward   Ry  = B(Rw, x) + B(w, Rx) + Rb
 *   rBackward  Rgx = Bx(w, Rgy) + Bx(Rw, gy)      Rgw += s (Bw(x, Rgy) + Bw(Rx, gy))    Rgb += s 1ᵀRgy
 *
 * Where there is no weight, B(w, x) is what `product` makes of x alone, and the terms in Rw and gw are left out. Terms
 * with a structural zero are left out too, so that the first layer's R forward is one product. A bias repeats over y's
 * leading dimensions, element i having b[i mod its size], unless a class says otherwise.
 */
export abstract class BilinearMap extends Module {
  declare weight?: Tensor;
  declare gradWeight?: Tensor;
  declare rWeight?: Tensor;
  declare rGradWeight?: Tensor;
  declare bias?: Tensor;
  declare gradBias?: Tensor;
  declare rBias?: Tensor;
  declare rGradBias?: Tensor;

  /** Checks the input and gives y its size. */
  protected abstract resizeOutput(x: Tensor, y: Tensor): void;
  /** y ← B(w, x), or y ← y + B(w, x). */
  protected abstract product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void;
  /** gx ← Bx(w, g), or gx ← gx + Bx(w, g). */
  protected abstract adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void;
  /** gw ← gw + s Bw(x, g). Left out where there is no weight. */
  protected adjointWeight?(x: Tensor, g: Tensor, gw: Tensor, scale: number): void;

  /** y ← b, repeated over the elements that share it. */
  protected spreadBias(b: Tensor, y: Tensor): void {
    spreadBias(b, y);
  }

  /** gb ← gb + s 1ᵀg. */
  protected collectBias(g: Tensor, gb: Tensor, scale: number): void {
    collectBias(g, gb, scale);
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input);
    const y = this.output as Tensor;
    this.resizeOutput(x, y);
    if (this.bias) this.spreadBias(this.bias, y);
    this.product(this.weight as Tensor, x, y, this.bias !== undefined);
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    const gx = (this.gradInput as Tensor).resizeAs(input as Tensor);
    this.adjointInput(this.weight as Tensor, gradOutput as Tensor, gx, false);
    return gx;
  }

  override accGradParameters(input: Activation, gradOutput: Activation, scale: number = 1): void {
    if (this.gradWeight) this.adjointWeight?.(input as Tensor, gradOutput as Tensor, this.gradWeight, scale);
    if (this.gradBias) this.collectBias(gradOutput as Tensor, this.gradBias, scale);
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const x = input as Tensor;
    const moved = !isZero(rInput);
    if (!this.rWeight && !this.rBias && !moved) return this.setROutput(undefined);
    const ry = this.reuse(this.rOutput).resizeAs(this.output as Tensor);
    if (this.rBias) this.spreadBias(this.rBias, ry);
    if (this.rWeight) this.product(this.rWeight, x, ry, this.rBias !== undefined);
    if (moved) {
      this.product(this.weight as Tensor, rInput as Tensor, ry, this.rBias !== undefined || this.rWeight !== undefined);
    }
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    _rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    const moved = !isZero(rGradOutput);
    if (!this.rWeight && !moved) return this.setRGradInput(undefined);
    const rgx = this.reuse(this.rGradInput).resizeAs(input as Tensor);
    if (this.rWeight) this.adjointInput(this.rWeight, gradOutput as Tensor, rgx, false);
    if (moved) this.adjointInput(this.weight as Tensor, rGradOutput as Tensor, rgx, this.rWeight !== undefined);
    return this.setRGradInput(rgx);
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    if (this.rGradWeight) {
      if (!isZero(rGradOutput)) this.adjointWeight?.(input as Tensor, rGradOutput as Tensor, this.rGradWeight, scale);
      if (!isZero(rInput)) this.adjointWeight?.(rInput as Tensor, gradOutput as Tensor, this.rGradWeight, scale);
    }
    if (this.rGradBias && !isZero(rGradOutput)) this.collectBias(rGradOutput as Tensor, this.rGradBias, scale);
  }
}
