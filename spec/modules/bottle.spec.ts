/** @file Bottle against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const small = (a: number, b: number) => nn.Sequential().add(nn.Linear(a, b)).add(nn.Tanh());

passesEveryCheck({
  'a dimension more': () => [nn.Bottle(small(4, 3)), torch.randn(2, 3, 4)],
  'two more': () => [nn.Bottle(small(4, 3)), torch.randn(2, 2, 3, 4)],
  'none more': () => [nn.Bottle(small(4, 3)), torch.randn(3, 4)],
  'fewer dimensions behind': () => [nn.Bottle(nn.Sum(2), 3, 2), torch.randn(2, 2, 3, 4)],
});

test('it is the module on views', () => {
  torch.manualSeed(1);
  const linear = nn.Linear(4, 2);
  const x = torch.randn(2, 3, 4);
  const g = torch.randn(2, 3, 2);
  const bottle = nn.Bottle(linear.clone());
  const y = bottle.forward(x) as Tensor;
  assert.equal(y.size(), [2, 3, 2]);
  assert.equal(values(y), values(linear.forward(x.view(6, 4))));
  assert.equal(values(bottle.backward(x, g)), values(linear.backward(x.view(6, 4), g.view(6, 2))));
  const squeezed = nn.Bottle(nn.Sequential().add(nn.Squeeze(1)).add(nn.Linear(3, 3)), 3, 2);
  assert.equal((squeezed.forward(torch.randn(4, 5, 6, 1, 3)) as Tensor).size(), [4, 5, 6, 3]);
});

test('an output of other dimensions than promised is refused', () => {
  fails(
    () => nn.Bottle(nn.Sum(1)).forward(torch.zeros(2, 3, 4)),
    RangeError,
    'Bottle @ nn.Sum.forward: expected an output of 2 dimensions from the module inside, got (6)',
  );
});

test.run();
