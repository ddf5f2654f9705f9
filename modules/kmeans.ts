/** @file The nearest of k learned centres. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { checkedBase, type IndexBase, torchIndexBase } from '../lib/nn/class-target.js';
import { Module } from '../lib/nn/module.js';
import { anyNumber, checkNumbers, count, type NumberRule, orNone } from '../lib/nn/numbers.js';
import { number, optional, type TorchFields, unsaved, whole } from '../lib/nn/torch-field.js';
import { generator, Tensor, vector } from '../lib/tensor/index.js';

const share: NumberRule = { words: 'within 0 <= p <= 1', holds: (p) => p >= 0 && p <= 1 };

/** Added to the number of samples of a centre before dividing by it, as in Torch. */
const EPSILON = 1e-7;

/**
 * Hard k-means, online. Of each sample xᵢ, kᵢ is the nearest centre, found in forward (of equally near ones the first); n the number of
 * samples of a centre; s = the module's scale, or that of the call.
 *   forward    yᵢ  = kᵢ;  loss = Σ ‖xᵢ − w(kᵢ)‖²
 *   backward   gx  = 0     gw(k)  −= s / n Σ (xᵢ − w(k)), over the samples of k: a step against it is a step of k-means
 *   rForward   Ry  = 0
 *   rBackward  Rgx = 0     Rgw(k) −= s / n Σ (Rxᵢ − Rw(k)), whatever gradOutput is
 * y says which, so nothing of it can be differentiated: gw is no gradient of y, and gradOutput is not read.
 * x: (N × dim); y: (N), counted from indexBase. Initial centres: uniform in ±1; initRandom and initKmeansPlus take them from samples.
 */
export class Kmeans extends Module {
  static override readonly torch: TorchFields = {
    k: whole(1),
    dim: whole(1),
    scale: optional(number()),
    indexBase: torchIndexBase,
    clusterSampleCount: unsaved((owner: Kmeans) => Tensor.zeros(owner._type, [owner.k])),
    loss: unsaved(() => 0),
    p: unsaved(),
  };

  k: number;
  dim: number;
  scale: number | undefined;
  indexBase: IndexBase;
  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;
  /** Of the last forward. */
  declare loss: number;
  declare private nearest: number[];

  /** @throws RangeError unless k and dim are whole numbers from 1 up. */
  constructor(k: number, dim: number, scale?: number, indexBase: IndexBase = 0) {
    super();
    checkNumbers('Kmeans', { k, dim }, count);
    checkNumbers('Kmeans', { scale }, orNone(anyNumber));
    this.k = k;
    this.dim = dim;
    this.scale = scale;
    this.indexBase = checkedBase(this.constructor.name, indexBase);
    this.makeParameter('weight', k, dim);
    this.reset();
  }

  /** Draws centres uniform in ±stdev. */
  reset(stdev: number = 1): this {
    checkNumbers('Kmeans.reset', { stdev });
    this.weight.uniform(-stdev, stdev);
    return this;
  }

  /** Takes samples drawn from `input`, with repetition, as centres. */
  initRandom(input: Tensor): this {
    const x = this.samples('initRandom', input);
    const drawn = Array.from({ length: this.k }, () => generator.random(x._size[0]) - 1);
    drawn.forEach((i, k) => {
      this.weight.select(0, k).copy(x.select(0, i));
    });
    return this;
  }

  /** The first centre is a sample, every further one a sample drawn from the share 1 − p that is farthest from all centres before. */
  initKmeansPlus(input: Tensor, p: number = 0.95): this {
    const x = this.samples('initKmeansPlus', input);
    checkNumbers('Kmeans.initKmeansPlus', { p }, share);
    const n = x._size[0];
    const count = Math.max(1, Math.ceil((1 - p) * n));
    const distances = new Array<number>(n).fill(Infinity);
    this.weight.select(0, 0).copy(x.select(0, generator.random(n) - 1));
    for (let k = 1; k < this.k; k++) {
      for (let i = 0; i < n; i++) distances[i] = Math.min(distances[i], this.squaredDistance(x, i, k - 1));
      const farthest = Array.from({ length: n }, (_, i) => i).sort((i, j) => distances[j] - distances[i]);
      this.weight.select(0, k).copy(x.select(0, farthest[generator.random(count) - 1]));
    }
    return this;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.loss = 0;
    this.nearest = [];
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.samples('forward', input);
    const y = (this.output as Tensor).resize(x._size[0]);
    this.loss = 0;
    this.nearest = Array.from({ length: x._size[0] }, (_, i) => {
      let [best, distance] = [0, Infinity];
      for (let k = 0; k < this.k; k++) {
        const d = this.squaredDistance(x, i, k);
        if (d < distance) [best, distance] = [k, d];
      }
      this.loss += distance;
      vector(y)[y._offset + i] = best + this.indexBase;
      return best;
    });
    return y;
  }

  /** gradOutput may be left out: it is not read. */
  override backward(input: Activation, gradOutput: Activation = this.output, scale: number = 1): Activation {
    return super.backward(input, gradOutput, scale);
  }

  override updateGradInput(input: Activation): Tensor {
    return (this.gradInput as Tensor).resizeAs(input as Tensor).zero();
  }

  override accGradParameters(input: Activation, _gradOutput: Activation, scale: number = 1): void {
    this.collect(input as Tensor, this.weight, this.gradWeight, this.scale ?? scale);
  }

  override updateROutput(): RActivation {
    return this.setROutput(undefined);
  }

  override updateRGradInput(): RActivation {
    return this.setRGradInput(undefined);
  }

  override accRGradParameters(
    _input: Activation,
    rInput: RActivation,
    _gradOutput: Activation,
    _rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    const rx = isZero(rInput) ? undefined : (rInput as Tensor);
    this.collect(rx, this.rWeight, this.rGradWeight, this.scale ?? scale);
  }

  /** gw(k) ← gw(k) − s / n Σ (xᵢ − w(k)). */
  private collect(x: Tensor | undefined, w: Tensor, gw: Tensor, scale: number): void {
    const counts = new Array<number>(this.k).fill(0);
    for (const k of this.nearest) counts[k]++;
    this.nearest.forEach((k, i) => {
      const factor = scale / (counts[k] + EPSILON);
      const row = gw.select(0, k).add(factor, w.select(0, k));
      if (x) row.add(-factor, x.select(0, i));
    });
  }

  private squaredDistance(x: Tensor, i: number, k: number): number {
    const [xs, ws] = [vector(x), vector(this.weight)];
    const [xo, wo] = [x._offset + i * this.dim, this.weight._offset + k * this.dim];
    let sum = 0;
    for (let j = 0; j < this.dim; j++) sum += (xs[xo + j] - ws[wo + j]) ** 2;
    return sum;
  }

  private samples(method: string, input: Activation): Tensor {
    const x = this.tensor(method, input).contiguous();
    if (x.dim() !== 2 || x._size[1] !== this.dim) throw this.wrongShape(method, `input (N × ${this.dim})`, x);
    if (method !== 'forward' && x._size[0] < this.k) throw this.wrongShape(method, `at least ${this.k} samples`, x);
    return x;
  }
}
