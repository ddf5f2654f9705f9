/** @file L1Penalty: values worked out by hand, what the checker says of it, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, values } from './checking.js';

test('the penalty and its gradient, with and without that of what comes behind', () => {
  const x = torch.Tensor([2, 0, -3]);
  const g = torch.Tensor([10, 20, 30]);
  const cases: [boolean, boolean, number, number[], number[]][] = [
    [false, true, 2.5, [10.5, 20, 29.5], [10, 20, 30]],
    [false, false, 2.5, [0.5, 0, -0.5], [0, 0, 0]],
    [true, true, 2.5 / 3, [10 + 0.5 / 3, 20, 30 - 0.5 / 3], [10, 20, 30]],
  ];
  for (const [sizeAverage, provideOutput, loss, gx, rgx] of cases) {
    const module = nn.L1Penalty(0.5, sizeAverage, provideOutput);
    assert.is(module.forward(x), x);
    assert.ok(Math.abs(module.loss - loss) < 1e-15);
    assert.equal(values(module.backward(x, g)), gx);
    assert.equal(values(module.rForward(x, g)), values(g));
    assert.equal(values(module.rBackward(x, g, g, g)), rgx);
  }
});

test('that backward is not the gradient of y is all that the checker finds', () => {
  torch.manualSeed(1);
  const failed = checkModule(nn.L1Penalty(0.5), torch.randn(3, 4)).verdicts.filter(({ passed }) => !passed);
  assert.equal(
    failed.map(({ property }) => property),
    ['gradient', 'Taylor order of the scalar'],
  );
});

test('a weight is wanted', () => {
  const L1Penalty = nn.L1Penalty as unknown as () => unknown;
  fails(() => L1Penalty(), TypeError, 'L1Penalty: expected l1weight to be a number, got undefined');
});

test.run();
