/** @file Bilinear forms of two inputs. */
import { type Activation, entry, isZero, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { BilinearMap } from '../lib/nn/bilinear-map.js';
import { uniformBound } from '../lib/nn/drawing.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { optional, pairBuffer, type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { gemm, Tensor, vector } from '../lib/tensor/index.js';

/**
 * {a, b}: (N × p) and (N × q); W: (m × p × q), used as (m × pq); bias β: (m); s = scale. P = a ⊗ b, row by row, (N × pq).
 *   forward    y_k = aᵀ W_k b + β_k, that is y = P Wᵀ + 1 βᵀ
 *   backward   G  = gy W             ga = G b, gb = Gᵀ a       gW  += s gyᵀ P                   gβ  += s gyᵀ 1
 *   rForward   RP = Ra ⊗ b + a ⊗ Rb                            Ry   = RP Wᵀ + P RWᵀ + 1 Rβᵀ
 *   rBackward  RG = Rgy W + gy RW                              RgW += s (Rgyᵀ P + gyᵀ RP)       Rgβ += s Rgyᵀ 1
 *              Rga = RG b + G Rb,  Rgb = RGᵀ a + Gᵀ Ra
 * Initial weights: uniform in ±1/√p, drawn in Torch's order. gW is scaled, as Torch's is not.
 */
export class Bilinear extends BilinearMap {
  static override readonly torch: TorchFields = {
    gradInput: pairBuffer,
    weight: tensor(3),
    bias: optional(tensor((owner: Bilinear) => [owner.weight._size[0]])),
    buff1: unsaved(),
    buff2: unsaved(),
  };

  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;
  /** P, G, RP and RG. */
  declare private outer: Tensor;
  declare private slope: Tensor;
  declare private rOuter: Tensor;
  declare private rSlope: Tensor;
  declare private gradients: [Tensor, Tensor];
  declare private rGradients: [Tensor, Tensor];

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputSize1: number, inputSize2: number, outputSize: number, bias: boolean = true) {
    super();
    checkSizes('Bilinear', [inputSize1, inputSize2, outputSize]);
    this.makeParameter('weight', outputSize, inputSize1, inputSize2);
    if (bias) this.makeParameter('bias', outputSize);
    this.reset();
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    for (const name of ['outer', 'slope', 'rOuter', 'rSlope'] as const) this[name] = this.buffer();
    this.gradients = [this.buffer(), this.buffer()];
    this.rGradients = [this.buffer(), this.buffer()];
  }

  /** Draws new weights: uniform in ±stdv·√3, or in ±1/√p. */
  reset(stdv?: number): this {
    const bound = uniformBound(this.constructor.name, stdv, 1 / Math.sqrt(this.weight.size(1)));
    this.weight.uniform(-bound, bound);
    this.bias?.uniform(-bound, bound);
    return this;
  }

  override updateOutput(input: Activation): Tensor {
    const [a, b] = Array.isArray(input) && input.length === 2 ? input : [];
    if (!(a instanceof Tensor && b instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.forward: expected a table of two tensors, got ${shapeOf(input)}`);
    }
    for (const x of [a, b]) this.tensor('forward', x);
    const [, p, q] = this.weight._size;
    if (a.dim() !== 2 || b.dim() !== 2 || a._size[0] !== b._size[0] || a._size[1] !== p || b._size[1] !== q) {
      throw this.wrongShape('forward', `a table {(N × ${p}), (N × ${q})}`, input);
    }
    addOuter(a, b, this.outer.resize(a._size[0], p * q).zero());
    return super.updateOutput(this.outer);
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    const [a, b] = input as [Tensor, Tensor];
    this.adjointInput(this.weight, gradOutput as Tensor, this.slope.resizeAs(this.outer), false);
    const [ga, gb] = zeroed(this.gradients, a, b);
    addProducts(this.slope, a, b, ga, gb);
    this.gradInput = this.gradients;
    return this.gradInput;
  }

  override accGradParameters(_input: Activation, gradOutput: Activation, scale: number = 1): void {
    super.accGradParameters(this.outer, gradOutput, scale);
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const [a, b] = input as [Tensor, Tensor];
    const [ra, rb] = [entry(rInput, 0), entry(rInput, 1)] as (Tensor | undefined)[];
    this.rOuter.resizeAs(this.outer).zero();
    if (ra) addOuter(ra, b, this.rOuter);
    if (rb) addOuter(a, rb, this.rOuter);
    return super.updateROutput(this.outer, isZero(rInput) ? undefined : this.rOuter);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    const [a, b] = input as [Tensor, Tensor];
    const [ra, rb] = [entry(rInput, 0), entry(rInput, 1)] as (Tensor | undefined)[];
    const rSlope = this.rSlope.resizeAs(this.outer);
    this.adjointInput(this.rWeight, gradOutput as Tensor, rSlope, false);
    if (!isZero(rGradOutput)) this.adjointInput(this.weight, rGradOutput as Tensor, rSlope, true);
    const [rga, rgb] = zeroed(this.rGradients, a, b);
    addProducts(rSlope, a, b, rga, rgb);
    addProducts(this.slope, ra, rb, rga, rgb);
    return this.setRGradInput(this.rGradients);
  }

  override accRGradParameters(
    _input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    super.accRGradParameters(this.outer, isZero(rInput) ? undefined : this.rOuter, gradOutput, rGradOutput, scale);
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    y.resize(x._size[0], this.weight._size[0]);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    gemm(false, true, 1, x, flat(w), accumulate ? 1 : 0, y);
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    gemm(false, false, 1, g, flat(w), accumulate ? 1 : 0, gx);
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    gemm(true, false, scale, g, x, 1, flat(gw));
  }

  override describe(): string {
    return super.describe().replace(/ +/g, ' ').trim();
  }

  /** With the spaces that Torch prints. */
  override toString(): string {
    const [m, p, q] = this.weight._size;
    return `${super.toString()}(${p}x${q} -> ${m}) ${this.bias ? '' : ' without bias'}`;
  }
}

/** W_k as rows. */
function flat(w: Tensor): Tensor {
  return w.view(w._size[0], w._size[1] * w._size[2]);
}

function zeroed(pair: [Tensor, Tensor], a: Tensor, b: Tensor): [Tensor, Tensor] {
  return [pair[0].resizeAs(a).zero(), pair[1].resizeAs(b).zero()];
}

/** to ← to + a ⊗ b, row by row. */
function addOuter(first: Tensor, second: Tensor, to: Tensor): void {
  const [a, b] = [first.contiguous(), second.contiguous()];
  const [as, bs, out] = [a, b, to].map(vector);
  const [[rows, p], q] = [a._size, b._size[1]];
  for (let i = 0, at = 0; i < rows; i++) {
    for (let k = 0; k < p; k++, at += q) {
      const v = as[a._offset + i * p + k];
      for (let l = 0; l < q; l++) out[at + l] += v * bs[b._offset + i * q + l];
    }
  }
}

/** ga ← ga + G b and gb ← gb + Gᵀ a, row by row, where there is such a factor. */
function addProducts(
  slope: Tensor,
  first: Tensor | undefined,
  second: Tensor | undefined,
  ga: Tensor,
  gb: Tensor,
): void {
  const [rows, p] = ga._size;
  const q = gb._size[1];
  const [a, b] = [first?.contiguous(), second?.contiguous()];
  const [g, toA, toB] = [slope, ga, gb].map(vector);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let k = 0; k < p; k++, at += q) {
      if (b) for (let l = 0; l < q; l++) toA[i * p + k] += g[at + l] * vector(b)[b._offset + i * q + l];
      if (a) for (let l = 0; l < q; l++) toB[i * q + l] += g[at + l] * vector(a)[a._offset + i * p + k];
    }
  }
}
