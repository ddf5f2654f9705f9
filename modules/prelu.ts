/** @file The identity above 0, a learned slope below. */
import { cases, type Vector } from '../lib/kernels/index.js';
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers, from } from '../lib/nn/numbers.js';
import { type TorchFields, tensor, unsaved, whole } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * w: one slope for all (no nOutputPlane), or one for each plane; [·] is 1 where true, else 0; sums go over what shares a slope; s = scale.
 *   forward    y   = [x > 0] x + [x ≤ 0] w x
 *   backward   gx  = [x > 0] gy + [x ≤ 0] w gy                    gw  += s Σ [x ≤ 0] x gy
 *   rForward   Ry  = [x > 0] Rx + [x ≤ 0] (w Rx + Rw x)
 *   rBackward  Rgx = [x > 0] Rgy + [x ≤ 0] (w Rgy + Rw gy)        Rgw += s Σ [x ≤ 0] (Rx gy + x Rgy)
 * x: any shape; with nOutputPlane (planes) or (N × planes × …). Initial slopes: 0.25. (He et al. 2015.)
 */
export class PReLU extends Module {
  static override readonly torch: TorchFields = {
    nOutputPlane: whole(0),
    weight: tensor((owner: PReLU) => [owner.nOutputPlane || 1]),
    gradWeightBuf: unsaved(),
    gradWeightBuf2: unsaved(),
  };

  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;
  /** 0 where one slope serves all. */
  nOutputPlane: number;

  constructor(nOutputPlane: number = 0) {
    super();
    checkNumbers(this.constructor.name, { nOutputPlane }, from(0));
    this.nOutputPlane = nOutputPlane;
    this.makeParameter('weight', nOutputPlane || 1);
    this.weight.fill(0.25);
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input);
    const planes = this.nOutputPlane;
    if (planes > 0 && x._size[Number(x.dim() > 1)] !== planes) {
      throw this.wrongShape('forward', `input (${planes}) or (N × ${planes} × …)`, x);
    }
    return this.scaled(x, this.weight, 1, x, this.output as Tensor, false);
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    return this.scaled(input as Tensor, this.weight, 1, gradOutput as Tensor, this.gradInput as Tensor, false);
  }

  override accGradParameters(input: Activation, gradOutput: Activation, scale: number = 1): void {
    this.collect(input as Tensor, input as Tensor, gradOutput as Tensor, this.gradWeight, scale);
  }

  override updateROutput(input: Activation, rInput: RActivation): Tensor {
    return this.rScaled(input as Tensor, input as Tensor, rInput, this.reuse(this.rOutput), 'rOutput');
  }

  override updateRGradInput(
    input: Activation,
    _rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): Tensor {
    const to = this.reuse(this.rGradInput);
    return this.rScaled(input as Tensor, gradOutput as Tensor, rGradOutput, to, 'rGradInput');
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    const [x, gy] = [input as Tensor, gradOutput as Tensor];
    if (!isZero(rInput)) this.collect(x, rInput as Tensor, gy, this.rGradWeight, scale);
    if (!isZero(rGradOutput)) this.collect(x, x, rGradOutput as Tensor, this.rGradWeight, scale);
  }

  /** R of what `scaled` makes of a: [x ≤ 0] Rw a, and where Ra is not zero [x > 0] Ra + [x ≤ 0] w Ra. */
  private rScaled(x: Tensor, a: Tensor, ra: RActivation, to: Tensor, name: 'rOutput' | 'rGradInput'): Tensor {
    this.scaled(x, this.rWeight, 0, a, to, false);
    if (!isZero(ra)) this.scaled(x, this.weight, 1, ra as Tensor, to, true);
    this[name] = to;
    return to;
  }

  /** to ← [x > 0] above a + [x ≤ 0] w a, or added to it. */
  private scaled(x: Tensor, w: Tensor, above: number, a: Tensor, to: Tensor, accumulate: boolean): Tensor {
    const [point, from] = [x.contiguous(), a.contiguous()];
    const [xs, as, ws, ys] = [vector(point), vector(from), vector(w), vector(to.resizeAs(x))];
    const [xo, ao, yo] = [point._offset, from._offset, to._offset];
    this.eachRun(x, (plane, first, end) => {
      const slope = ws[w._offset + plane];
      scaleRun(end - first, above, slope, xs, xo + first, as, ao + first, ys, yo + first, accumulate);
    });
    return to;
  }

  /** gw ← gw + s Σ [x ≤ 0] a g. */
  private collect(x: Tensor, a: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const [point, left, right] = [x, a, g].map((t) => t.contiguous());
    const [xs, as, gs, ws] = [vector(point), vector(left), vector(right), vector(gw)];
    const [xo, ao, go] = [point._offset, left._offset, right._offset];
    this.eachRun(x, (plane, first, end) => {
      ws[gw._offset + plane] += scale * dotRun(end - first, xs, xo + first, as, ao + first, gs, go + first);
    });
  }

  /** Every run of elements that share a slope: its plane, its first element and the one behind its last. */
  private eachRun(x: Tensor, visit: (plane: number, first: number, end: number) => void): void {
    const n = x.nElement();
    const planes = this.nOutputPlane || 1;
    const batch = this.nOutputPlane > 0 && x.dim() > 1 ? x._size[0] : 1;
    const length = n / (batch * planes);
    for (let run = 0; run < batch * planes; run++) visit(run % planes, run * length, (run + 1) * length);
  }
}

/** y ← [x > 0] above a + [x ≤ 0] slope a, or added to it. In the closure that calls it the loop would take twice as long. */
// biome-ignore format: an array and where it begins, side by side
function scaleRun(
  n: number, above: number, slope: number, x: Vector, xo: number, a: Vector, ao: number, y: Vector, yo: number, accumulate: boolean,
): void {
  cases[0] = slope;
  cases[1] = above;
  for (let i = 0; i < n; i++) {
    const v = cases[+(x[xo + i] > 0)] * a[ao + i];
    y[yo + i] = accumulate ? y[yo + i] + v : v;
  }
}

/** Σ [x ≤ 0] a g. */
function dotRun(n: number, x: Vector, xo: number, a: Vector, ao: number, g: Vector, go: number): number {
  let sum = 0;
  cases[0] = 0;
  for (let i = 0; i < n; i++) {
    cases[1] = a[ao + i] * g[go + i];
    sum += cases[+(x[xo + i] <= 0)];
  }
  return sum;
}
