import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Storage, Tensor, type TypeName } from '../../../lib/tensor/index.js';
import { indices, laidOut, layouts, onlyElementsWritten, read, refusal } from './layouts.js';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

test('sizes end before the first that is not positive, as in Torch, and have to be whole', () => {
  assert.equal(Tensor.zeros('Double', [2, 0, 3]).size(), [2]);
  assert.equal(Tensor.zeros('Double', [-1]).size(), []);
  for (const [size, text] of [
    [[2, 1.5], '2 × 1.5'],
    [[Number.NaN], 'NaN'],
    [[0, Infinity], '0 × Infinity'],
  ] as const) {
    assert.throws(() => Tensor.zeros('Double', size), refusal(RangeError, `Tensor: expected whole sizes, got ${text}`));
  }
});

test('size, stride, nElement, dim and the offset describe the view', () => {
  const x = new Tensor(new Storage('Double', 40), 5, [2, 3], [10, 2]);
  assert.equal([x.size(), x.size(1), x.size(-2)], [[2, 3], 3, 2]);
  assert.equal([x.stride(), x.stride(0), x.stride(-1)], [[10, 2], 10, 2]);
  assert.equal([x.nElement(), x.dim(), x.nDimension(), x.storageOffset()], [6, 2, 2, 5]);
  assert.is(x.describe(), 'DoubleTensor(2 × 3)');
  x.size()[0] = 9;
  x.stride()[0] = 9;
  assert.equal([x.size(0), x.stride(0)], [2, 10], 'what size() and stride() give is a copy');
  for (const dim of [2, -3, 0.5]) {
    const rest = `expected a dimension of DoubleTensor(2 × 3), got ${dim}`;
    assert.throws(() => x.size(dim), refusal(RangeError, `Tensor.size: ${rest}`));
    assert.throws(() => x.stride(dim), refusal(RangeError, `Tensor.stride: ${rest}`));
  }
});

test('a view has to lie within its storage', () => {
  const storage = new Storage('Double', 6);
  const view = (offset: number, size: number[], stride?: number[]) => () => new Tensor(storage, offset, size, stride);
  const within = 'Tensor: expected a view within the 6 elements of its storage, got';
  assert.throws(view(1, [2, 3]), refusal(RangeError, `${within} 1..6`));
  assert.throws(view(-1, [2]), refusal(RangeError, `${within} -1..0`));
  assert.throws(view(1, [3], [-1]), refusal(RangeError, `${within} -1..1`));
  assert.throws(view(0.5, [2]), refusal(RangeError, `${within} 0.5..1.5`));
  assert.throws(view(0, [2, 3], [3]), refusal(RangeError, 'Tensor: expected 2 strides, got 1'));
  assert.equal(
    read(new Tensor(new Storage('Int', [1, 2, 3]), 2, [3], [-1])),
    [3, 2, 1],
    'negative strides are views too',
  );
});

test('isContiguous ignores the strides of dimensions of size 1', () => {
  const storage = new Storage('Double', 24);
  assert.ok(new Tensor(storage, 3, [2, 1, 3], [3, 17, 1]).isContiguous());
  assert.not.ok(new Tensor(storage, 0, [2, 3], [1, 2]).isContiguous());
  assert.not.ok(new Tensor(storage, 0, [2, 3], [0, 1]).isContiguous());
  assert.not.ok(new Tensor(storage, 0, [2, 3], [4, 1]).isContiguous());
  assert.ok(Tensor.zeros('Double', []).isContiguous());
});

test('get and set reach the same elements as the strides, from the end with negative indices', () => {
  for (const [name, layout] of Object.entries(layouts)) {
    const x = laidOut('Int', [2, 3], upTo(6), layout);
    indices([2, 3]).forEach(([i, j], k) => {
      assert.is(x.get(i, j), k, name);
      assert.is(x.get(i - 2, j - 3), k, name);
    });
    x.set(1, -1, 40.7);
    assert.equal(read(x), [0, 1, 2, 3, 4, 40], name);
    onlyElementsWritten(x, name);
  }
});

