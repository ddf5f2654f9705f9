/** @file GatedLinearUnit against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'along the last dimension': () => [nn.GatedLinearUnit(), torch.randn(3, 4)],
  'in the middle': () => [nn.GatedLinearUnit(1), torch.randn(2, 4, 3)],
  'a vector': () => [nn.GatedLinearUnit(0), torch.randn(6)],
  'a transposed matrix': () => [nn.GatedLinearUnit(0), torch.randn(3, 4).t()],
  'gates far open and shut': () => [nn.GatedLinearUnit(), torch.Tensor([[1, 2, -700, 700]])],
});

test('a gate at 0 lets half pass', () => {
  const module = nn.GatedLinearUnit();
  const x = torch.Tensor([6, 0]);
  const one = torch.Tensor([1]);
  const rx = torch.Tensor([2, 4]);
  assert.equal(values(module.forward(x)), [3]);
  assert.equal(values(module.backward(x, one)), [0.5, 1.5]);
  assert.equal(values(module.rForward(x, rx)), [2 * 0.5 + 6 * 0.25 * 4]);
  assert.equal(values(module.rBackward(x, rx, one, one)), [0.5 + 0.25 * 4, 1.5 + 0.25 * 2]);
});

test('an odd size is refused', () => {
  fails(
    () => nn.GatedLinearUnit().forward(torch.zeros(2, 3)),
    RangeError,
    'GatedLinearUnit.forward: expected input with an even size in dimension -1, got (2 × 3)',
  );
});

test.run();
