/** @file Views into a tensor that is given: `r.view(x, …)` and `torch.view(r, x, …)` make r the view. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { read } from './layouts.js';

const forms: [name: string, sizes: number[], calls: ((r: Tensor, x: Tensor) => Tensor)[]][] = [
  [
    'view',
    [3, 2],
    [(r, x) => r.view(x, 3, 2), (r, x) => torch.view(r, x, [3, -1]), (r, x) => r.view(x, torch.LongStorage([3, 2]))],
  ],
  ['viewAs', [6, 1], [(r, x) => r.viewAs(x, torch.IntTensor(6, 1)), (r, x) => torch.viewAs(r, x, torch.Tensor(6, 1))]],
  ['expand', [2, 2, 3], [(r, x) => r.expand(x, 2, 2, 3), (r, x) => torch.expand(r, x, [2, 2, 3])]],
  [
    'expandAs',
    [4, 2, 3],
    [(r, x) => r.expandAs(x, torch.Tensor(4, 2, 3)), (r, x) => torch.expandAs(r, x, torch.Tensor(4, 2, 3))],
  ],
  ['squeeze', [2, 3], [(r, x) => r.squeeze(x.unsqueeze(1)), (r, x) => torch.squeeze(r, x.unsqueeze(0), 0)]],
  ['unsqueeze', [2, 1, 3], [(r, x) => r.unsqueeze(x, 1), (r, x) => torch.unsqueeze(r, x, -2)]],
];

for (const [name, sizes, calls] of forms) {
  test(`${name} makes a given tensor the view, and returns it`, () => {
    for (const call of calls) {
      const x = torch.range(1, 6).view(2, 3);
      const r = torch.Tensor(7);
      const { data } = r.storage();
      assert.is(call(r, x), r);
      assert.equal([r.size(), r.storage() === x.storage()], [sizes, true]);
      r.fill(0);
      assert.equal([read(x), data.length], [[0, 0, 0, 0, 0, 0], 7]);
    }
  });
}

test('without one it is a new tensor, from the function as from the method', () => {
  const x = torch.range(1, 6);
  assert.equal(
    [torch.view(x, 2, 3).size(), torch.viewAs(x, torch.Tensor(3, 2)).size()],
    [
      [2, 3],
      [3, 2],
    ],
  );
  assert.equal([torch.squeeze(x.view(1, 6)).size(), torch.expand(x.view(6, 1), 6, 2).size()], [[6], [6, 2]]);
  assert.equal(
    [torch.narrow(x, 0, 1, 2).size(), torch.t(x.view(2, 3)).size(), torch.select(x, 0, 1).get(0)],
    [[2], [3, 2], 2],
  );
});

test('a result of another type, and a view that cannot be, leave it as it is', () => {
  const x = torch.range(1, 6);
  const r = torch.FloatTensor([7]);
  fails(() => r.view(x, 2, 3), TypeError, 'Tensor.set: expected Float, got Double');
  fails(() => x.clone().view(x, 4), RangeError, 'Tensor.view: expected sizes of 6 elements, got 4');
  fails(() => torch.view(3 as unknown as Tensor, x, 6), TypeError, 'torch.view: expected a tensor, got number');
  fails(() => x.viewAs([2, 3] as unknown as Tensor), TypeError, 'torch.viewAs: expected a tensor, got object');
  assert.equal(read(r), [7]);
});

test.run();
