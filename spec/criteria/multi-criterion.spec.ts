/** @file MultiCriterion against the checker, values worked out by hand, and its fields in files. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torchTable } from '../../lib/nn/torch-table.js';
import { nn } from '../../lib/nn.js';
import { Storage, torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'two of one tensor': () => [
    nn.MultiCriterion().add(nn.CrossEntropyCriterion(), 0.5).add(nn.MultiMarginCriterion(2)),
    torch.randn(2, 3),
    torch.LongTensor([2, 0]),
  ],
  'two of one table': () => [
    nn.MultiCriterion().add(nn.DistanceRatioCriterion(), 0.5).add(nn.DistanceRatioCriterion(false), 2),
    [torch.rand(3), torch.rand(3)],
    0,
  ],
});

test('losses are weighted and added, all in one place', () => {
  const criterion = nn.MultiCriterion().add(nn.MSECriterion(false), 0.5).add(nn.AbsCriterion(false), 3);
  const [x, t, rx] = [torch.Tensor([1, 2]), torch.Tensor([3, 1]), torch.Tensor([1, 4])];
  gives(criterion, x, rx, t, { loss: 2.5 + 9, gx: [-2 - 3, 1 + 3], rLoss: 11, rgx: [1, 4] });
});

test('Torch has the weights in a storage', () => {
  const written = torchTable(nn.MultiCriterion().add(nn.MSECriterion(), 0.5).add(nn.AbsCriterion()));
  assert.equal(written.get('weights'), new Storage('Double', [0.5, 1]));
});

test('errors name the class, and those of its criteria name those', () => {
  fails(
    () => nn.MultiCriterion().add(nn.MSECriterion(), '2' as unknown as number),
    TypeError,
    'MultiCriterion.add: expected weight to be a number, got string',
  );
  fails(
    () => nn.MultiCriterion().add(nn.MSECriterion()).forward(torch.zeros(2), torch.zeros(3)),
    RangeError,
    'in criterion 0 of MultiCriterion: MSECriterion.forward: expected target (2), got (3)',
  );
});

test.run();
