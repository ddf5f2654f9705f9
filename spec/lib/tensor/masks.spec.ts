/** @file Masks and nonzero, against their definitions on random strides. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { floating, indices, integer, laidOut, layouts, onlyElementsWritten, read } from './layouts.js';
import { picker, property, strided, stridedAs } from './strided.js';

const types = [...floating, ...integer];

/** A tensor, and as many zeros and ones in other strides and another shape. */
const masked = strided(types, { min: 1, max: 4 }).chain((s) => {
  const n = s.values.length;
  const width = [3, 2, 1].find((k) => n % k === 0) as number;
  return fc.tuple(fc.constant(s), stridedAs(['Byte'], [n / width, width]), fc.nat());
});

test('maskedSelect, maskedFill and maskedCopy take the elements at ones in row-major order, in every form', () => {
  property(masked, ([s, { x: mask }, seed]) => {
    const pick = picker(seed);
    const ones = s.values.map(() => pick(2));
    mask.copy(torch.ByteTensor(ones));
    const chosen = s.values.filter((_, i) => ones[i] === 1);
    const result = Tensor.zeros(s.type, [3, 2]).t();
    for (const y of [s.x.maskedSelect(mask), torch.maskedSelect(result, s.x, mask), torch.maskedSelect(s.x, mask)]) {
      assert.equal([y.size(), read(y)], [chosen.length === 0 ? [] : [chosen.length], chosen]);
    }
    const given = s.values.map((_, i) => s.x.elementType.cast(i + 1));
    const source = laidOut(s.type, [given.length], given, layouts.stepped);
    assert.is(s.x.maskedCopy(mask, source), s.x);
    let next = 0;
    assert.equal(
      read(s.x),
      s.values.map((value, i) => (ones[i] === 1 ? given[next++] : value)),
    );
    assert.is(torch.maskedFill(s.x, mask, 3), s.x);
    assert.equal(
      read(s.x),
      s.values.map((value, i) => (ones[i] === 1 ? 3 : value)),
    );
    onlyElementsWritten(s.x, 'masked');
  });
});

test('nonzero lists the indices of what is not zero, for every type', () => {
  property(fc.tuple(strided(types, { min: 1, max: 4 }), fc.nat()), ([s, seed]) => {
    const pick = picker(seed);
    const ones = s.values.map(() => pick(2));
    s.x.copy(torch.ByteTensor(ones));
    const expected = indices(s.size).filter((_, i) => ones[i] === 1);
    const result = torch.LongTensor(2, 5).t();
    for (const y of [s.x.nonzero(), torch.nonzero(s.x), result.nonzero(s.x)]) {
      assert.is(y.type(), 'torch.LongTensor');
      assert.equal(
        [y.size(), read(y)],
        [expected.length === 0 ? [] : [expected.length, s.size.length], expected.flat()],
      );
    }
  });
});

test('a NaN is not zero; −0 is', () => {
  assert.equal(read(torch.Tensor([NaN, -0, 1]).nonzero()), [0, 2]);
  assert.is(torch.Tensor().nonzero().dim(), 0);
});

test('a mask may have memory in common with what it masks', () => {
  const x = torch.ByteTensor([
    [0, 1],
    [1, 0],
  ]);
  x.maskedFill(x.t(), 0);
  assert.equal(read(x), [0, 0, 0, 0]);
  const y = torch.ByteTensor([0, 1, 1]);
  y.narrow(0, 1, 2).maskedCopy(y.narrow(0, 0, 2), y.narrow(0, 0, 1));
  assert.equal(read(y), [0, 1, 0]);
  const z = torch.Tensor([1, 2, 3]);
  assert.equal(read(z.maskedCopy(torch.ByteTensor([0, 1, 1]), z)), [1, 1, 2]);
  assert.equal(read(torch.maskedSelect(y, y, y)), [1]);
});

test('masks of another size, type or value are refused, and sources that are too short, before anything is written', () => {
  const x = torch.Tensor([1, 2, 3]);
  const calls: [name: string, call: (mask: Tensor) => unknown][] = [
    ['maskedSelect', (mask) => x.maskedSelect(mask)],
    ['maskedFill', (mask) => x.maskedFill(mask, 0)],
    ['maskedCopy', (mask) => x.maskedCopy(mask, torch.Tensor(3))],
  ];
  for (const [name, call] of calls) {
    const refused = (mask: Tensor, Kind: typeof Error, rest: string): void =>
      fails(() => call(mask), Kind, `torch.${name}: ${rest}`);
    refused(torch.ByteTensor([1, 1]), RangeError, 'expected a mask of 3 elements, got ByteTensor(2)');
    refused(torch.Tensor([1, 1, 1]), TypeError, 'expected a ByteTensor for the mask, got DoubleTensor(3)');
    refused(torch.ByteTensor([1, 0, 2]), RangeError, 'expected zeros and ones in the mask, got 2');
    refused([1, 0, 0] as unknown as Tensor, TypeError, 'expected a tensor, got object');
  }
  const ones = torch.ByteTensor([1, 1, 0]);
  const few = 'expected a source of 2 elements or more, one for each 1 of the mask, got DoubleTensor(1)';
  fails(() => x.maskedCopy(ones, torch.Tensor(1)), RangeError, `torch.maskedCopy: ${few}`);
  fails(
    () => x.maskedCopy(ones, torch.IntTensor(3)),
    TypeError,
    'torch.maskedCopy: expected a DoubleTensor, got IntTensor(3)',
  );
  const long = torch.LongTensor([1, 2, 3]);
  const beyond = 'LongTensor: expected an integer within ±(2^53 − 1), got 9007199254740992';
  fails(() => long.maskedFill(ones, 2 ** 53), RangeError, beyond);
  assert.equal(
    [read(x), read(long)],
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
  );
});

test.run();
