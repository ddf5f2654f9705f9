/** @file CReLU against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch of images': () => [nn.CReLU(3), torch.randn(2, 3, 2, 2)],
  'one image': () => [nn.CReLU(3), torch.randn(3, 2, 2)],
  'a batch of vectors': () => [nn.CReLU(1), torch.randn(3, 4)],
});

test('positive parts of x and −x stand side by side in every sample', () => {
  const module = nn.CReLU(1);
  const x = torch.Tensor([
    [1, -2],
    [-3, 4],
  ]);
  const g = torch.Tensor([
    [10, 20, 30, 40],
    [50, 60, 70, 80],
  ]);
  assert.equal(values(module.forward(x)), [1, 0, 0, 2, 0, 4, 3, 0]);
  assert.equal(values(module.backward(x, g)), [10, -40, -70, 60]);
  assert.equal(values(module.rForward(x, x)), [1, 0, 0, 2, 0, 4, 3, 0]);
  assert.equal(values(module.rBackward(x, x, g, g)), [10, -40, -70, 60]);
});

test("it prints as Torch's, and refuses other shapes", () => {
  assert.is(String(nn.CReLU(3)), 'CReLU()');
  fails(
    () => nn.CReLU(3).forward(torch.zeros(2, 3)),
    RangeError,
    'CReLU.forward: expected input with 3 dimensions, or a batch of such, got (2 × 3)',
  );
});

test.run();
