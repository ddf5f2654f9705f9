/** @file Images divided by the weighted deviation around each pixel. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { checkedKernel, coverageOf, dotOverPlanes, hasPlanes, smooth, spare } from '../lib/nn/smoothing.js';
import { instance, number, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Tensor, vector } from '../lib/tensor/index.js';
import { CDivTable } from './c-div-table.js';
import { Sequential } from './sequential.js';
import { estimatorFields, meanEstimator } from './spatial-subtractive-normalization.js';
import { Sqrt } from './sqrt.js';
import { Square } from './square.js';
import { Threshold } from './threshold.js';

const buffers = [
  'coverage',
  'variance',
  'divisor',
  'slope',
  'gradDivisor',
  'gradSquares',
  'rDivisor',
  'rGradDivisor',
  'rGradSquares',
] as const;

/**
 * Of each pixel, Σ being over the planes, κ∗ and κ∗ᵀ the correlation with the kernel (zeros outside of the image) and its adjoint, c = κ∗ Σ 1:
 *   forward    v = κ∗ Σ x²,   σ = √v / c,   t = σ where σ > threshold, else thresval,   y = x / t
 *   backward   gx  = gy / t + 2 x κ∗ᵀ gv,            gt = −Σ gy y / t,   gv = gt h,   h = ∂t/∂v = 1 / (2 c √v), or 0
 *   rForward   Ry  = (Rx − y Rt) / t,                Rt = h κ∗ Σ 2 x Rx
 *   rBackward  Rgx = Rgy / t − gy Rt / t² + 2 Rx κ∗ᵀ gv + 2 x κ∗ᵀ Rgv
 *              Rgv = −h (Σ Rgy y + Σ gy Ry + gt Rt) / t − gt Rt / (2 v)
 * h is 0 where σ ≤ threshold, the kink among it, and at v = 0. With a kernel of one dimension, which goes along rows and then along columns, κ is
 * the kernel over its sum and √nInputPlane, otherwise over its sum and nInputPlane: 9 × 9 ones by default. Its sizes are odd.
 * x: (nInputPlane × H × W) or (N × nInputPlane × H × W).
 */
export class SpatialDivisiveNormalization extends Module {
  static override readonly torch: TorchFields = {
    ...estimatorFields,
    threshold: number(),
    thresval: number(),
    stdestimator: instance(Sequential, 'a Sequential'),
    normalizer: instance(CDivTable, 'a CDivTable'),
    thresholder: instance(Threshold, 'a Threshold'),
    localstds: unsaved(),
    adjustedstds: unsaved(),
    thresholdedstds: unsaved(),
  };

  nInputPlane: number;
  kernel: Tensor;
  threshold: number;
  thresval: number;
  /** What Torch computes with, for its files. */
  meanestimator: Sequential;
  stdestimator: Sequential;
  normalizer: CDivTable = new CDivTable();
  divider: CDivTable = new CDivTable();
  thresholder: Threshold;
  /** c; of each pixel of each image v, t, h, gt, κ∗ᵀ gv, and Rt. */
  declare private coverage: Tensor;
  declare private variance: Tensor;
  declare private divisor: Tensor;
  declare private slope: Tensor;
  declare private gradDivisor: Tensor;
  declare private gradSquares: Tensor;
  declare private rDivisor: Tensor;
  /** The like of gt and κ∗ᵀ gv, of Rgy. */
  declare private rGradDivisor: Tensor;
  declare private rGradSquares: Tensor;

