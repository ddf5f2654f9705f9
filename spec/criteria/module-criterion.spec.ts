/** @file ModuleCriterion against the checker, the network and criterion that it stands for, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Criterion } from '../../lib/nn/criterion.js';
import type { Module } from '../../lib/nn/module.js';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { layers } from '../networks.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const network = (): Module => layers([3, 4, 4, 2]);

passesEveryCheck({
  'a criterion alone': () => [nn.ModuleCriterion(nn.MSECriterion()), torch.randn(2, 3), torch.randn(2, 3)],
  'behind a network': () => [nn.ModuleCriterion(nn.MSECriterion(), network()), torch.randn(2, 3), torch.randn(2, 2)],
  'modules before both': () => [
    nn.ModuleCriterion(nn.AbsCriterion(), nn.Square(), nn.MulConstant(3)),
    torch.randn(2, 3),
    torch.rand(2, 3),
  ],
});

test('squares against twice the target, by hand', () => {
  const criterion = nn.ModuleCriterion(nn.MSECriterion(false), nn.Square(), nn.MulConstant(2));
  const [x, t, rx] = [torch.Tensor([1, 2]), torch.Tensor([3, 1]), torch.Tensor([1, 4])];
  // z = x² − 2 t = −5, 2; gx = 4 x z; Rgx = (4 z + 8 x²) Rx.
  gives(criterion, x, rx, t, { loss: 29, gx: [-20, 16], rLoss: 44, rgx: [-12, 160] });
});

test('the gradients of the parameters of its modules stay what they were', () => {
  torch.manualSeed(1);
  const module = network();
  for (const g of module.parameters()[1]) g.fill(3);
  const criterion = nn.ModuleCriterion(nn.MSECriterion(), module);
  const [x, t] = [torch.randn(2, 3), torch.randn(2, 2)];
  criterion.forward(x, t);
  criterion.backward(x, t);
  for (const g of module.parameters()[1]) assert.ok(g.toArray().every((v) => v === 3));
});

test('averages as its criterion does', () => {
  const weights = torch.Tensor([1, 3]);
  const criterion = nn.ModuleCriterion(nn.ClassNLLCriterion(weights), nn.LogSoftMax());
  const [x, t] = [torch.randn(2, 2), torch.LongTensor([1, 1])];
  criterion.forward(x, t);
  assert.ok(criterion.averages());
  assert.is(criterion.weightInAverage(x, t), 6);
});

test('errors name the class, what it expected, and what it got', () => {
  fails(
    () => nn.ModuleCriterion(undefined as unknown as Criterion),
    TypeError,
    'ModuleCriterion: expected a criterion, got nothing',
  );
});

test.run();
