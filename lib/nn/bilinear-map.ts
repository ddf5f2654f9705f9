/** @file BilinearMap: y = B(w, x) + b. A class writes B and its two adjoints; all six methods come from here. */
import type { Tensor } from '../tensor/index.js';
import { type Activation, isZero, type RActivation } from './activation.js';
import { collectBias, spreadBias } from './axis.js';
import { Directions, hasPassesOf } from './directions.js';
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
 * leading dimensions, element i having b[i mod its size], unless a class says otherwise. Along several directions the terms with Rw are
 * made for each; those with w, of all of them, are one product where a class lets them be stacked.
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

  override updateROutput(
    input: Activation,
    rInput: RActivation,
    directions: Directions = Directions.single,
  ): RActivation {
    const x = input as Tensor;
    const { weight, rBias } = this;
    const rWeight = directions.moves ? this.rWeight : undefined;
    const moved = !isZero(rInput);
    if (!rWeight && !rBias && !moved) return this.setROutput(undefined);
    const ry = directions.sized(this.reuse(this.rOutput), this.output as Tensor);
    for (let j = 0; j < directions.count; j++) {
      const image = directions.slice(ry, j);
      if (rBias) this.spreadBias(directions.of(rBias, j), image);
      if (rWeight) this.product(directions.of(rWeight, j), x, image, rBias !== undefined);
    }
    if (moved) {
      const accumulate = rBias !== undefined || rWeight !== undefined;
      this.stacked(directions, rInput as Tensor, ry, (rx, y) => this.product(weight as Tensor, rx, y, accumulate));
    }
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    _rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    directions: Directions = Directions.single,
  ): RActivation {
    const { weight } = this;
    const rWeight = directions.moves ? this.rWeight : undefined;
    const moved = !isZero(rGradOutput);
    if (!rWeight && !moved) return this.setRGradInput(undefined);
    const rgx = directions.sized(this.reuse(this.rGradInput), input as Tensor);
    for (let j = 0; rWeight && j < directions.count; j++) {
      this.adjointInput(directions.of(rWeight, j), gradOutput as Tensor, directions.slice(rgx, j), false);
    }
    if (moved) {
      const accumulate = rWeight !== undefined;
      this.stacked(directions, rGradOutput as Tensor, rgx, (rgy, gx) =>
        this.adjointInput(weight as Tensor, rgy, gx, accumulate),
      );
    }
    return this.setRGradInput(rgx);
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
    directions: Directions = Directions.single,
  ): void {
    const { rGradWeight, rGradBias } = this;
    for (let j = 0; j < directions.count; j++) {
      const rgy = isZero(rGradOutput) ? undefined : (directions.slice(rGradOutput, j) as Tensor);
      if (rGradWeight) {
        const rgw = directions.product(rGradWeight, j);
        if (rgy) this.adjointWeight?.(input as Tensor, rgy, rgw, scale);
        if (!isZero(rInput)) {
          this.adjointWeight?.(directions.slice(rInput, j) as Tensor, gradOutput as Tensor, rgw, scale);
        }
      }
      if (rGradBias && rgy) this.collectBias(rgy, directions.product(rGradBias, j), scale);
    }
  }

  override carriesDirections(): boolean {
    return hasPassesOf(BilinearMap, this);
  }

  /** Whether batches of several directions may be handed to `product` and `adjointInput` as one, below one another. */
  protected stacks(): boolean {
    return false;
  }

  /** Calls f with the images of all directions: at once where they may be stacked, else one after the other. */
  private stacked(directions: Directions, from: Tensor, to: Tensor, f: (from: Tensor, to: Tensor) => void): void {
    if (this.stacks()) {
      f(directions.folded(from), directions.folded(to));
      return;
    }
    for (let j = 0; j < directions.count; j++) f(directions.slice(from, j), directions.slice(to, j));
  }
}
