/** @file Modes and sizes of longs: told, and found out. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import { TorchObject } from '../../../../lib/io/t7/values.js';
import { torch } from '../../../../lib/torch.js';
import { fails, thrown } from '../../../errors.js';
import { readOpaque, writeOpaque } from './opaque.js';

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
