/** @file Storage against Torch's documentation, and the element types against C's casts. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { elementType, Storage, type TypeName, torch } from '../../../lib/tensor/index.js';
import { refusal } from './layouts.js';

test('a storage of a size is zeroed and has the type it is named after', () => {
  const x = torch.IntStorage(3);
  assert.equal(Array.from(x.data), [0, 0, 0]);
  assert.is(x.size(), 3);
  assert.is(x.type(), 'torch.IntStorage');
  assert.instance(x, torch.IntStorage);
  assert.not.instance(x, torch.LongStorage);
  assert.is(new torch.DoubleStorage().size(), 0);
});

test('a storage of numbers converts them; one of an array of its kind is that array', () => {
  assert.equal(Array.from(torch.IntStorage([1.9, -1.9, 2 ** 32 + 5]).data), [1, -1, 5]);
  const data = new Float32Array([1, 2]);
  assert.is(new Storage('Float', data).data, data);
  assert.is.not(new Storage('Double', data).data, data);
});

test('an array of doubles becomes a LongStorage only when it holds integers', () => {
  const data = new Float64Array([1, -(2 ** 53 - 1)]);
  assert.is(torch.LongStorage(data).data, data);
  assert.throws(
    () => torch.LongStorage(new Float64Array([1, 1.5])),
    refusal(RangeError, 'LongStorage: expected an array of integers, got 1.5'),
  );
});

/** Of 300.7, −1.5, 2³¹, −129 and 70000, what a C cast (wrapping, as compilers for x86 and ARM do) makes. */
const casts: Record<TypeName, number[]> = {
  Double: [300.7, -1.5, 2147483648, -129, 70000],
  Float: [300.70001220703125, -1.5, 2147483648, -129, 70000],
  Int: [300, -1, -2147483648, -129, 70000],
  Long: [300, -1, 2147483648, -129, 70000],
  Short: [300, -1, 0, -129, 4464],
  Char: [44, -1, 0, 127, 112],
  Byte: [44, 255, 0, 127, 112],
  Half: [300.75, -1.5, Infinity, -129, Infinity],
};

for (const [type, expected] of Object.entries(casts)) {
  test(`numbers become ${type} as C casts them, by every way into a storage`, () => {
    const given = [300.7, -1.5, 2 ** 31, -129, 70000];
    const name = type as TypeName;
    const set = new Storage(name, given.length);
    for (const [i, value] of given.entries()) set.set(i, value);
    assert.equal(Array.from(set.data), expected, 'set');
    assert.equal(Array.from(new Storage(name, given).data), expected, 'from numbers');
    assert.equal(Array.from(new Storage('Double', given).to(name).data), expected, 'to');
    assert.equal(Array.from(new Storage(name, 5).copy(new Storage('Double', given)).data), expected, 'copy');
    assert.equal(given.map(elementType(type).cast), expected, 'cast');
    assert.is(new Storage(name, 1).fill(-129).data[0], expected[3], 'fill');
  });
}

