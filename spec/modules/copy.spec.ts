/** @file Copy against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'one type': () => [nn.Copy(), torch.randn(3, 4)],
  'one type, forced': () => [nn.Copy(undefined, undefined, true), torch.randn(3, 4)],
});

test('forwards in one type, backwards in the other', () => {
  const module = nn.Copy('torch.DoubleTensor', 'torch.FloatTensor');
  const x = torch.Tensor([1, 2]);
  const y = module.forward(x) as Tensor;
  assert.equal([y.type(), ...values(y)], ['torch.FloatTensor', 1, 2]);
  const gx = module.backward(x, y) as Tensor;
  assert.equal([gx.type(), ...values(gx)], ['torch.DoubleTensor', 1, 2]);
  assert.is((module.rForward(x, x) as Tensor).type(), 'torch.FloatTensor');
  assert.is((module.rBackward(x, x, y, y) as Tensor).type(), 'torch.DoubleTensor');
});

test('a change of type changes both, unless it may not', () => {
  assert.is((nn.Copy().float().forward(torch.FloatTensor(2)) as Tensor).type(), 'torch.FloatTensor');
  const fixed = nn.Copy('torch.DoubleTensor', 'torch.FloatTensor', false, true).float();
  assert.is((fixed.forward(torch.Tensor(2)) as Tensor).type(), 'torch.FloatTensor');
});

test('another type is refused', () => {
  fails(
    () => nn.Copy().forward(torch.FloatTensor(2)),
    TypeError,
    'Copy.forward: expected a DoubleTensor, got FloatTensor(2)',
  );
  fails(() => nn.Copy().forward([]), TypeError, 'Copy.forward: expected a DoubleTensor, got {}');
});

test.run();
