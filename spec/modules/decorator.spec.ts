/** @file Decorator against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck } from './checking.js';

const small = (a: number, b: number) => nn.Sequential().add(nn.Linear(a, b)).add(nn.Tanh());

passesEveryCheck({
  'two layers': () => [nn.Decorator(small(4, 3)), torch.randn(2, 4)],
});

test('it prints what is inside, and errors name the way', () => {
  assert.is(String(nn.Decorator(nn.Linear(2, 1))), 'nn.Decorator @ nn.Linear(2 -> 1)');
  fails(
    () => nn.Decorator(nn.Linear(2, 1)).forward(torch.zeros(3)),
    RangeError,
    'in module 0 of Decorator @ nn.Linear(2 -> 1): Linear(2 -> 1).forward: expected input (N × 2) or (2), got (3)',
  );
});

test.run();
