/** @file Images less the weighted mean around each pixel. */
import { kernels } from '../lib/kernels/index.js';
import type { Activation, RActivation } from '../lib/nn/activation.js';
import type { Affine } from '../lib/nn/affine.js';
import { spreadBias } from '../lib/nn/axis.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import type { Module } from '../lib/nn/module.js';
import {
  checkedKernel,
  coverageOf,
  hasPlanes,
  kernelField,
  smooth,
  spare,
  sumOverPlanes,
  windowOf,
} from '../lib/nn/smoothing.js';
import { oneToOne } from '../lib/nn/tables.js';
import { instance, type TorchFields, unsaved, whole } from '../lib/nn/torch-field.js';
import { Tensor, vector } from '../lib/tensor/index.js';
import { CDivTable } from './c-div-table.js';
import { CSubTable } from './c-sub-table.js';
import { Replicate } from './replicate.js';
import { Sequential } from './sequential.js';
import { SpatialConvolution } from './spatial-convolution.js';
import { SpatialConvolutionMap } from './spatial-convolution-map.js';
import { SpatialZeroPadding } from './spatial-zero-padding.js';

/** Torch's fields of a module that has weighted means of neighbours. */
export const estimatorFields: TorchFields = {
  nInputPlane: whole(1),
  kernel: kernelField,
  meanestimator: instance(Sequential, 'a Sequential'),
  divider: instance(CDivTable, 'a CDivTable'),
  coef: unsaved((owner) => Tensor.zeros(owner._type, [1, 1, 1]).fill(1)),
  ones: unsaved(),
};

/**
 * M x(i, j) = Σ κ(k, l) x(p, i + k, j + l) over all planes p and the places of the kernel around (i, j), zeros outside of the image; c = M 1.
 *   forward    y   = x − M x / c
 *   backward   gx  = gy − Mᵀ (Σ gy / c),      Σ over the planes
 *   rForward   Ry  = Rx − M Rx / c
 *   rBackward  Rgx = Rgy − Mᵀ (Σ Rgy / c)
 * κ is the kernel over its sum and nInputPlane: 9 × 9 ones by default; one of one dimension goes along rows and then along columns. Its sizes
 * are odd. x: (nInputPlane × H × W) or (N × nInputPlane × H × W).
 */
export class SpatialSubtractiveNormalization extends LinearMap {
  static override readonly torch: TorchFields = {
    ...estimatorFields,
    subtractor: instance(CSubTable, 'a CSubTable'),
    localsums: unsaved(),
    adjustedsums: unsaved(),
  };

  nInputPlane: number;
  kernel: Tensor;
  /** What Torch computes with, for its files. */
  meanestimator: Sequential;
  subtractor: CSubTable = new CSubTable();
  divider: CDivTable = new CDivTable();
  /** c */
  declare private coverage: Tensor;

  /** @throws RangeError unless nInputPlane is a whole number from 1 up and the kernel has one or two dimensions, of odd sizes. */
  constructor(nInputPlane: number = 1, kernel?: Tensor) {
    super();
    this.kernel = checkedKernel(this.constructor.name, nInputPlane, kernel, nInputPlane, this.buffer());
    this.nInputPlane = nInputPlane;
    this.meanestimator = meanEstimator(nInputPlane, this.kernel);
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.coverage = this.buffer();
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input);
    if (!hasPlanes(x, this.nInputPlane)) {
      const one = `${this.nInputPlane} × H × W`;
      throw this.wrongShape('forward', `input (${one}) or (N × ${one})`, x);
    }
    coverageOf(this.kernel, this.nInputPlane, x, this.coverage);
    return super.updateOutput(x);
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    return this.subtract(x as Tensor, last, false);
  }

  protected override adjoint(_input: Activation, g: RActivation, last: RActivation): Tensor {
    return this.subtract(g as Tensor, last, true);
  }

  /** y ← x − M x / c, or its adjoint. */
  private subtract(x: Tensor, last: RActivation, adjoint: boolean): Tensor {
    const from = x.contiguous();
    const y = this.reuse(last).resizeAs(from).copy(from);
    const [h, w] = this.coverage._size;
    const n = h * w;
    const [xs, ys, c] = [from, y, this.coverage].map(vector);
    const s = spare(ys, 3 * n);
    for (let at = 0; at < from.nElement(); at += this.nInputPlane * n) {
      sumOverPlanes(this.nInputPlane, n, xs, from._offset + at, s, 0);
      if (adjoint) for (let i = 0; i < n; i++) s[i] /= c[i];
      smooth(this.kernel, adjoint, h, w, s, 0, s, n, s, 2 * n);
      if (!adjoint) for (let i = 0; i < n; i++) s[n + i] /= c[i];
      for (let p = 0; p < this.nInputPlane; p++) kernels.axpy(n, -1, s, n, 1, ys, at + p * n, 1);
    }
    return y;
  }
}

/** Torch's modules that compute M, with `before` in front. */
export function meanEstimator(nInputPlane: number, kernel: Tensor, ...before: Module[]): Sequential {
  const [kH, kW] = windowOf(kernel);
  const [padH, padW] = [(kH - 1) / 2, (kW - 1) / 2];
  const estimator = new Sequential();
  for (const module of before) estimator.add(module);
  estimator.add(new SpatialZeroPadding(padW, padW, padH, padH));
  for (const convolution of weighing(nInputPlane, kernel)) estimator.add(convolution);
  return estimator.add(new Replicate(nInputPlane, 0, 3));
}

/** What has the kernel for its windows, in all planes: one convolution, or one along each axis where the kernel has one dimension. */
function weighing(nInputPlane: number, kernel: Tensor): Affine[] {
  const [kH, kW] = windowOf(kernel);
  const all =
    kernel.dim() === 2
      ? [new SpatialConvolution(nInputPlane, 1, kW, kH)]
      : [new SpatialConvolutionMap(oneToOne(nInputPlane), kW, 1), new SpatialConvolution(nInputPlane, 1, 1, kH)];
  for (const { weight, bias } of all) {
    spreadBias(kernel, weight);
    bias?.zero();
  }
  return all;
}
