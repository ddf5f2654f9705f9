/** @file Mean squared error from the corners of a simplex, one for each class. */
import { checkedBase, checkLabels, classAt, type IndexBase, torchIndexBase } from '../lib/nn/class-target.js';
import type { Target } from '../lib/nn/criterion.js';
import { checkNumbers, from } from '../lib/nn/numbers.js';
import { type TorchFields, tensor, unsaved, whole } from '../lib/nn/torch-field.js';
import { Tensor, torch } from '../lib/tensor/index.js';
import { MSECriterion } from './mse-criterion.js';

/**
 * MSECriterion with the rows S(tᵢ) as targets (Mroueh et al. 2012; Torch cites arXiv 1506.08230). x: (N × n) or (n); t: N labels, or a
 * number for one row; S: (n × n), the corners of a regular simplex around 0, of length 1, ⟨Sᵢ, Sⱼ⟩ = −1/(n − 1), last column 0.
 */
export class ClassSimplexCriterion extends MSECriterion {
  static override readonly torch: TorchFields = {
    nClasses: whole(2),
    simplex: tensor(({ nClasses }: ClassSimplexCriterion) => [nClasses, nClasses]),
    indexBase: torchIndexBase,
    _target: unsaved(({ _type, nClasses }: ClassSimplexCriterion) => Tensor.zeros(_type, [nClasses])),
  };

  nClasses: number;
  simplex: Tensor;
  indexBase: IndexBase;
  declare private corners: Tensor;

  constructor(nClasses: number, indexBase: IndexBase = 0) {
    super();
    checkNumbers(this.constructor.name, { nClasses }, from(2));
    this.nClasses = nClasses;
    this.simplex = cornersOf(nClasses);
    this.indexBase = checkedBase(this.constructor.name, indexBase);
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.corners = this.buffer();
  }

  protected override targetLike(x: Tensor, target: Target): Tensor {
    const n = this.nClasses;
    if (x.dim() < 1 || x.dim() > 2 || x._size[x.dim() - 1] !== n) {
      throw this.wrongShape('forward', `input (N × ${n}) or (${n})`, x);
    }
    const who = `${this.describe()}.forward`;
    const rows = x.nElement() / n;
    checkLabels(who, target, rows);
    const corners = this.corners.resize(rows, n);
    for (let i = 0; i < rows; i++) {
      corners.select(0, i).copy(this.simplex.select(0, classAt(who, target, i, n, this.indexBase)));
    }
    return corners;
  }

  /** x Sᵀ: how near each row is to each corner. */
  getPredictions(input: Tensor): Tensor {
    return torch.mm(input.dim() === 1 ? input.view(1, -1) : input, this.simplex.t());
  }

  /** The label of the nearest corner of each row, (N). */
  getTopPrediction(input: Tensor): Tensor {
    return this.getPredictions(input).max(1)[1].view(-1).add(this.indexBase);
  }
}

/** Corner k has what its length lacks in column k; those after it have there what makes their product with it −1/(n − 1). */
function cornersOf(n: number): Tensor {
  const corners = torch.zeros(n, n);
  let rest = 1;
  for (let k = 0; k < n - 1; k++) {
    const own = Math.sqrt(rest);
    const others = (rest - 1 - 1 / (n - 1)) / own;
    corners.set(k, k, own);
    for (let i = k + 1; i < n; i++) corners.set(i, k, others);
    rest -= others * others;
  }
  return corners;
}