test('get and set refuse wrong indices', () => {
  const x = Tensor.zeros('Double', [2, 3]);
  assert.throws(() => x.get(1), refusal(RangeError, 'Tensor.get: expected 2 indices, got 1'));
  assert.throws(() => x.set(1, 2), refusal(RangeError, 'Tensor.set: expected 2 indices, got 1'));
  assert.throws(() => x.get(0, 3), refusal(RangeError, 'Tensor.get: expected index 1 in 0..2, got 3'));
  assert.throws(() => x.get(-3, 0), refusal(RangeError, 'Tensor.get: expected index 0 in 0..1, got -3'));
  assert.throws(() => x.get(0.5, 0), refusal(RangeError, 'Tensor.get: expected index 0 in 0..1, got 0.5'));
  assert.throws(() => Tensor.zeros('Double', []).get(), refusal(RangeError, 'Tensor.get: expected 0 indices, got 0'));
  const message = 'LongTensor: expected an integer within ±(2^53 − 1), got 9007199254740992';
  assert.throws(() => Tensor.zeros('Long', [1]).set(0, 2 ** 53), refusal(RangeError, message));
});

test('set makes a tensor a view of another, or of a storage', () => {
  const y = Tensor.from('Double', [
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const x = Tensor.zeros('Double', [1]);
  assert.is(x.set(y.t()), x);
  assert.is(x.storage(), y.storage());
  assert.equal(read(x), [1, 4, 2, 5, 3, 6]);
  x.set(0, 0, 9);
  assert.is(y.get(0, 0), 9);
  assert.equal([read(x.set(y.storage())), x.size()], [[9, 2, 3, 4, 5, 6], [6]]);
  assert.equal(read(x.set(y.storage(), 4)), [5, 6], 'all that lies behind the offset');
  assert.equal(read(x.set(y.storage(), 1, [2, 2])), [2, 3, 4, 5]);
  assert.equal(read(x.set(y.storage(), 1, [2, 2], [1, 2])), [2, 4, 3, 5]);
  assert.throws(() => x.set(Tensor.zeros('Float', [1])), refusal(TypeError, 'Tensor.set: expected Double, got Float'));
  assert.throws(() => x.set(new Storage('Float', 1)), refusal(TypeError, 'Tensor.set: expected Double, got Float'));
  assert.throws(() => x.set(y.storage(), 4, [3]), RangeError);
  assert.equal(read(x), [2, 4, 3, 5], 'a refused set changes nothing');
});

test('resize grows the storage for everyone who shares it, and keeps it when it shrinks', () => {
  const x = Tensor.from('Double', [1, 2, 3, 4]);
  const y = x.narrow(0, 2, 2);
  assert.is(y.ndarray.data, x.storage().data);
  assert.is(x.resize(3, 2), x);
  assert.equal([x.size(), x.stride(), x.storage().size()], [[3, 2], [2, 1], 6]);
  assert.equal(
    [read(x), read(y)],
    [
      [1, 2, 3, 4, 0, 0],
      [3, 4],
    ],
  );
  assert.is(y.storage(), x.storage());
  y.set(0, 9);
  assert.is(x.get(1, 0), 9, 'they go on sharing');
  assert.is(y.ndarray.data, x.storage().data, 'ndarrays are of the new memory');
  y.resize(5);
  assert.equal([y.storageOffset(), x.storage().size()], [2, 7], 'growth counts from the offset');
  x.resize(2);
  assert.is(x.storage().size(), 7);
  assert.equal([x.resize(0).dim(), x.resize([2, 3]).size(), x.resize().size()], [0, [2, 3], []]);
});

test('resize takes strides, and sizes and strides in LongStorages', () => {
  const x = Tensor.from('Double', [1, 2, 3, 4, 5, 6]);
  assert.equal([read(x.resize([2, 2], [1, 3])), x.stride(), x.storage().size()], [[1, 4, 2, 5], [1, 3], 6]);
  assert.equal(
    [x.resize([2, 2]).stride(), x.resize([2, 2], [3, 1]).stride()],
    [
      [1, 3],
      [3, 1],
    ],
    'other strides only',
  );
  x.resize(new Storage('Long', [2, 3]), new Storage('Long', [1, 4]));
  assert.equal([x.size(), x.stride(), x.storage().size()], [[2, 3], [1, 4], 10]);
  assert.equal(x.resize(new Storage('Long', [3])).size(), [3]);
  const before = [x.size(), x.stride(), x.storage().size()];
  assert.throws(() => x.resize([2, 2], [1]), refusal(RangeError, 'Tensor: expected 2 strides, got 1'));
  const stays = 'Tensor.resize: expected strides that stay in the storage, got -1';
  assert.throws(() => x.resize([2], [-1]), refusal(RangeError, stays));
  assert.throws(() => x.resize([2], [0.5]), refusal(RangeError, 'Tensor: expected whole strides, got 0.5'));
  assert.equal([x.size(), x.stride(), x.storage().size()], before);
});

test('isSize, isSameSizeAs and isSetTo compare sizes, and whole views', () => {
  const x = Tensor.zeros('Double', [2, 3]);
  assert.equal(
    [x.isSize([2, 3]), x.isSize([3, 2]), x.isSize([2, 3, 1]), x.isSize(x.size())],
    [true, false, false, true],
  );
  assert.equal([x.isSize(new Storage('Long', [2, 3])), x.isSize([])], [true, false]);
  const y = Tensor.zeros('Double', []);
  assert.not(y.isSetTo(x));
  y.set(x);
  assert.equal([y.isSetTo(x), x.isSetTo(y), y.t().isSetTo(x), y.clone().isSetTo(x)], [true, true, false, false]);
  assert.equal([x.narrow(0, 1, 1).isSetTo(x.narrow(0, 0, 1)), x.view(6).isSetTo(x)], [false, false]);
  assert.not(y.resize(0).isSetTo(y), 'what has no elements is no view');
});

test('resizing to the sizes it has leaves a view as it is, strides and all', () => {
  const x = laidOut('Double', [3, 2], upTo(6), layouts.transposed);
  const { stride } = layouts.transposed([3, 2]);
  assert.equal([x.resize(3, 2).stride(), x.resizeAs(Tensor.zeros('Float', [3, 2])).stride()], [stride, stride]);
  assert.equal(x.resizeAs(Tensor.zeros('Int', [2, 2])).stride(), [2, 1], 'other sizes are contiguous');
  assert.ok(x.isSameSizeAs(Tensor.zeros('Int', [2, 2])));
  assert.not.ok(x.isSameSizeAs(Tensor.zeros('Int', [2, 2, 1])));
  assert.not.ok(x.isSameSizeAs(Tensor.zeros('Int', [2, 3])));
});

test('contiguous is the tensor itself or a copy; clone always a copy; new an empty one', () => {
  for (const [name, layout] of Object.entries(layouts)) {
    const x = laidOut('Short', [2, 3], upTo(6), layout);
    assert.is(x.contiguous() === x, x.isContiguous(), name);
    for (const y of [x.contiguous(), x.clone()])
      assert.equal([read(y), y.stride()], [upTo(6), x.isContiguous() ? x.stride() : [3, 1]]);
    assert.is.not(x.clone().storage(), x.storage());
    assert.equal([x.new().type(), x.new().dim()], ['torch.ShortTensor', 0]);
    assert.equal(x.toArray(), upTo(6), name);
  }
});

test('type and its shorthands convert, and return the tensor itself when it has the type', () => {
  const x = Tensor.from('Double', [1.5, -2.5]);
  assert.is(x.double(), x);
  assert.is(x.type(), 'torch.DoubleTensor');
  assert.is(x.type('torch.DoubleTensor'), x);
  const converted: [Tensor, TypeName, number[]][] = [
    [x.float(), 'Float', [1.5, -2.5]],
    [x.long(), 'Long', [1, -2]],
    [x.int(), 'Int', [1, -2]],
    [x.short(), 'Short', [1, -2]],
    [x.char(), 'Char', [1, -2]],
    [x.byte(), 'Byte', [1, 254]],
  ];
  for (const [y, type, values] of converted) {
    assert.equal([y.type(), y.elementType.name, read(y)], [`torch.${type}Tensor`, type, values]);
  }
  assert.is(x.new().float().dim(), 0);
  assert.throws(() => x.type('Complex'), TypeError);
});

test.run();
