/** @file What tensors do without a typed array being made: the steps of training. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { gemm, gemv, torch } from '../../../lib/tensor/index.js';
import { arraysMade } from '../../arrays-made.js';

test('contiguous operands of one type are worked on where they are: nothing is allocated', () => {
  const flat = torch.ones(400);
  const [x, y, z] = [0, 100, 200].map((at) => flat.narrow(0, at, 100).view(10, 10));
  const v = flat.narrow(0, 300, 10);
  const w = flat.narrow(0, 320, 10);
  const work: Record<string, () => unknown> = {
    copy: () => x.copy(y),
    'copy of a whole storage': () => flat.copy(flat),
    resize: () => x.resize(5, 4).resize(10, 10),
    resizeAs: () => x.resizeAs(y),
    narrow: () => x.narrow(0, 1, 2),
    select: () => x.select(1, 2),
    view: () => x.view(-1),
    't and transpose': () => x.t().transpose(0, 1),
    'expand, squeeze, unsqueeze': () => v.view(1, 10).expand(10, 10).squeeze().unsqueeze(0),
    set: () => z.set(z.storage(), 200, [10, 10]),
    add: () => x.add(y).add(2).add(0.5, y).add(y, z).add(y, 3).add(y, 3, z),
    csub: () => x.csub(y),
    mul: () => x.mul(2).mul(y, 2).div(2),
    cmul: () => x.cmul(y).cmul(y, z).cdiv(y),
    addcmul: () => x.addcmul(y, z).addcmul(0.1, y, z).addcmul(y, 0.1, z, z).addcdiv(y, z),
    'zero, fill, clamp, pow, exp, sqrt': () => x.zero().fill(2).clamp(0, 3).pow(2).exp().sqrt(y),
    'dot, sum, norm, max': () => [x.dot(y), x.sum(), x.norm(), x.max(), v.dot(x.select(1, 0))],
    gemm: () => gemm(false, true, 1, y, z, 0, x),
    gemv: () => gemv(true, 1, x, v, 1, w),
    products: () => x.mm(y, z).addmm(y, z).addr(v, w) && w.mv(y, v).addmv(y, v),
    get: () => x.set(0, 0, x.get(1, 1)),
  };
  assert.ok(arraysMade(() => x.clone()) > 0, 'the count counts');
  for (const [name, run] of Object.entries(work)) {
    run(); // kernels make what they keep at the first call
    assert.is(arraysMade(run), 0, name);
  }
});

test.run();
