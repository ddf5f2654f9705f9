/** @file NaN against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'two layers': () => [nn.NaN(nn.Sequential().add(nn.Linear(4, 3)).add(nn.Tanh())), torch.randn(2, 4)],
});

const nan = torch.Tensor([[Number.NaN, 1, 2]]);
const one = torch.ones(1, 3);
const found = (what: string): string => `NaN found in ${what} of module :\nnn.NaN(7) @ nn.Linear(3 -> 2)`;

test('every pass names what had a NaN first', () => {
  const inner = nn.Linear(3, 2);
  const module = nn.NaN(inner, 7);
  const g = torch.ones(1, 2);
  fails(() => module.forward(nan), Error, found('input'));
  inner.weight.set(0, 0, Number.NaN);
  fails(() => module.forward(one), Error, found('parameters'));
  inner.weight.set(0, 0, Number.MAX_VALUE);
  inner.weight.set(0, 1, -Infinity);
  fails(() => module.forward(torch.Tensor([[2, 1, 0]])), Error, found('output'));
  inner.weight.fill(1);
  module.forward(one);
  fails(() => module.backward(one, nan.narrow(1, 0, 2)), Error, found('gradOutput'));
  module.zeroGradParameters();
  module.backward(one, g);
  fails(() => module.rForward(one, nan), Error, found('rInput'));
  inner.rWeight.fill(Number.NaN);
  fails(() => module.rForward(one, one), Error, found('rParameters'));
  inner.rWeight.fill(1);
  module.rForward(one, one);
  fails(() => module.rBackward(one, one, g, nan.narrow(1, 0, 2)), Error, found('rGradOutput'));
  inner.gradBias?.fill(Number.NaN);
  fails(() => module.backward(one, g), Error, found('gradParameters'));
});

test('infinities of both signs are no NaN', () => {
  const x = torch.Tensor([Infinity, -Infinity]);
  assert.equal(values(nn.NaN(nn.Identity()).forward(x)), [Infinity, -Infinity]);
});

test.run();
