/** @file Convert against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'another order': () => [nn.Convert('bchw', 'chwb'), torch.randn(2, 3, 2, 2)],
  'another order, one sample': () => [nn.Convert('chw', 'hwc'), torch.randn(3, 2, 2)],
  'all of a sample in one': () => [nn.Convert('bchw', 'bf'), torch.randn(2, 3, 2, 2)],
  'all of one sample in one': () => [nn.Convert('chw', 'f'), torch.randn(3, 2, 2)],
  'the batch from behind': () => [nn.Convert('chwb', 'bf'), torch.randn(3, 2, 2, 2)],
  'first of a sequence': () => [nn.Convert('bt', 'b'), torch.randn(2, 3)],
  nothing: () => [nn.Convert(), torch.randn(2, 3)],
});

test('orders of letters, forwards and back', () => {
  const module = nn.Convert('bchw', 'chwb');
  const x = torch.randn(2, 3, 4, 5);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [3, 4, 5, 2]);
  assert.equal(y.get(1, 2, 3, 1), x.get(1, 1, 2, 3));
  assert.equal(values(module.backward(x, y)), values(x));
  assert.equal((nn.Convert('chw', 'f').forward(torch.zeros(3, 5, 5)) as Tensor).size(), [75]);
  assert.equal((nn.Convert('b', 'bf').forward(torch.zeros(3)) as Tensor).size(), [3, 1]);
  assert.equal((nn.Convert('fb', 'bf').forward(torch.zeros(3, 2)) as Tensor).size(), [2, 3]);
});

test('an input of another type is converted, and its gradient back', () => {
  const module = nn.Convert('bchw', 'bf').float();
  const x = torch.randn(2, 3, 2, 2);
  const y = module.forward(x) as Tensor;
  assert.is(y.type(), 'torch.FloatTensor');
  const gx = module.backward(x, y) as Tensor;
  assert.is(gx.type(), 'torch.DoubleTensor');
  assert.equal(values(gx), values(x.float()));
  assert.equal(values(module.rBackward(x, module.rForward(x, x) && x, y, y)), values(x.float()));
});

test('unknown conversions, and other dimensions, are refused', () => {
  fails(() => nn.Convert('bt', 'bf'), RangeError, "Convert: expected a conversion that is known, got 'bt' to 'bf'");
  fails(
    () => nn.Convert('bchw', 'bf').forward(torch.zeros(2, 3)),
    RangeError,
    'Convert.forward: expected input with 4 dimensions, or 3 of one sample, got (2 × 3)',
  );
  fails(
    () => nn.Convert('bf', 'b').forward(torch.zeros(2, 3)),
    RangeError,
    'Convert.forward: expected one feature, got (2 × 3)',
  );
  fails(() => nn.Convert().forward([]), TypeError, 'Convert.forward: expected input to be one tensor, got {}');
});

test.run();
