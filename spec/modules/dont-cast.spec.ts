/** @file DontCast: values in both types, against a module converted by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, values } from './checking.js';

const make = () => nn.Sequential().add(nn.Linear(4, 3)).add(nn.Tanh()).add(nn.Linear(3, 2));

test('every property holds but that of a change of type, which it is there to lack', () => {
  torch.manualSeed(1);
  for (const cast of [false, true]) {
    const report = checkModule(nn.DontCast(make(), cast), torch.randn(2, 4));
    assert.equal(
      report.verdicts.filter(({ passed }) => !passed).map(({ property }) => property),
      ['type'],
    );
  }
});

test('with castin the module inside computes in its own type, and what goes out is in the outer one', () => {
  torch.manualSeed(1);
  const inner = make().float();
  const twin = inner.clone();
  const module = nn.DontCast(inner, true).double();
  const [x, g] = [torch.randn(3, 4), torch.randn(3, 2)];
  const y = module.forward(x) as Tensor;
  const gx = module.backward(x, g) as Tensor;
  assert.equal([y.type(), gx.type()], ['torch.DoubleTensor', 'torch.DoubleTensor']);
  assert.equal(values(y), values(twin.forward(x.float())));
  assert.equal(values(gx), values(twin.backward(x.float(), g.float())));
  const ry = module.rForward(x, x) as Tensor;
  const rgx = module.rBackward(x, x, g, g) as Tensor;
  assert.equal([ry.type(), rgx.type()], ['torch.DoubleTensor', 'torch.DoubleTensor']);
  assert.equal(values(ry), values(twin.rForward(x.float(), x.float())));
  assert.equal(values(rgx), values(twin.rBackward(x.float(), x.float(), g.float(), g.float())));
  assert.is(inner.type(), 'torch.FloatTensor');
});

test('tables are converted entry by entry', () => {
  const inner = nn.ParallelTable().add(nn.Linear(4, 2)).add(nn.Linear(4, 2)).float();
  const module = nn.DontCast(inner, true).double();
  const y = module.forward([torch.randn(3, 4), torch.randn(3, 4)]) as Tensor[];
  assert.equal(
    y.map((piece) => piece.type()),
    ['torch.DoubleTensor', 'torch.DoubleTensor'],
  );
});

test('without castin an input of another type is refused by the module inside', () => {
  fails(
    () => nn.DontCast(nn.Linear(4, 2).float()).forward(torch.zeros(3, 4)),
    TypeError,
    'in module 0 of DontCast @ nn.Linear(4 -> 2): Linear(4 -> 2).forward: expected input of type FloatTensor, got DoubleTensor(3 × 4)',
  );
});

test.run();
