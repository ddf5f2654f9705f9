/** @file x.get and x.set with ranges and masks; elements and views of storages are in tensor.spec.ts. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { laidOut, layouts, onlyElementsWritten, read } from './layouts.js';

/** 0 … 23 in a tensor of 2 × 3 × 4: element (i, j, k) is 12i + 4j + k. */
const whole = (): Tensor => torch.range(0, 23).view(2, 3, 4);

/** Torch's indexing in ours: the sizes, and the elements of `whole()`. */
const parts: [part: string, x: Tensor, size: number[], elements: number[]][] = [
  ['x[{ {1,2}, {}, 3 }]', whole().get([0, 1], [], 2), [2, 3], [2, 6, 10, 14, 18, 22]],
  ['x[{ 2, {2,3} }]', whole().get(1, [1, 2]), [2, 4], [16, 17, 18, 19, 20, 21, 22, 23]],
  ['x[{ {2} }]', whole().get([1]), [1, 3, 4], Array.from({ length: 12 }, (_, i) => 12 + i)],
  ['x[{ {}, {-1} }]', whole().get([], [-1]), [2, 1, 4], [8, 9, 10, 11, 20, 21, 22, 23]],
  ['x[{ {}, {-2,-1}, -1 }]', whole().get([], [-2, -1], -1), [2, 2], [7, 11, 19, 23]],
  ['x[{ -1, {}, {1,2} }]', whole().get(-1, [], [0, 1]), [3, 2], [12, 13, 16, 17, 20, 21]],
  ['x[{}]', whole().get([]), [2, 3, 4], Array.from({ length: 24 }, (_, i) => i)],
];

for (const [part, x, size, elements] of parts) {
  test(`${part} is a view of these elements`, () => {
    assert.equal([x.size(), read(x)], [size, elements]);
    x.fill(-1);
    assert.equal(
      Array.from(x.storage().data),
      Array.from({ length: 24 }, (_, i) => (elements.includes(i) ? -1 : i)),
    );
  });
}

test('with a range it is a view even where one element is left; with numbers alone an element', () => {
  const x = whole();
  assert.is(x.get(1, 2, 3), 23);
  assert.equal([x.get(1, 2, [3]).size(), x.get([1], 2, 3).size()], [[1], [1]]);
});

test('set writes numbers, and tensors of as many elements, where ranges say', () => {
  for (const [name, layout] of Object.entries(layouts)) {
    const x = laidOut('Double', [2, 3], [1, 2, 3, 4, 5, 6], layout);
    assert.is(x.set([], 1, 0), x);
    assert.equal(read(x), [1, 0, 3, 4, 0, 6], name);
    x.set(1, [1, 2], torch.Tensor([7, 8]));
    assert.equal(read(x), [1, 0, 3, 4, 7, 8], name);
    x.set([], [0, 1], torch.IntTensor([9, 10, 11, 12]));
    assert.equal(read(x), [9, 10, 3, 11, 12, 8], `${name}, of another type and shape`);
    x.set(0, torch.Tensor([1, 2, 3]));
    assert.equal(read(x), [1, 2, 3, 11, 12, 8], `${name}, of the dimensions left out`);
    x.set([0], x.get([1]));
    assert.equal(read(x), [11, 12, 8, 11, 12, 8], `${name}, from itself`);
    x.set([], 5);
    assert.equal(read(x), [5, 5, 5, 5, 5, 5], name);
    onlyElementsWritten(x, name);
  }
});

test('a mask chooses elements, of which get makes a copy and which set writes', () => {
  for (const [name, layout] of Object.entries(layouts)) {
    const x = laidOut('Double', [2, 3], [1, -2, 3, -4, -5, 6], layout);
    const mask = torch.ByteTensor([0, 1, 0, 1, 1, 0]);
    const chosen = x.get(mask);
    assert.equal([chosen.size(), read(chosen)], [[3], [-2, -4, -5]], name);
    chosen.fill(0);
    assert.is(x.set(mask, torch.Tensor([7, 8, 9])), x);
    assert.equal(read(x), [1, 7, 3, 8, 9, 6], name);
    x.set(mask.view(2, 3), 0.5);
    assert.equal(read(x), [1, 0.5, 3, 0.5, 0.5, 6], name);
    onlyElementsWritten(x, name);
  }
});

