/** @file TemporalDynamicKMaxPooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'one sequence': () => [nn.TemporalDynamicKMaxPooling(2), torch.randn(4, 3)],
  'a batch, a share of the time': () => [nn.TemporalDynamicKMaxPooling(1, 0.6), torch.randn(2, 4, 3)],
});

test('the largest in their order, of equal ones the earlier, and gradients put back', () => {
  const module = nn.TemporalDynamicKMaxPooling(2);
  const x = torch.Tensor([
    [5, 1],
    [2, 7],
    [5, 7],
    [3, 7],
  ]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [2, 2]);
  assert.equal(values(y), [5, 7, 5, 7]);
  assert.equal(
    values(
      module.backward(
        x,
        torch.Tensor([
          [1, 2],
          [3, 4],
        ]),
      ),
    ),
    [1, 0, 0, 2, 3, 4, 0, 0],
  );
});

test('sequences that are too short, and no k, are refused', () => {
  fails(
    () => nn.TemporalDynamicKMaxPooling(3).forward(torch.zeros(2, 4)),
    RangeError,
    'TemporalDynamicKMaxPooling.forward: expected input (time × features) or (N × time × features), time at least 3, got (2 × 4)',
  );
  fails(
    () => nn.TemporalDynamicKMaxPooling(0),
    RangeError,
    'TemporalDynamicKMaxPooling: expected minK from 1 up, got 0',
  );
});

test.run();