  /** @throws RangeError unless nInputPlane is a whole number from 1 up and the kernel has one or two dimensions, of odd sizes. */
  constructor(nInputPlane: number = 1, kernel?: Tensor, threshold: number = 1e-4, thresval: number = threshold) {
    super();
    checkNumbers(this.constructor.name, { threshold, thresval });
    const divisor = kernel instanceof Tensor && kernel.dim() === 1 ? Math.sqrt(nInputPlane) : nInputPlane;
    this.kernel = checkedKernel(this.constructor.name, nInputPlane, kernel, divisor, this.buffer());
    this.nInputPlane = nInputPlane;
    this.threshold = threshold;
    this.thresval = thresval;
    this.meanestimator = meanEstimator(nInputPlane, this.kernel);
    this.stdestimator = meanEstimator(nInputPlane, this.kernel, new Square()).add(new Sqrt());
    this.thresholder = new Threshold(threshold, thresval);
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    for (const name of buffers) this[name] = this.buffer();
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input).contiguous();
    if (!hasPlanes(x, this.nInputPlane)) {
      const one = `${this.nInputPlane} × H × W`;
      throw this.wrongShape('forward', `input (${one}) or (N × ${one})`, x);
    }
    coverageOf(this.kernel, this.nInputPlane, x, this.coverage);
    const { kernel, threshold, thresval } = this;
    const [n, h, w, size, pixels] = this.sizes(x);
    const y = (this.output as Tensor).resizeAs(x);
    const [xs, ys, c] = [x, y, this.coverage].map(vector);
    const [v, t, slope] = [this.variance, this.divisor, this.slope].map((numbers) => vector(numbers.resize(pixels)));
    const s = spare(ys, 2 * size);
    for (let at = 0; at < pixels; at += size) {
      dotOverPlanes(n, size, xs, x._offset + at * n, xs, x._offset + at * n, s, 0);
      smooth(kernel, false, h, w, s, 0, v, at, s, size);
      for (let i = 0; i < size; i++) {
        const root = Math.sqrt(v[at + i]);
        const sigma = root / c[i];
        const below = sigma <= threshold;
        t[at + i] = below ? thresval : sigma;
        slope[at + i] = below || root === 0 ? 0 : 0.5 / (c[i] * root);
      }
      for (let p = 0, j = at * n; p < n; p++) {
        for (let i = at; i < at + size; i++, j++) ys[j] = xs[x._offset + j] / t[i];
      }
    }
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    const gx = (this.gradInput as Tensor).resizeAs(input as Tensor);
    const [x, g] = [(input as Tensor).contiguous(), (gradOutput as Tensor).contiguous()];
    this.adjoint(x, g, gx, this.gradDivisor, this.gradSquares);
    return gx;
  }

  /** gx, gt and κ∗ᵀ gv of g. */
  private adjoint(x: Tensor, g: Tensor, gx: Tensor, gradDivisor: Tensor, gradSquares: Tensor): void {
    const [n, h, w, size, pixels] = this.sizes(x);
    const [xs, gs, ys, to, t, slope] = [x, g, this.output as Tensor, gx, this.divisor, this.slope].map(vector);
    const [gt, back] = [gradDivisor, gradSquares].map((numbers) => vector(numbers.resize(pixels)));
    const s = spare(to, 2 * size);
    for (let at = 0; at < pixels; at += size) {
      dotOverPlanes(n, size, gs, g._offset + at * n, ys, at * n, gt, at);
      for (let i = 0; i < size; i++) {
        gt[at + i] /= -t[at + i];
        s[i] = gt[at + i] * slope[at + i];
      }
      smooth(this.kernel, true, h, w, s, 0, back, at, s, size);
      for (let p = 0, j = at * n; p < n; p++) {
        for (let i = at; i < at + size; i++, j++) to[j] = gs[g._offset + j] / t[i] + 2 * xs[x._offset + j] * back[i];
      }
    }
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const [x, r] = [(input as Tensor).contiguous(), (rInput as Tensor).contiguous()];
    const [n, h, w, size, pixels] = this.sizes(x);
    const ry = this.reuse(this.rOutput).resizeAs(x);
    const [xs, rs, ys, to, t, slope] = [x, r, this.output as Tensor, ry, this.divisor, this.slope].map(vector);
    const rt = vector(this.rDivisor.resize(pixels));
    const s = spare(to, 2 * size);
    for (let at = 0; at < pixels; at += size) {
      dotOverPlanes(n, size, xs, x._offset + at * n, rs, r._offset + at * n, s, 0);
      smooth(this.kernel, false, h, w, s, 0, rt, at, s, size);
      for (let i = at; i < at + size; i++) rt[i] *= 2 * slope[i];
      for (let p = 0, j = at * n; p < n; p++) {
        for (let i = at; i < at + size; i++, j++) to[j] = (rs[r._offset + j] - ys[j] * rt[i]) / t[i];
      }
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
    const [x, g] = [(input as Tensor).contiguous(), (gradOutput as Tensor).contiguous()];
    const rgx = this.reuse(this.rGradInput).resizeAs(x);
    if (isZero(rGradOutput)) rgx.zero();
    else this.adjoint(x, (rGradOutput as Tensor).contiguous(), rgx, this.rGradDivisor, this.rGradSquares);
    if (!isZero(rInput)) this.addBend(x, (rInput as Tensor).contiguous(), g, rgx);
    return this.setRGradInput(rgx);
  }

  /** Adds to Rgx what Rx and Rt make of gy: all but the terms with Rgy. */
  private addBend(x: Tensor, r: Tensor, g: Tensor, rgx: Tensor): void {
    const [n, h, w, size, pixels] = this.sizes(x);
    const [xs, rs, gs, ry, to] = [x, r, g, this.rOutput as Tensor, rgx].map(vector);
    const [v, t, slope, gt, rt, back] = [
      this.variance,
      this.divisor,
      this.slope,
      this.gradDivisor,
      this.rDivisor,
      this.gradSquares,
    ].map(vector);
    const s = spare(to, 3 * size);
    for (let at = 0; at < pixels; at += size) {
      dotOverPlanes(n, size, gs, g._offset + at * n, ry, at * n, s, 0);
      for (let i = 0, j = at; i < size; i++, j++) {
        const curve = slope[j] === 0 ? 0 : (gt[j] * rt[j]) / (2 * v[j]);
        s[i] = (-slope[j] * (s[i] + gt[j] * rt[j])) / t[j] - curve;
      }
      smooth(this.kernel, true, h, w, s, 0, s, size, s, 2 * size);
      for (let p = 0, j = at * n; p < n; p++) {
        for (let i = 0, k = at; i < size; i++, j++, k++) {
          to[j] -= (gs[g._offset + j] * rt[k]) / (t[k] * t[k]);
          to[j] += 2 * (rs[r._offset + j] * back[k] + xs[x._offset + j] * s[size + i]);
        }
      }
    }
  }

  /** Planes, height, width, height × width, and the pixels of all images. */
  private sizes(x: Tensor): [number, number, number, number, number] {
    const [h, w] = this.coverage._size;
    return [this.nInputPlane, h, w, h * w, x.nElement() / this.nInputPlane];
  }
}
