/** @file Constructors of every type, by all that they take, and x.new, which takes the same. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { elementTypes, type Storage, Tensor, type TypeName, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { read } from './layouts.js';

const types = Object.keys(elementTypes) as TypeName[];

for (const type of types) {
  const construct = torch[`${type}Tensor`];
  for (const [how, make] of [
    [`torch.${type}Tensor`, construct],
    [`new of a ${type}Tensor`, (...args: Parameters<typeof construct>) => construct(9).new(...args)],
  ] as [string, typeof construct][]) {
    test(`${how} makes tensors of sizes, values, tensors and storages`, () => {
      assert.equal([make(2, 3).size(), make(2, 3).type(), make().dim()], [[2, 3], `torch.${type}Tensor`, 0]);
      assert.equal(
        [
          make([
            [1, 2],
            [3, 4],
          ]).size(),
          read(
            make([
              [1, 2],
              [3, 4],
            ]),
          ),
        ],
        [
          [2, 2],
          [1, 2, 3, 4],
        ],
      );
      assert.equal(read(make(new Float64Array([1, 2]))), [1, 2]);
      const storage = torch[`${type}Storage`]([1, 2, 3, 4, 5]);
      assert.equal(read(make(storage)), [1, 2, 3, 4, 5]);
      assert.equal(read(make(storage, 3)), [4, 5]);
      assert.equal(read(make(storage, 1, [2, 2])), [2, 3, 4, 5]);
      assert.equal(read(make(storage, 0, [2, 2], [1, 2])), [1, 3, 2, 4]);
      assert.equal(read(make(storage, 1, 2, 2, 2, 1)), [2, 3, 4, 5], 'sizes and strides in turn');
      const x = make(storage);
      const y = make(x);
      assert.is.not(y, x);
      y.fill(7);
      assert.is(x.get(0), 7, 'a tensor of a tensor is another view of it');
      const sizes = torch.LongStorage([2, 3]);
      if (type === 'Long') assert.equal(read(make(sizes)), [2, 3], 'a view, as of any storage of its type');
      else {
        assert.equal(
          [make(sizes).size(), read(make(sizes))],
          [
            [2, 3],
            [0, 0, 0, 0, 0, 0],
          ],
        );
        assert.equal(make(sizes, torch.LongStorage([1, 2])).stride(), [1, 2]);
      }
    });
  }

  test(`torch.${type}Tensor knows its own, with and without new, and refuses others`, () => {
    const y = new construct(2);
    assert.ok(y instanceof construct && y instanceof torch.Tensor && y instanceof Tensor);
    assert.is(construct.name, `${type}Tensor`);
    for (const other of types.filter((name) => name !== type)) {
      assert.not(y instanceof torch[`${other}Tensor`]);
      const message = `torch.${other}Tensor: expected ${other}, got ${type}; convert with type()`;
      fails(() => torch[`${other}Tensor`](y), TypeError, message);
      if (type !== 'Long') fails(() => torch[`${other}Tensor`](y.storage()), TypeError, message);
    }
  });
}

test('torch.Tensor and torch.Storage make the default type, and are the classes of all types', () => {
  assert.equal([torch.Tensor(2).type(), torch.Storage(2).type()], ['torch.DoubleTensor', 'torch.DoubleStorage']);
  torch.setdefaulttensortype('torch.IntTensor');
  try {
    assert.equal([torch.Tensor(2).type(), torch.Storage(2).type()], ['torch.IntTensor', 'torch.IntStorage']);
  } finally {
    torch.setdefaulttensortype('torch.DoubleTensor');
  }
  assert.ok(torch.ByteStorage() instanceof torch.Storage && !(torch.ByteStorage() instanceof torch.CharStorage));
  assert.ok(!(torch.ByteStorage() instanceof torch.Tensor));
});

test('what is none of these, and views that leave a storage, are refused', () => {
  const make = torch.DoubleTensor as (...args: unknown[]) => Tensor;
  const expected = 'torch.DoubleTensor: expected sizes, nested lists of numbers, a tensor or a storage, got';
  fails(() => make('x'), TypeError, `${expected} string`);
  fails(() => make(2, 'x'), TypeError, `${expected} string`);
  fails(() => make(undefined), TypeError, `${expected} nothing`);
  fails(() => make(null), TypeError, `${expected} object`);
  const storage: Storage = torch.DoubleStorage(3);
  const within = 'Tensor: expected a view within the 3 elements of its storage, got';
  fails(() => torch.Tensor(storage, 2, 2), RangeError, `${within} 2..3`);
  fails(() => torch.Tensor(storage, -1, [2]), RangeError, `${within} -1..0`);
  fails(() => torch.Tensor(storage, 0, [2], [1.5]), RangeError, 'Tensor: expected whole strides, got 1.5');
  fails(() => torch.Tensor(storage, 0, [2], [1, 1]), RangeError, 'Tensor: expected 1 strides, got 2');
  fails(
    () => torch.Tensor(2e9, 2e9),
    RangeError,
    'DoubleStorage: expected as many elements as memory holds, got 4000000000000000000',
  );
});

test.run();
