/** @file MemoryFile: a storage of Chars that ends with 0. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FileMode } from '../../../../lib/io/file/file-state.js';
import { MemoryFile } from '../../../../lib/io/file/memory-file.js';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import type { Storage } from '../../../../lib/tensor/index.js';
import { torch } from '../../../../lib/torch.js';
import { fails } from '../../../errors.js';

const chars = (text: string): Storage => torch.CharStorage([...text].map((char) => char.charCodeAt(0)));

test('the storage holds the bytes and a zero, however long the file has become', () => {
  const file = torch.MemoryFile();
  assert.equal(file.storage().totable(), [0]);
  file.writeString('abc');
  assert.equal(file.storage().totable(), [97, 98, 99, 0]);
  for (let i = 0; i < 100; i++) file.writeString('0123456789');
  const storage = file.storage();
  assert.equal([storage.size(), storage.get(1003)], [1004, 0]);
  assert.is(storage.type(), 'torch.CharStorage');
});

test('a given storage is read and written in place, and grows', () => {
  const storage = chars('12 345\0');
  const file = torch.MemoryFile(storage);
  assert.is(file.readInt(), 12);
  file.seek(0).writeString('98');
  assert.is(file.storage(), storage);
  assert.equal(storage.totable(), chars('98 345\0').totable());
  file.seekEnd().writeString('!?');
  assert.equal(file.storage().totable(), chars('98 345!?\0').totable());
});

test('whoever resizes the storage resizes the file', () => {
  const storage = chars('abcdef\0');
  const file = torch.MemoryFile(storage, 'r');
  storage.resize(3);
  assert.is(file.readString('*a'), 'abc');
  assert.is(file.seekEnd().position(), 3);
});

test('with and without new it is one class; it prints as in Torch', () => {
  for (const made of [torch.MemoryFile(), new torch.MemoryFile()]) {
    assert.instance(made, torch.MemoryFile);
    assert.instance(made, MemoryFile);
    assert.instance(made, torch.File);
  }
  const file = torch.MemoryFile('r');
  assert.is(String(file), 'torch.MemoryFile [status: open -- mode: r ]');
  file.close();
  assert.is(String(file), 'torch.MemoryFile [status: closed -- mode: r ]');
  fails(() => file.storage(), TypeError, 'MemoryFile.storage: expected an open file, got a closed one');
});

test('what is no file is refused', () => {
  fails(() => torch.MemoryFile('x' as FileMode), TypeError, "MemoryFile: expected the mode 'r', 'w' or 'rw', got 'x'");
  fails(
    () => torch.MemoryFile(torch.ByteStorage(1)),
    TypeError,
    'MemoryFile: expected a CharStorage, got a ByteStorage',
  );
  fails(() => torch.MemoryFile(chars('ab')), RangeError, 'MemoryFile: expected a storage that ends with 0, got 98');
  fails(
    () => torch.MemoryFile(chars('')),
    RangeError,
    'MemoryFile: expected a storage that ends with 0, got an empty one',
  );
});

test('there is nothing behind the end of memory', () => {
  const file = torch.MemoryFile(chars('abc\0'));
  fails(
    () => file.seek(4),
    FileFormatError,
    'MemoryFile: at byte 3: expected a position up to the end of the file, found 4',
  );
  assert.is(file.position(), 0);
  assert.is(file.quiet().seek(9), file);
  assert.equal([file.position(), file.hasError()], [0, true]);
  assert.is(file.seek(3).position(), 3);
});

test.run();
