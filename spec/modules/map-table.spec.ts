/** @file MapTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const small = (a: number, b: number) => nn.Sequential().add(nn.Linear(a, b)).add(nn.Tanh());

passesEveryCheck({
  'shared parameters': () => [nn.MapTable(small(4, 3)), [torch.randn(3, 4), torch.randn(4), torch.randn(2, 4)]],
  'parameters apart': () => [nn.MapTable(small(4, 3), false), [torch.randn(3, 4), torch.randn(4)]],
});

test('it is a ParallelTable of clones that share', () => {
  torch.manualSeed(1);
  const linear = nn.Linear(4, 3);
  const map = nn.MapTable(linear.clone());
  const names = ['weight', 'bias', 'gradWeight', 'gradBias'];
  const parallel = nn
    .ParallelTable()
    .add(linear)
    .add(linear.clone(...names))
    .add(linear.clone(...names));
  const x = [torch.randn(4), torch.randn(4), torch.randn(4)];
  const g = [torch.randn(3), torch.randn(3), torch.randn(3)];
  assert.equal((map.forward(x) as Tensor[]).map(values), (parallel.forward(x) as Tensor[]).map(values));
  map.zeroGradParameters();
  parallel.zeroGradParameters();
  assert.equal((map.backward(x, g) as Tensor[]).map(values), (parallel.backward(x, g) as Tensor[]).map(values));
  map.updateParameters(1);
  parallel.updateParameters(1);
  assert.equal(map.getParameters()[0].toArray(), parallel.getParameters()[0].toArray());
});

test('tables may grow and shrink, after the parameters were made flat too', () => {
  const map = nn.MapTable(nn.Linear(2, 1));
  const x = torch.ones(2);
  map.forward([x]);
  const [weights] = map.getParameters();
  assert.is(weights.nElement(), 3);
  assert.is((map.forward([x, x, x]) as Tensor[]).length, 3);
  weights.fill(2);
  assert.equal((map.forward([x, x]) as Tensor[]).map(values), [[6], [6]]);
  assert.is(map.size(), 3);
  assert.is(map.resize(5).size(), 5);
  assert.is(map.clearState().size(), 1);
});

test('clones with parameters of their own outlive clearState', () => {
  assert.is(nn.MapTable(nn.Linear(2, 1), false).resize(3).clearState().size(), 3);
});

test('it prints its module, has one only, and wants a table', () => {
  const map = nn.MapTable(nn.Linear(2, 1));
  assert.is(String(map), 'nn.MapTable {\n  nn.Linear(2 -> 1)\n}');
  fails(() => map.add(nn.Tanh()), Error, 'MapTable.add: expected a single module, got another');
  fails(
    () => map.forward(torch.zeros(2)),
    TypeError,
    'MapTable.forward: expected input to be a table, not empty, got (2)',
  );
});

test.run();