test('set without anything makes a tensor empty, as Torch does, and leaves the memory to others', () => {
  const x = torch.Tensor([1, 2]);
  const y = torch.Tensor(x);
  assert.is(x.set(), x);
  assert.equal([x.dim(), x.storage().size(), read(y)], [0, 0, [1, 2]]);
});

test('sizes and strides of a storage may be given in turn, the last stride being 1', () => {
  const storage = torch.DoubleStorage([0, 1, 2, 3, 4, 5, 6]);
  const x = torch.Tensor();
  assert.equal(read(x.set(storage, 1, 3)), [1, 2, 3]);
  assert.equal(read(x.set(storage, 1, 3, 2)), [1, 3, 5]);
  assert.equal(read(x.set(storage, 0, 2, 4, 3)), [0, 1, 2, 4, 5, 6]);
  assert.equal(read(x.set(storage, 0, 2, 1, 3, 2)), [0, 2, 4, 1, 3, 5]);
  assert.equal(read(x.set(storage, 1, torch.LongStorage([2, 2]), torch.LongStorage([1, 2]))), [1, 3, 2, 4]);
});

test('what is not there is refused by name, and nothing is written', () => {
  const x = whole().get(0, []);
  const before = read(x);
  const calls = x as unknown as Record<'get' | 'set', (...args: unknown[]) => unknown>;
  fails(() => x.get([], 4), RangeError, 'Tensor.get: expected index 1 in 0..3, got 4');
  fails(() => x.get([0, 3]), RangeError, 'Tensor.get: expected index 0 in 0..2, got 3');
  fails(() => x.get([-4]), RangeError, 'Tensor.get: expected index 0 in 0..2, got -4');
  fails(() => x.get([0.5]), RangeError, 'Tensor.get: expected index 0 in 0..2, got 0.5');
  fails(() => x.get([2, 1]), RangeError, 'Tensor.get: expected a range that ends behind its beginning, got [2, 1]');
  fails(() => x.get([], [], []), RangeError, 'Tensor.get: expected 2 indices at most, got 3');
  fails(() => x.get(1), RangeError, 'Tensor.get: expected 2 indices, got 1');
  const place = 'expected a number, [], [i] or [first, last] in place';
  fails(() => calls.get([0, 1, 2]), TypeError, `Tensor.get: ${place} 0, got [0, 1, 2]`);
  fails(() => calls.get(0, 'x'), TypeError, `Tensor.get: ${place} 1, got string`);
  fails(() => calls.get(0, undefined), TypeError, `Tensor.get: ${place} 1, got nothing`);
  fails(() => x.set([0, 3], 1), RangeError, 'Tensor.set: expected index 0 in 0..2, got 3');
  fails(() => x.set(1, 2), RangeError, 'Tensor.set: expected 2 indices, got 1');
  fails(() => x.set([], torch.Tensor(5)), RangeError, 'Tensor.copy: expected 12 elements (3 × 4), got DoubleTensor(5)');
  const element = 'Tensor.set: expected a number to write into an element, got DoubleTensor(1)';
  fails(() => x.set(0, 0, torch.Tensor(1)), TypeError, element);
  fails(() => calls.set([], 'x'), TypeError, 'Tensor.set: expected a number or a tensor to write, got string');
  fails(() => calls.set([0, 1]), TypeError, 'Tensor.set: expected a number or a tensor to write, got object');
  const mask = 'torch.maskedFill: expected a ByteTensor for the mask, got DoubleTensor(12)';
  fails(() => x.set(torch.Tensor(12), 1), TypeError, mask);
  assert.equal(read(x), before);
});

test.run();
