/** @file Convolution of sequences, each feature by itself. */
import { kernels } from '../lib/kernels/index.js';
import { Affine } from '../lib/nn/affine.js';
import { collectBias, spreadBias } from '../lib/nn/axis.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { flag, optional, type TorchFields, tensor, unsaved, whole } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * y(i, c) = b(c) + Σ w(c, k) x(dW i + k, c). With x_ck the frames of feature c that w(c, k) meets,
 *   B(w, x): y_c += w(c, k) x_ck        Bx(w, g): gx_ck += w(c, k) g_c        Bw(x, g): gw(c, k) += g_cᵀ x_ck
 * x: (T × inputFrameSize) or (N × T × inputFrameSize), or with `featFirst` features before frames; y likewise, with ⌊(T − kW) / dW⌋ + 1 frames.
 * Initial values: uniform in ±1/√(kW × inputFrameSize), as Torch's, though kW numbers make one of the output.
 */
export class TemporalRowConvolution extends Affine {
  static override readonly torch: TorchFields = {
    inputFrameSize: whole(1),
    kW: whole(1),
    dW: whole(1),
    featFirst: optional(flag, false),
    weight: tensor((owner: TemporalRowConvolution) => [owner.inputFrameSize, 1, owner.kW]),
    bias: optional(tensor((owner: TemporalRowConvolution) => [owner.inputFrameSize])),
    finput: unsaved(),
    fgradInput: unsaved(),
  };

  inputFrameSize: number;
  kW: number;
  dW: number;
  featFirst: boolean;

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputFrameSize: number, kW: number, dW: number = 1, featFirst: boolean = false) {
    super();
    checkSizes(this.constructor.name, [inputFrameSize, kW, dW]);
    [this.inputFrameSize, this.kW, this.dW, this.featFirst] = [inputFrameSize, kW, dW, featFirst];
    this.makeParameter('weight', inputFrameSize, 1, kW);
    this.makeParameter('bias', inputFrameSize);
    this.reset();
  }

  protected override fanIn(): number {
    return this.weight.nElement();
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const { inputFrameSize: n, kW, dW, featFirst } = this;
    const ordered = <T>(frames: T, features: T): T[] => (featFirst ? [features, frames] : [frames, features]);
    const frames = this.framesOf(x);
    if ((x.dim() !== 2 && x.dim() !== 3) || x._size[x.dim() - (featFirst ? 2 : 1)] !== n) {
      const one = ordered<string | number>('T', n).join(' × ');
      throw this.wrongShape('forward', `input (N × ${one}) or (${one})`, x);
    }
    const output = ordered(Math.floor((frames - kW) / dW) + 1, n);
    if (frames < kW)
      throw this.wrongShape('forward', `input large enough for an output, here (${output.join(' × ')})`, x);
    y.resize([...x._size.slice(0, -2), ...output]);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    const from = x.contiguous();
    const [ws, xs, ys] = [vector(w), vector(from), vector(y)];
    if (!accumulate) y.zero();
    this.eachElement(x, y, (wi, xi, yi, places, dx, dy) => {
      kernels.axpy(places, ws[w._offset + wi], xs, from._offset + xi, dx, ys, y._offset + yi, dy);
    });
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    const from = g.contiguous();
    const [ws, gs, to] = [vector(w), vector(from), vector(gx)];
    if (!accumulate) gx.zero();
    this.eachElement(gx, g, (wi, xi, yi, places, dx, dy) => {
      kernels.axpy(places, ws[w._offset + wi], gs, from._offset + yi, dy, to, gx._offset + xi, dx);
    });
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const [from, back] = [x.contiguous(), g.contiguous()];
    const [xs, gs, to] = [vector(from), vector(back), vector(gw)];
    this.eachElement(x, g, (wi, xi, yi, places, dx, dy) => {
      to[gw._offset + wi] += scale * kernels.dot(places, xs, from._offset + xi, dx, gs, back._offset + yi, dy);
    });
  }

  protected override spreadBias(b: Tensor, y: Tensor): void {
    spreadBias(b, y, this.featFirst ? this.framesOf(y) : 1);
  }

  protected override collectBias(g: Tensor, gb: Tensor, scale: number): void {
    collectBias(g, gb, scale, this.featFirst ? this.framesOf(g) : 1);
  }

  private framesOf(x: Tensor): number {
    return x._size[x.dim() - (this.featFirst ? 1 : 2)];
  }

  /** Every element of w, in every sequence: where it is, and where in x and y, contiguous, its frames begin and how far apart they are. */
  private eachElement(
    x: Tensor,
    y: Tensor,
    visit: (wi: number, xi: number, yi: number, places: number, dx: number, dy: number) => void,
  ): void {
    const { inputFrameSize: n, kW, dW, featFirst } = this;
    const [frames, places] = [this.framesOf(x), this.framesOf(y)];
    const step = featFirst ? 1 : n;
    const sequences = x.nElement() / (frames * n);
    for (let i = 0; i < sequences; i++) {
      for (let c = 0; c < n; c++) {
        const xi = i * frames * n + c * (featFirst ? frames : 1);
        const yi = i * places * n + c * (featFirst ? places : 1);
        for (let k = 0; k < kW; k++) visit(c * kW + k, xi + k * step, yi, places, dW * step, step);
      }
    }
  }

  override toString(): string {
    const moves = this.dW === 1 ? '' : `, ${this.dW}`;
    return `${super.toString()}(${this.inputFrameSize}, ${this.kW}${moves})${this.bias ? '' : ' without bias'}`;
  }
}
