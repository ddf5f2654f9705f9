/** @file DifferenceCriterion: h of a − b, its gradient and its Hessian make both of {a, b}. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DifferenceCriterion } from '../../../lib/nn/difference-criterion.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { gives, passesEveryCheck } from '../../criteria/checking.js';

/** Σ z⁴ / 4. */
class Quartic extends DifferenceCriterion {
  protected override loss(z: Tensor): number {
    return z.norm(4) ** 4 / 4;
  }

  protected override gradient(z: Tensor, _target: unknown, gz: Tensor): void {
    gz.pow(z, 3);
  }

  protected override hessian(z: Tensor, rz: Tensor, rgz: Tensor): void {
    rgz.cmul(z, z).mul(3).cmul(rz);
  }
}

passesEveryCheck({
  'a smooth h': () => [new Quartic(), [torch.randn(3, 2), torch.randn(3, 2)], undefined],
});

test('what one of the two lacks of a direction is zero', () => {
  const x = [torch.Tensor([3, 1]), torch.Tensor([1, 2])];
  const [ra, rb] = [torch.Tensor([1, 0]), torch.Tensor([0, 2])];
  const quartic = new Quartic();
  const gx = [8, -1, -8, 1];
  gives(quartic, x, [ra, rb], undefined, { loss: 17 / 4, gx, rLoss: 10, rgx: [12, -6, -12, 6] });
  assert.is(quartic.rForward(x, [ra, undefined] as unknown as Tensor[]), 8);
  assert.is(quartic.rForward(x, [undefined, rb] as unknown as Tensor[]), 2);
  assert.is(quartic.updateRGradInput(x, [undefined, undefined], undefined), undefined);
});

test('sums of absolute values have no Hessian to compute', () => {
  const x = [torch.Tensor([3]), torch.Tensor([1])];
  const criterion = nn.L1HingeEmbeddingCriterion();
  criterion.forward(x, 1);
  assert.is(criterion.updateRGradInput(x, x, 1), undefined);
});

test.run();
