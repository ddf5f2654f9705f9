/** @file Costs in gradients: against multiply-adds counted by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kernels } from '../../../../lib/kernels/index.js';
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { costsOf } from '../../../../tools/commands/train/cost.js';
import { makeNetwork } from '../../../../tools/commands/train/network.js';
import { nearNumbers } from '../../../golden.js';

test('of a network without its input gradient: by the products of each pass', () => {
  const model = makeNetwork(20, [30, 16], 10, 'tanh');
  const batch = { input: torch.randn(200, 20), target: torch.zeros(200).long() };
  const before = kernels;
  const x = model.getParameters()[0].clone();
  const { loss, hv, gnv, diagonal } = costsOf(model, nn.ClassNLLCriterion(), [batch]);
  assert.is(kernels, before);
  assert.equal(model.getParameters()[0].toArray(), x.toArray());
  const [first, others, biases] = [20 * 30, 30 * 16 + 16 * 10, 30 + 16 + 10];
  const all = first + others;
  const gradient = all + first + 2 * others + biases;
  // R forward takes one product in the first layer and two in others; R backward one, and four.
  const expected = [
    all,
    first + 2 * others + (first + 4 * others) + biases,
    first + 2 * others + (first + 2 * others) + biases,
  ];
  nearNumbers(
    [loss, hv, gnv],
    expected.map((work) => work / gradient),
    1e-12,
    'costs',
  );
  nearNumbers([diagonal], [(all + biases) / gradient], 0.03, 'diagonal');
});

test('over several batches products run forward and backward again', () => {
  const model = makeNetwork(20, [30, 16], 10, 'tanh');
  const batch = { input: torch.randn(50, 20), target: torch.zeros(50).long() };
  const [one, two] = [[batch], [batch, batch]].map((batches) => costsOf(model, nn.ClassNLLCriterion(), batches));
  nearNumbers([two.loss], [one.loss], 0.03, 'loss');
  assert.ok(two.hv > one.hv + 0.5 && two.hv < one.hv + 1);
  assert.ok(two.gnv > one.gnv + 0.3 && two.gnv < two.hv);
});

test.run();
