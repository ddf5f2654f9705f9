/** @file Profile against the checker, and what it prints. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, printed } from './checking.js';

passesEveryCheck({
  'two layers': () => [nn.Profile(nn.Sequential().add(nn.Linear(4, 3)).add(nn.Tanh()), Infinity), torch.randn(2, 4)],
});

test('a line tells the seconds of so many passes of a kind', () => {
  const module = nn.Profile(nn.Linear(3, 4), 3);
  const [x, g] = [torch.randn(1, 3), torch.randn(1, 4)];
  const lines = printed(() => {
    for (let i = 0; i < 7; i++) {
      module.forward(x);
      module.backward(x, g);
    }
  });
  assert.equal(
    lines.map((line) => line.replace(/\d\.\d{3}/, '#')),
    ['forward', 'backward', 'forward', 'backward'].map((pass) => `nn.Linear took # seconds for 3 ${pass} passes`),
  );
  assert.equal([module.numFwds, module.numBwds], [1, 1]);
});

test('errors of the module inside name the way to it', () => {
  fails(
    () => nn.Profile(nn.Linear(2, 1)).forward(torch.zeros(3)),
    RangeError,
    'in module 0 of Profile @ nn.Linear(2 -> 1): Linear(2 -> 1).forward: expected input (N × 2) or (2), got (3)',
  );
});

test.run();
