/** @file nn.utils: tensors and tables of tensors together. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';

const { utils } = nn;

type Pair = [Tensor, [Tensor]];

function pair(a: number[], b: number[]): Pair {
  return [torch.Tensor(a), [torch.Tensor(b)]];
}

function numbers([a, [b]]: Pair): unknown[] {
  return [a.toArray(), b.toArray()];
}

test('recursiveResizeAs and recursiveCopy keep the tensors that are there, and make and drop others', () => {
  const [from, kept] = [pair([1, 2], [3]), torch.Tensor(5)];
  const to = [kept, torch.ones(1), torch.ones(1)];
  assert.is(utils.recursiveCopy(to, from), to);
  assert.is(to.length, 2);
  assert.is(to[0], kept);
  assert.equal(numbers(to as unknown as Pair), [[1, 2], [3]]);
  assert.equal(numbers(utils.recursiveCopy(undefined, from) as Pair), [[1, 2], [3]]);
  assert.equal((utils.recursiveResizeAs([], torch.ones(2, 3)) as Tensor).size(), [2, 3]);
});

test('recursiveFill and recursiveAdd change tensors where they are', () => {
  const x = pair([1, 2], [3]);
  assert.is(utils.recursiveAdd(x, pair([1, 1], [1])), x);
  assert.equal(numbers(x), [[2, 3], [4]]);
  utils.recursiveAdd(x, -2, pair([1, 1], [1]));
  assert.equal(numbers(x), [[0, 1], [2]]);
  assert.is(utils.recursiveFill(x, 5), x);
  assert.equal(numbers(x), [[5, 5], [5]]);
  fails(
    () => utils.recursiveAdd(x, pair([1, 1], [1, 2])),
    RangeError,
    'nn.utils.recursiveAdd: expected {(2), {(1)}}, got {(2), {(2)}}',
  );
});

test('recursiveType converts tensors of all types, modules, and what they share', () => {
  const layer = nn.Linear(2, 2);
  const view = torch.Tensor().set(layer.weight);
  const long = torch.LongTensor([1, 2]);
  const table = utils.recursiveType([layer, view, [view, long]], 'torch.FloatTensor');
  const [, first, [again, whole]] = table as [unknown, Tensor, [Tensor, Tensor]];
  assert.equal(
    [layer.type(), first.type(), whole.type(), view.type()],
    [...['torch.FloatTensor', 'torch.FloatTensor', 'torch.FloatTensor'], 'torch.DoubleTensor'],
  );
  assert.is(first, again);
  assert.is(first.storage(), layer.weight.storage());
  assert.is(utils.recursiveType(first, 'Float'), first);
});

test('addSingletonDimension is a view, at either end, and of what is not contiguous', () => {
  const x = torch.randn(2, 3).t();
  assert.equal(utils.addSingletonDimension(x).size(), [1, 3, 2]);
  const view = torch.Tensor();
  assert.is(utils.addSingletonDimension(view, x, 2), view);
  assert.equal(view.size(), [3, 2, 1]);
  assert.equal(view.select(2, 0).toArray(), x.toArray());
  assert.is(view.storage(), x.storage());
  fails(
    () => utils.addSingletonDimension(x, 3),
    RangeError,
    'nn.utils.addSingletonDimension: expected a dimension in 0..2, got 3',
  );
});

test('contiguousView copies what is not contiguous alone', () => {
  const [x, output] = [
    torch.Tensor([
      [1, 2],
      [3, 4],
    ]),
    torch.Tensor(),
  ];
  assert.is(utils.contiguousView(output, x, 4), output);
  assert.is(output.storage(), x.storage());
  const copied = utils.contiguousView(undefined, x.t(), 4);
  assert.equal(copied.toArray(), [1, 3, 2, 4]);
  assert.is.not(copied.storage(), x.storage());
});

test('contiguousView never writes into a tensor that its output was a view of', () => {
  const x = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  const output = utils.contiguousView(undefined, x, 4);
  utils.contiguousView(output, x.t(), 4);
  assert.equal(x.toArray(), [1, 2, 3, 4]);
});

test('clear empties tensors and tables and takes away all else', () => {
  const owner = { a: torch.ones(2), b: [1], c: 3, d: 4 };
  assert.is(utils.clear(owner, 'a', 'b', 'c'), owner);
  assert.is(owner.a.nElement(), 0);
  assert.equal([owner.b, owner.c, owner.d], [[], undefined, 4]);
  utils.clear(owner, ['d']);
  assert.is(owner.d, undefined);
});

test.run();
