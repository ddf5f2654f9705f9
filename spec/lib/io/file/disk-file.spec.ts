/** @file DiskFile: modes, endianness, buffering, and what is no file. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WriteError } from '../../../../lib/io/atomic.js';
import { DataError } from '../../../../lib/io/csv.js';
import { DiskFile } from '../../../../lib/io/file/disk-file.js';
import type { FileMode } from '../../../../lib/io/file/file-state.js';
import { torch } from '../../../../lib/torch.js';
import { fails } from '../../../errors.js';

const folder = fs.mkdtempSync(join(tmpdir(), 'disk-'));
test.after(() => fs.rmSync(folder, { recursive: true }));
const file = (name: string): string => join(folder, name);
const hex = (path: string): string => fs.readFileSync(path).toString('hex');

test('r reads, w empties, rw makes what is missing and keeps what is there', () => {
  const path = file('modes');
  fails(() => torch.DiskFile(path), DataError, `cannot read ${path}: no such file or folder`);
  torch.DiskFile(path, 'rw').close();
  assert.is(fs.statSync(path).size, 0);
  fs.writeFileSync(path, 'abc');
  const both = torch.DiskFile(path, 'rw');
  both.writeString('X');
  both.close();
  assert.is(fs.readFileSync(path, 'utf8'), 'Xbc');
  const reading = torch.DiskFile(path);
  fails(
    () => reading.writeInt(1),
    TypeError,
    `DiskFile(${path}).writeInt: expected a file of mode 'w', got one of 'r'`,
  );
  reading.close();
  const writing = torch.DiskFile(path, 'w');
  fails(() => writing.readInt(), TypeError, `DiskFile(${path}).readInt: expected a file of mode 'r', got one of 'w'`);
  writing.close();
  assert.is(fs.statSync(path).size, 0);
  fails(
    () => torch.DiskFile(path, 'a' as FileMode),
    TypeError,
    "DiskFile: expected the mode 'r', 'w' or 'rw', got 'a'",
  );
});

test('with and without new it is one class; it prints as in Torch', () => {
  const path = file('class');
  for (const made of [torch.DiskFile(path, 'w'), new torch.DiskFile(path, 'rw')]) {
    assert.instance(made, torch.DiskFile);
    assert.instance(made, DiskFile);
    assert.instance(made, torch.File);
    made.close();
  }
  const disk = torch.DiskFile(path);
  assert.is(String(disk), `torch.DiskFile on <${path}> [status: open -- mode r ]`);
  disk.close();
  assert.is(String(disk), `torch.DiskFile on <${path}> [status: closed -- mode r ]`);
});

test('a quiet file that cannot be opened is undefined; one that can is quiet', () => {
  assert.is(torch.DiskFile(file('none'), 'r', true), undefined);
  assert.is(torch.DiskFile(file('none/x'), 'w', true), undefined);
  const disk = torch.DiskFile(file('quiet'), 'w', true);
  assert.is(disk?.isQuiet(), true);
  disk?.close();
  fails(
    () => torch.DiskFile(file('none/x'), 'w'),
    WriteError,
    `cannot write ${file('none/x')}: no such file or folder`,
  );
});

test('big-endian numbers have their first byte first', () => {
  const path = file('big');
  const disk = torch.DiskFile(path, 'rw').binary().bigEndianEncoding();
  disk.writeInt(1);
  disk.writeShort(torch.ShortStorage([2, 3]));
  disk.writeLong(4);
  disk.writeLong(torch.LongStorage([-2]));
  disk.longSize(4).writeLong(5);
  disk.writeDouble(1);
  disk.writeByte(6);
  disk.synchronize();
  assert.is(
    hex(path),
    '00000001' + '00020003' + '0000000000000004' + 'fffffffffffffffe' + '00000005' + '3ff0000000000000' + '06',
  );
  disk.seek(0).longSize(8);
  assert.is(disk.readInt(), 1);
  assert.equal(disk.readShort(2).totable(), [2, 3]);
  assert.equal(disk.readLong(2).totable(), [4, -2]);
  assert.is(disk.longSize(4).readLong(), 5);
  assert.is(disk.readDouble(), 1);
  disk.close();
});

test('objects of the other endianness are read where the file is told, and named where it is not', () => {
  const path = file('other');
  const x = torch.DoubleTensor([1, 2, 3]);
  const disk = torch.DiskFile(path, 'rw').binary().bigEndianEncoding();
  disk.writeObject([x, 'text']).seek(0);
  const [y, text] = disk.readObject() as [typeof x, string];
  assert.equal([y.toArray(), text], [[1, 2, 3], 'text']);
  assert.equal(x.toArray(), [1, 2, 3]);
  disk.synchronize();
  assert.throws(() => torch.load(path, 'binary'), /which is one of the other endianness$/);
  const little = disk.littleEndianEncoding().seek(0);
  assert.throws(() => little.readObject(), /which is one of the other endianness$/);
  assert.is(disk.isLittleEndianCPU(), !disk.isBigEndianCPU());
  disk.nativeEndianEncoding().seek(0).writeInt(1);
  disk.synchronize();
  assert.is(hex(path).slice(0, 8), disk.isLittleEndianCPU() ? '01000000' : '00000001');
  disk.close();
});

test('without a buffer every byte is on disk at once', () => {
  const path = file('unbuffered');
  const disk = torch.DiskFile(path, 'rw').noBuffer();
  disk.writeString('a');
  assert.is(fs.readFileSync(path, 'utf8'), 'a');
  fs.appendFileSync(path, 'bc');
  assert.is(disk.readString('*a'), 'bc');
  disk.close();
});

test('behind the end there may be a hole', () => {
  const path = file('hole');
  const disk = torch.DiskFile(path, 'w');
  disk.seek(3).writeString('x');
  disk.close();
  assert.is(hex(path), '00000078');
});

test('what the system makes up, without a size, is read whole', () => {
  if (!fs.existsSync('/proc/self/status')) return;
  const disk = torch.DiskFile('/proc/self/status').noBuffer();
  assert.match(disk.readString('*l') as string, /^Name:/);
  disk.close();
});

test.run();
