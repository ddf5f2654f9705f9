/** @file Distance: a number of each pair of rows. A class writes it, its gradient, and R of that. */
import type { Vector } from '../kernels/index.js';
import { Tensor, vector } from '../tensor/index.js';
import { type Activation, entry, isZero, type RActivation, shapeOf } from './activation.js';
import { Module } from './module.js';
import { pairBuffer, type TorchFields } from './torch-field.js';

/** A row of a and the row of b beside it: n elements, from `at` on in the memory of each. */
export interface RowPair {
  n: number;
  a: Vector;
  ao: number;
  b: Vector;
  bo: number;
}

/**
 * d of the rows of {a, b}, which are (N × n) or (n); y is (N), or (1).
 *   forward    y   = d(a, b)
 *   backward   ga  = gy ∂d/∂a,     gb  = gy ∂d/∂b
 *   rForward   Ry  = ⟨∂d/∂a, Ra⟩ + ⟨∂d/∂b, Rb⟩
 *   rBackward  Rga = Rgy ∂d/∂a + gy R{∂d/∂a},     Rgb likewise
 */
export abstract class Distance extends Module {
  static override readonly torch: TorchFields = { gradInput: pairBuffer };

  declare private gradients: [Tensor, Tensor];
  declare private rGradients: [Tensor, Tensor];
  /** ∂d/∂a, ∂d/∂b, R{∂d/∂a} and R{∂d/∂b} of one pair. */
  declare private rows: [Tensor, Tensor, Tensor, Tensor];
  declare private zeros: Tensor;

  protected abstract distance(pair: RowPair): number;
  /** ga[0 … n) ← ∂d/∂a, gb ← ∂d/∂b. */
  protected abstract gradient(pair: RowPair, ga: Vector, gb: Vector): void;
  /** rga[0 … n) ← R{∂d/∂a}, rgb ← R{∂d/∂b}; `r` has Ra and Rb. */
  protected abstract rGradient(pair: RowPair, r: RowPair, rga: Vector, rgb: Vector): void;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.gradients = [this.buffer(), this.buffer()];
    this.rGradients = [this.buffer(), this.buffer()];
    this.rows = [this.buffer(), this.buffer(), this.buffer(), this.buffer()];
    this.zeros = this.buffer();
  }

  override updateOutput(input: Activation): Tensor {
    const [a, b] = Array.isArray(input) && input.length === 2 ? input : [];
    if (!(a instanceof Tensor && b instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.forward: expected a table of two tensors, got ${shapeOf(input)}`);
    }
    for (const x of [a, b]) this.tensor('forward', x);
    if (a.dim() < 1 || a.dim() > 2 || !a.isSameSizeAs(b)) {
      throw this.wrongShape('forward', 'two tensors (N × n) or (n) of one size', input);
    }
    const y = (this.output as Tensor).resize(a.dim() === 1 ? 1 : a._size[0]);
    const [p, q] = [a.contiguous(), b.contiguous()];
    for (let i = 0; i < y._size[0]; i++) vector(y)[y._offset + i] = this.distance(pairAt(p, q, i));
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    const [a, b] = (input as Tensor[]).map((x) => x.contiguous());
    const g = gradOutput as Tensor;
    const [ga, gb] = this.resized(this.gradients, a);
    const [da, db] = this.rowBuffers(a);
    for (let i = 0; i < g._size[0]; i++) {
      this.gradient(pairAt(a, b, i), da, db);
      scaled(da, elementOf(g, i), ga, i, lengthOf(a));
      scaled(db, elementOf(g, i), gb, i, lengthOf(a));
    }
    this.gradInput = this.gradients;
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const [a, b] = (input as Tensor[]).map((x) => x.contiguous());
    const [ra, rb] = this.images(rInput, a);
    const ry = this.reuse(this.rOutput).resizeAs(this.output as Tensor);
    const [da, db] = this.rowBuffers(a);
    for (let i = 0; i < ry._size[0]; i++) {
      const r = pairAt(ra, rb, i);
      this.gradient(pairAt(a, b, i), da, db);
      let sum = 0;
      for (let k = 0; k < r.n; k++) sum += da[k] * r.a[r.ao + k] + db[k] * r.b[r.bo + k];
      vector(ry)[ry._offset + i] = sum;
    }
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    if (isZero(rInput) && isZero(rGradOutput)) return this.setRGradInput(undefined);
    const [a, b] = (input as Tensor[]).map((x) => x.contiguous());
    const [ra, rb] = this.images(rInput, a);
    const [g, rg] = [gradOutput as Tensor, rGradOutput as Tensor | undefined];
    const [rga, rgb] = this.resized(this.rGradients, a);
    const [da, db, rda, rdb] = this.rowBuffers(a);
    for (let i = 0; i < g._size[0]; i++) {
      const [pair, r] = [pairAt(a, b, i), pairAt(ra, rb, i)];
      this.gradient(pair, da, db);
      this.rGradient(pair, r, rda, rdb);
      const [w, rw] = [elementOf(g, i), rg ? elementOf(rg, i) : 0];
      for (let k = 0, at = i * r.n; k < r.n; k++, at++) {
        vector(rga)[at] = rw * da[k] + w * rda[k];
        vector(rgb)[at] = rw * db[k] + w * rdb[k];
      }
    }
    return this.setRGradInput(this.rGradients);
  }

  private resized(pair: [Tensor, Tensor], like: Tensor): [Tensor, Tensor] {
    for (const x of pair) x.resizeAs(like);
    return pair;
  }

  private rowBuffers(a: Tensor): Vector[] {
    return this.rows.map((row) => vector(row.resize(lengthOf(a))));
  }

  /** Ra and Rb, zeros where they are structural ones. */
  private images(rInput: RActivation, like: Tensor): [Tensor, Tensor] {
    const [ra, rb] = [0, 1].map((k) => (entry(rInput, k) as Tensor | undefined)?.contiguous());
    if (!ra || !rb) this.zeros.resizeAs(like).zero();
    return [ra ?? this.zeros, rb ?? this.zeros];
  }
}

function lengthOf(a: Tensor): number {
  return a._size[a.dim() - 1];
}

function pairAt(a: Tensor, b: Tensor, i: number): RowPair {
  const n = lengthOf(a);
  return { n, a: vector(a), ao: a._offset + i * n, b: vector(b), bo: b._offset + i * n };
}

function elementOf(x: Tensor, i: number): number {
  return vector(x)[x._offset + i * x._stride[0]];
}

function scaled(row: Vector, w: number, to: Tensor, i: number, n: number): void {
  for (let k = 0; k < n; k++) vector(to)[i * n + k] = w * row[k];
}
