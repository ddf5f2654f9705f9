/** @file ZeroGrad: values worked out by hand, and what the checker says of it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { values } from './checking.js';

test('forward passes go through, backward passes give zeros', () => {
  const module = nn.ZeroGrad();
  const x = [torch.Tensor([1, 2]), torch.Tensor([3])];
  const lists = (y: unknown): number[][] => (y as Tensor[]).map(values);
  assert.equal(lists(module.forward(x)), [[1, 2], [3]]);
  assert.equal(lists(module.backward(x, x)), [[0, 0], [0]]);
  assert.equal(lists(module.rForward(x, x)), [[1, 2], [3]]);
  assert.equal(lists(module.rBackward(x, x, x, x)), [[0, 0], [0]]);
});

test('that backward is no gradient is all that the checker finds', () => {
  torch.manualSeed(1);
  const failed = checkModule(nn.ZeroGrad(), torch.randn(3, 4)).verdicts.filter(({ passed }) => !passed);
  assert.equal(
    failed.map(({ property }) => property),
    ['gradient', 'Taylor order of the scalar'],
  );
});

test.run();
