/** @file GradientReversal: values worked out by hand, against R of the reversed pass, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, values } from './checking.js';

test('forward passes go through, backward passes turn around', () => {
  const module = nn.GradientReversal(0.5);
  const x = torch.Tensor([1, 2]);
  const r = torch.Tensor([4, -8]);
  assert.equal(values(module.forward(x)), [1, 2]);
  assert.equal(values(module.backward(x, r)), [-2, 4]);
  assert.equal(values(module.rForward(x, r)), [4, -8]);
  assert.equal(values(module.rBackward(x, r, r, r)), [-2, 4]);
  assert.equal(values(module.setLambda(-1).backward(x, r)), [4, -8]);
});

test('with λ = −1 it is the identity, which passes every check; with λ = 1 backward is no gradient, and the checker says so', () => {
  torch.manualSeed(1);
  const identity = checkModule(nn.GradientReversal(-1), torch.randn(3, 4));
  assert.ok(identity.passed, identity.toString());
  const reversed = checkModule(nn.GradientReversal(), torch.randn(3, 4));
  assert.not.ok(reversed.passed);
  assert.match(reversed.toString(), /gradInput/);
});

test('a table is refused', () => {
  fails(
    () => nn.GradientReversal().forward([]),
    TypeError,
    'GradientReversal.forward: expected input to be one tensor, got {}',
  );
});

test.run();
