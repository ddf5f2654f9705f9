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
    () => elementType('Half'),
    refusal(TypeError, "torch.type: expected one of Double, Float, Int, Long, Short, Char, Byte, got 'Half'"),
  );
  assert.throws(() => elementType('toString'), TypeError);
});

test('a storage prints itself as Torch does', () => {
  assert.is(String(torch.IntStorage([1, 20])), '  1\n 20\n[torch.IntStorage of size 2]\n');
});

test.run();
