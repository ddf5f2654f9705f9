/** @file The elements under a mask. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { buffer, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Tensor, vector } from '../lib/tensor/index.js';

/**
 * Input: the table {x, m}, m a ByteTensor of as many elements.
 *   forward    y   = the elements of x where m is not 0, in row-major order
 *   backward   gx  = gy there, zero elsewhere; m gets zeros
 *   rForward   Ry  = those of Rx
 *   rBackward  Rgx = as gx, of Rgy
 * @throws RangeError when no element is chosen: there are no tensors of no elements with a gradient.
 */
export class MaskedSelect extends LinearMap {
  static override readonly torch: TorchFields = {
    _maskIndices: unsaved(() => Tensor.zeros('Long', [])),
    _maskIndexBuffer: unsaved(() => Tensor.zeros('Long', [])),
    _maskIndexBufferCPU: unsaved(() => Tensor.zeros('Float', [])),
    _gradBuffer: buffer,
    _gradMask: unsaved(() => Tensor.zeros('Byte', [])),
  };

  protected override map(input: Activation, x: RActivation, last: RActivation): RActivation {
    const [, mask] = this.operands(input);
    const from = entry(x, 0) as Tensor | undefined;
    if (!from) return undefined;
    const source = from.contiguous();
    const y = this.reuse(last).resize(chosen(mask));
    const [xs, ys] = [vector(source), vector(y)];
    eachChosen(mask, (k, i) => {
      ys[y._offset + k] = xs[source._offset + i];
    });
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): RActivation {
    const [x, mask] = input as [Tensor, Tensor];
    const from = (g as Tensor).contiguous();
    const gx = this.reuse(entry(last, 0)).resizeAs(x).zero();
    const [gs, to] = [vector(from), vector(gx)];
    eachChosen(mask, (k, i) => {
      to[gx._offset + i] = gs[from._offset + k];
    });
    return [gx, this.reuse(entry(last, 1)).resize(mask._size).zero()];
  }

  private operands(input: Activation): [Tensor, Tensor] {
    const [x, mask] = Array.isArray(input) ? input : [];
    if (!(x instanceof Tensor && mask instanceof Tensor) || mask.elementType.name !== 'Byte') {
      throw new TypeError(`${this.describe()}.forward: expected {x, a ByteTensor}, got ${shapeOf(input)}`);
    }
    if (x.nElement() !== mask.nElement() || chosen(mask) === 0) {
      throw this.wrongShape('forward', 'x and a mask of as many elements, not all 0', input);
    }
    return [this.tensor('forward', x), mask];
  }
}

function chosen(mask: Tensor): number {
  let count = 0;
  eachChosen(mask, () => count++);
  return count;
}

/** The k-th element under the mask, and its place in row-major order. */
function eachChosen(mask: Tensor, visit: (k: number, i: number) => void): void {
  const m = mask.contiguous();
  const n = m.nElement();
  for (let i = 0, k = 0; i < n; i++) if (m._storage.data[m._offset + i] !== 0) visit(k++, i);
}
