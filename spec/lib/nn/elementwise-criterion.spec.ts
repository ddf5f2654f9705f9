/** @file ElementwiseCriterion: a loss is three functions, and two where the third is zero. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkCriterion } from '../../../lib/check/index.js';
import { nn } from '../../../lib/nn.js';
import { torch } from '../../../lib/tensor/index.js';
import { gives, passesEveryCheck } from '../../criteria/checking.js';

/** log cosh(x − t). */
class LogCosh extends nn.ElementwiseCriterion {
  protected override e(x: number, t: number): number {
    return Math.log(Math.cosh(x - t));
  }

  protected override de(x: number, t: number): number {
    return Math.tanh(x - t);
  }

  protected override dde(x: number, t: number): number {
    return 1 / Math.cosh(x - t) ** 2;
  }
}

/** −x t. */
class Score extends nn.ElementwiseCriterion {
  protected override e(x: number, t: number): number {
    return -x * t;
  }

  protected override de(_x: number, t: number): number {
    return -t;
  }
}

passesEveryCheck({
  'a smooth loss': () => [new LogCosh(), torch.randn(3, 4), torch.randn(3, 4)],
  'its sum': () => [new LogCosh(false), torch.randn(4, 3).t(), torch.randn(3, 4)],
  'a linear one': () => [new Score(), torch.randn(3, 4), torch.randn(3, 4)],
});

test('without e″ the Hessian is a structural zero', () => {
  const [x, t] = [torch.Tensor([2, 3]), torch.Tensor([5, 1])];
  const score = new Score(false);
  gives(score, x, torch.Tensor([1, 10]), t, { loss: -13, gx: [-5, -1], rLoss: -15, rgx: [0, 0] });
  assert.is(score.updateRGradInput(x, x, t), undefined);
});

test('a wrong e″ is found', () => {
  class Wrong extends LogCosh {
    protected override dde(x: number, t: number): number {
      return 1.01 * super.dde(x, t);
    }
  }
  const report = checkCriterion(new Wrong(), torch.randn(3), torch.randn(3));
  assert.match(report.toString(), /FAIL Hessian/);
});

test.run();