test('Long is exact to 2^53 − 1 and refuses beyond, and what is no number', () => {
  const x = torch.LongStorage(1);
  for (const value of [2 ** 53 - 1, -(2 ** 53 - 1)]) assert.is(x.set(0, value).get(0), value);
  for (const [value, name] of [
    [2 ** 53, '9007199254740992'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ] as const) {
    const message = `LongTensor: expected an integer within ±(2^53 − 1), got ${name}`;
    assert.throws(() => x.set(0, value), refusal(RangeError, message));
    assert.throws(() => x.fill(value), refusal(RangeError, message));
    assert.throws(() => torch.LongStorage([value]), refusal(RangeError, message));
  }
  assert.ok(Object.is(x.set(0, -0.5).get(0), 0), 'an integer has one zero');
});

test('a Long copy that is refused changes nothing', () => {
  const x = torch.LongStorage([1, 2]);
  assert.throws(() => x.copy(torch.DoubleStorage([7, 2 ** 60])), RangeError);
  assert.equal(Array.from(x.data), [1, 2]);
});

test('copy takes a storage of the same size only', () => {
  assert.throws(
    () => torch.IntStorage(2).copy(torch.IntStorage(3)),
    refusal(RangeError, 'IntStorage.copy: expected 2 elements, got 3'),
  );
});

test('resize keeps what fits and zeroes what is new', () => {
  const x = torch.DoubleStorage([1, 2, 3]);
  assert.is(x.resize(5), x);
  assert.equal(Array.from(x.data), [1, 2, 3, 0, 0]);
  assert.equal(Array.from(x.resize(2).data), [1, 2]);
  const { data } = x;
  assert.is(x.resize(2).data, data);
});

test('a storage of a storage is a piece of its memory', () => {
  const x = torch.DoubleStorage([0, 1, 2, 3, 4]);
  const y = torch.DoubleStorage(x, 2, 2);
  y.fill(9);
  assert.equal([x.totable(), y.size(), y.type()], [[0, 1, 9, 9, 4], 2, 'torch.DoubleStorage']);
  assert.equal(
    [torch.DoubleStorage(x, 3).totable(), new torch.DoubleStorage(x).totable()],
    [
      [9, 4],
      [0, 1, 9, 9, 4],
    ],
  );
  assert.equal(new Storage('Double', y, 1, 1).set(0, 7).size() === 1 && x.get(3), 7, 'a piece of a piece');
  const own = 'DoubleStorage.resize: expected memory of its own, got a piece of another storage';
  assert.throws(() => y.resize(3), refusal(RangeError, own));
  assert.is(y.resize(2), y);
  assert.throws(() => torch.Tensor(y).resize(3), refusal(RangeError, own));
  const piece = 'DoubleStorage: expected a piece of the 5 elements, got';
  assert.throws(() => torch.DoubleStorage(x, 5), refusal(RangeError, `${piece} 0 from 5 on`));
  assert.throws(() => torch.DoubleStorage(x, 4, 2), refusal(RangeError, `${piece} 2 from 4 on`));
  assert.throws(() => torch.DoubleStorage(x, -1, 2), refusal(RangeError, `${piece} 2 from -1 on`));
  assert.throws(() => torch.DoubleStorage(x, 1, 0), refusal(RangeError, `${piece} 0 from 1 on`));
  const type = 'FloatStorage: expected a FloatStorage, got a DoubleStorage; convert with to()';
  assert.throws(() => torch.FloatStorage(x, 1), refusal(TypeError, type));
});

test('copies between pieces of one memory act as if through a temporary, of storages and of tensors', () => {
  const pieces = (): [Storage, Storage] => {
    const whole = torch.IntStorage([1, 2, 3, 4, 5]);
    return [torch.IntStorage(whole, 0, 4), torch.IntStorage(whole, 1, 4)];
  };
  const [a, b] = pieces();
  assert.equal(b.copy(a).totable(), [1, 2, 3, 4]);
  const [c, d] = pieces();
  assert.equal(torch.IntTensor(d).copy(torch.IntTensor(c)).toArray(), [1, 2, 3, 4]);
  const [e, f] = pieces();
  assert.equal(
    torch
      .IntTensor(f, 0, [2, 2])
      .t()
      .copy(torch.IntTensor(e, 0, [2, 2]))
      .toArray(),
    [1, 2, 3, 4],
  );
  const [g, h] = pieces();
  assert.equal(torch.IntTensor(h).add(torch.IntTensor(g)).toArray(), [3, 5, 7, 9]);
});

test('bits are the same memory in one of four kinds of array, for pieces and after growth too', () => {
  const kinds = {
    Double: 'Float64',
    Long: 'Float64',
    Float: 'Int32',
    Int: 'Int32',
    Short: 'Int16',
    Char: 'Uint8',
    Byte: 'Uint8',
  };
  for (const [type, kind] of Object.entries(kinds)) {
    const whole = new Storage(type as TypeName, [1, 2, 3, 4, 5]);
    for (const x of [whole, new Storage(type as TypeName, whole, 2, 3), whole.resize(40)]) {
      assert.is(x.bits.constructor.name, `${kind}Array`);
      assert.equal(
        [x.bits.length, x.bits.byteOffset, x.bits.buffer === x.data.buffer],
        [x.size(), x.data.byteOffset, true],
      );
      assert.is(x.bits, x.bits);
      x.bits[0] = x.bits[1];
      assert.is(x.data[0], x.data[1], type);
    }
  }
});

test('what is neither a size, numbers nor a storage is refused', () => {
  const make = torch.IntStorage as (...args: unknown[]) => Storage;
  assert.throws(() => make('x'), refusal(TypeError, 'IntStorage: expected a size, numbers or a storage, got string'));
  assert.throws(() => make([1, '2']), refusal(TypeError, 'IntStorage: expected numbers, got string at 1'));
  assert.throws(() => make(-1), refusal(RangeError, 'IntStorage: expected a size of 0 or more, got -1'));
  assert.throws(() => make(1.5), refusal(RangeError, 'IntStorage: expected a size of 0 or more, got 1.5'));
  const resize = 'IntStorage.resize: expected a size of 0 or more, got -1';
  assert.throws(() => make(2).resize(-1), refusal(RangeError, resize));
  const memory = 'IntStorage: expected as many elements as memory holds, got 1000000000000000';
  assert.throws(() => make(1e15), refusal(RangeError, memory));
});

test('bytes and characters are text, one character each', () => {
  for (const make of [torch.ByteStorage, torch.CharStorage]) {
    const x = make(3);
    assert.is(x.string('blah\0blah'), x);
    assert.equal([x.size(), x.string()], [9, 'blah\0blah']);
    assert.is(make([72, 233]).string(), 'Hé');
    const wide = `${make === torch.ByteStorage ? 'Byte' : 'Char'}Storage.string: expected characters of codes 0..255, got one of code 8364`;
    assert.throws(() => x.string('€'), refusal(RangeError, wide));
    assert.is(x.string(), 'blah\0blah');
  }
  assert.equal(torch.CharStorage().string('é').totable(), [-23]);
  const kind = 'IntStorage.string: expected a ByteStorage or a CharStorage, got IntStorage';
  assert.throws(() => torch.IntStorage(2).string(), refusal(TypeError, kind));
});

test('a clone has memory of its own; to() the same type is the storage itself', () => {
  const x = torch.ShortStorage([1, 2]);
  const y = x.clone().fill(9);
  assert.equal(Array.from(x.data), [1, 2]);
  assert.is(y.type(), 'torch.ShortStorage');
  assert.is(x.to('torch.ShortStorage'), x);
  const doubles = torch.DoubleStorage([1, 2]);
  assert.is.not(doubles.to('Long').data, doubles.data, 'Long has memory of its own too');
});

test('get and set check the index', () => {
  const x = torch.ByteStorage(2);
  for (const i of [-1, 2, 0.5, Number.NaN]) {
    assert.throws(() => x.get(i), refusal(RangeError, `ByteStorage.get: expected an index in 0..1, got ${i}`));
  }
  assert.throws(() => x.set(2, 1), refusal(RangeError, 'ByteStorage.set: expected an index in 0..1, got 2'));
});

test('types are known by three spellings, and no other', () => {
  for (const name of ['Float', 'FloatTensor', 'torch.FloatStorage']) assert.is(elementType(name).name, 'Float');
  assert.throws(
    () => elementType('Real'),
    refusal(TypeError, "torch.type: expected one of Double, Float, Int, Long, Short, Char, Byte, Half, got 'Real'"),
  );
  assert.throws(() => elementType('toString'), TypeError);
});

test('a storage prints itself as Torch does', () => {
  assert.is(String(torch.IntStorage([1, 20])), '  1\n 20\n[torch.IntStorage of size 2]\n');
});

test.run();
