/** @file PrintSize: what it prints, and that it is the identity. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { printed } from './checking.js';

test('forward and backward print sizes, of tensors and tables; R passes print nothing', () => {
  const x = torch.zeros(2, 3);
  const module = nn.PrintSize('here');
  assert.equal(
    printed(() => {
      module.forward(x);
      module.backward(x, x);
      module.rForward(x, x);
      module.rBackward(x, x, x, x);
    }),
    ['here:input\n(2 × 3)', 'here:gradOutput\n(2 × 3)'],
  );
  assert.equal(
    printed(() => nn.PrintSize().forward([x, torch.zeros(4)])),
    ['PrintSize:input\n{(2 × 3), (4)}'],
  );
  assert.is(module.output, x);
});

test('it passes every check', () => {
  torch.manualSeed(1);
  printed(() => {
    const report = checkModule(nn.PrintSize(), torch.randn(3, 4));
    assert.ok(report.passed, report.toString());
  });
});

test.run();
