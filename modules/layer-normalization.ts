/** @file Rows of mean 0 and variance 1, with a learned gain and bias. */

import { checkNumbers, count } from '../lib/nn/numbers.js';
import { Add } from './add.js';
import { CMul } from './c-mul.js';
import { CSubTable } from './c-sub-table.js';
import { ConcatTable } from './concat-table.js';
import { Identity } from './identity.js';
import { Mean } from './mean.js';
import { MulConstant } from './mul-constant.js';
import { Normalize } from './normalize.js';
import { Replicate } from './replicate.js';
import { Sequential } from './sequential.js';

/**
 * y = w ∘ √n (x − x̄) / √(‖x − x̄‖² + ε) + b of each row: x less its mean, normalised, and with `affine` (the default) a gain w, at first 1, and
 * a bias b, at first `bias`. n = nOutput. Made, as Torch's is, of other modules (the mean is repeated along rows here; Torch repeats it
 * along the batch, which is right for one row only). x: (N × n) or (n). (Ba, Kiros, Hinton 2016, section 3.)
 */
export class LayerNormalization extends Sequential {
  constructor(nOutput: number, bias: number = 0, eps: number = 1e-10, affine: boolean = true) {
    super();
    checkNumbers(this.constructor.name, { nOutput }, count);
    checkNumbers(this.constructor.name, { bias, eps });
    const mean = new Sequential().add(new Mean(0, 1)).add(new Replicate(nOutput, 1));
    this.add(new ConcatTable().add(new Identity()).add(mean));
    this.add(new CSubTable())
      .add(new Normalize(2, eps))
      .add(new MulConstant(Math.sqrt(nOutput)));
    if (!affine) return;
    const [gain, shift] = [new CMul(nOutput), new Add(nOutput)];
    gain.weight.fill(1);
    shift.bias?.fill(bias);
    this.add(gain).add(shift);
  }
}
