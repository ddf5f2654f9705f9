/** @file Tensors and storages whose numbers cannot be, each refused with its place; and strange ones that can. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import type { Tensor } from '../../../../lib/tensor/index.js';
import { fails } from '../../../errors.js';
import { double, instance, int, long, nil, number, table } from './assembler.js';
import { readOpaque } from './opaque.js';

const doubles = (index: number, ...values: number[]): Uint8Array =>
  instance(index, 'torch.DoubleStorage', long(values.length), double(...values));
/** A tensor of doubles over a storage of 1, 2, 3, 4. */
const tensor = (size: number[], stride: number[], first: number): Uint8Array =>
  instance(1, 'torch.DoubleTensor', int(size.length), long(...size, ...stride, first), doubles(2, 1, 2, 3, 4));

const refused: [what: string, file: Uint8Array, message: string][] = [
  [
    'a table of a size below 0',
    int(3, 1, -1),
    'at byte 8: expected a number of entries that 0 bytes can hold, found -1',
  ],
  [
    'a storage beyond the file',
    instance(1, 'torch.DoubleStorage', long(2 ** 40), double(1, 2)),
    'at byte 38: expected a size of 0 to the 2 elements of Double that 16 bytes can hold, found 1099511627776',
  ],
  [
    'a storage of a size below 0',
    instance(1, 'torch.ByteStorage', long(-1)),
    'at byte 36: expected a size of 0 to the 0 elements of Byte that 0 bytes can hold, found -1',
  ],
  [
    'more dimensions than the file can hold',
    instance(1, 'torch.DoubleTensor', int(2 ** 30), double(1, 2)),
    'at byte 37: expected a number of dimensions, found 1073741824',
  ],
  [
    'dimensions below 0',
    instance(1, 'torch.DoubleTensor', int(-2), double(1, 2)),
    'at byte 37: expected a number of dimensions, found -2',
  ],
  ['a size below 0', tensor([2, -1], [1, 1], 1), 'at byte 37: expected sizes that are not negative, found 2 × -1'],
  [
    'sizes whose product overflows',
    tensor([2 ** 30, 2 ** 30], [0, 0], 1),
    'at byte 37: expected fewer than 2^53 elements, found 1073741824 × 1073741824',
  ],
  [
    'strides that leave the storage',
    tensor([2, 2], [3, 1], 1),
    "at byte 37: expected a view of a storage's 4 elements, found one of 1..5",
  ],
  [
    'a stride that leaves it below',
    tensor([3], [-1], 2),
    "at byte 37: expected a view of a storage's 4 elements, found one of 0..2",
  ],
  [
    'a first element before the storage',
    tensor([1], [1], 0),
    "at byte 37: expected a view of a storage's 4 elements, found one of 0..0",
  ],
  [
    'a first element behind the storage',
    tensor([1], [1], 5),
    "at byte 37: expected a view of a storage's 4 elements, found one of 5..5",
  ],
  ['an empty tensor behind the storage', tensor([0], [1], 6), 'at byte 37: expected a first element in 1..5, found 6'],
  [
    'a tensor with elements and no storage',
    instance(1, 'torch.DoubleTensor', int(1), long(1, 1, 1), nil),
    "at byte 37: expected a view of a storage's 0 elements, found one of 1..1",
  ],
  [
    'a tensor over a table',
    instance(1, 'torch.DoubleTensor', int(0), long(1), table(2, 0)),
    'at byte 49: expected nil or a storage of Double, found an object of type 3',
  ],
  [
    'a tensor over a storage of another type',
    instance(1, 'torch.DoubleTensor', int(0), long(1), instance(2, 'torch.FloatStorage', long(0))),
    'at byte 49: expected nil or a storage of Double, found torch.FloatStorage',
  ],
  [
    'a tensor over a storage of another type met before',
    table(
      1,
      2,
      number(1),
      instance(2, 'torch.IntStorage', long(0)),
      number(2),
      instance(3, 'torch.DoubleTensor', int(0), long(1), int(4, 2)),
    ),
    'at byte 128: expected nil or a storage of Double, found a reference to torch.IntStorage',
  ],
  [
    'a tensor over the table that holds it',
    table(1, 1, number(1), instance(2, 'torch.DoubleTensor', int(0), long(1), int(4, 1))),
    'at byte 73: expected nil or a storage of Double, found a reference to another object',
  ],
  [
    'a tensor over itself',
    instance(1, 'torch.DoubleTensor', int(0), long(1), int(4, 1)),
    'at byte 57: expected an int of 4 bytes, found the end of the file',
  ],
  [
    'a long beyond 2^53',
    instance(1, 'torch.LongStorage', long(2, 1), Uint8Array.of(0, 0, 0, 0, 0, 0, 0x20, 0)),
    'at byte 52: expected a long within ±(2^53 − 1), found 9007199254740992',
  ],
];
for (const [what, file, message] of refused) {
  test(`${what}: refused`, () => fails(() => readOpaque(file, 'binary'), FileFormatError, `f.t7: ${message}`));
}

test('a view may repeat its elements, whatever its sizes come to', () => {
  const x = readOpaque(tensor([2 ** 20, 2 ** 20], [0, 0], 3)) as Tensor;
  assert.equal([x.size(), x.storage().size(), x.get(5, 7)], [[2 ** 20, 2 ** 20], 4, 3]);
});

test.run();
