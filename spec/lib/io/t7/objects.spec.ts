/** @file Modes and sizes of longs: told, and found out. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import { LuaFunction, type LuaValue, TorchObject } from '../../../../lib/io/t7/values.js';
import { torch } from '../../../../lib/torch.js';
import { fails, thrown } from '../../../errors.js';
import { readOpaque, writeOpaque } from './opaque.js';

/** A table with an object as the value of itself. */
const table = (x: LuaValue): Map<LuaValue, LuaValue> => new Map([[x, x]]);

test('text where binary is expected is told apart', () => {
  const text = writeOpaque([1], 'ascii');
  const message =
    'f.t7: at byte 0: expected the type of an object, 0 to 8, found 170986035, which is text: the mode is ascii';
  fails(() => readOpaque(text, 'binary'), FileFormatError, message);
  assert.equal(readOpaque(text), [1]);
});

test('longs of 4 bytes are recognised in an object that reaches to the end of the file', () => {
  const x = torch.DoubleTensor([1, 2]);
  for (const value of [
    x,
    [x, x.storage()],
    torch.LongStorage([0, 0, 5]),
    torch.LongTensor(),
    new TorchObject('a', [x]),
  ]) {
    const bytes32 = writeOpaque(value, 'b32');
    assert.equal(writeOpaque(readOpaque(bytes32), 'b64'), writeOpaque(value, 'b64'));
    assert.equal(writeOpaque(readOpaque(bytes32, 'b32'), 'b64'), writeOpaque(value, 'b64'));
    assert.instance(
      thrown(() => readOpaque(bytes32, 'b64')),
      FileFormatError,
    );
  }
});

test('of two readings that an object has by chance, the one is right that reaches to the end of the file', () => {
  // With longs of 8 bytes the elements begin one further on, and the function's number is taken for the type of a table.
  const value = new Map([[torch.FloatStorage([0, 1]), new LuaFunction(Uint8Array.of(1, 2), 5)]]);
  const bytes = writeOpaque(value, 'b32');
  assert.equal(
    writeOpaque(readOpaque(bytes, 'b64'), 'b64'),
    writeOpaque(table(torch.FloatStorage([1, 2 ** -149 * 8])), 'b64'),
  );
  assert.equal(writeOpaque(readOpaque(bytes), 'b32'), bytes);
});

test('what stands behind an object with longs of 8 bytes does not matter', () => {
  const bytes = writeOpaque(torch.DoubleTensor([1, 2]), 'b64');
  const read = readOpaque(Uint8Array.of(...bytes, 0, 0)) as { toArray(): number[] };
  assert.equal(read.toArray(), [1, 2]);
});

test('the second of two objects with longs of 4 bytes is not taken for one of 8', () => {
  const file = torch.MemoryFile().binary().longSize(4);
  file
    .writeObject(torch.DoubleTensor([1, 2]))
    .writeObject('behind')
    .seek(0)
    .longSize(0);
  assert.instance(
    thrown(() => file.readObject()),
    FileFormatError,
  );
  assert.is(file.position(), 0);
  assert.equal((file.longSize(4).readObject() as { toArray(): number[] }).toArray(), [1, 2]);
  assert.is(file.readObject(), 'behind');
});

test.run();
