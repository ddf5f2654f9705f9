/** @file torch.save and torch.load: files replaced whole or not at all, modes, and what cannot be opened. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WriteError } from '../../../../lib/io/atomic.js';
import { DataError } from '../../../../lib/io/csv.js';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import type { Mode } from '../../../../lib/io/t7/objects.js';
import type { Tensor } from '../../../../lib/tensor/index.js';
import { torch } from '../../../../lib/torch.js';
import { fails, thrown } from '../../../errors.js';

const folder = fs.mkdtempSync(join(tmpdir(), 'save-'));
test.after(() => fs.rmSync(folder, { recursive: true }));
const file = (name: string): string => join(folder, name);

for (const mode of ['binary', 'b32', 'b64', 'ascii'] as Mode[]) {
  test(`what is saved in ${mode} is loaded, with the mode or without`, () => {
    const path = file(`${mode}.t7`);
    const x = torch.randn(3, 4);
    torch.save(path, { x, y: x.t() }, mode);
    for (const given of [undefined, mode]) {
      const table = torch.load(path, given) as Map<string, Tensor>;
      assert.equal(table.get('x')!.toArray(), x.toArray());
      assert.is(table.get('x')!.storage(), table.get('y')!.storage());
    }
    assert.equal(torch.serialize({ x, y: x.t() }, mode), new Uint8Array(fs.readFileSync(path)));
    assert.equal((torch.deserialize(fs.readFileSync(path)) as Map<string, Tensor>).get('x')!.toArray(), x.toArray());
  });
}

test('text is deserialized from a string', () => {
  assert.equal(torch.deserialize('3\n1\n1\n1\n1\n2\n2\n\u00fc\n'), ['ü']);
});

test('bytes inside a larger buffer are read from their own start', () => {
  const whole = new Uint8Array([9, 9, ...torch.serialize([5]), 9]);
  assert.equal(torch.deserialize(whole.subarray(2, -1)), [5]);
});

test('without references an object is saved wherever it is met', () => {
  const path = file('apart.t7');
  const inner = ['a'];
  torch.save(path, [inner, inner], 'binary', false);
  const [a, b] = torch.load(path, 'binary', false) as string[][];
  assert.equal([a, b], [inner, inner]);
  assert.is.not(a, b);
});

test('a value that cannot be saved leaves the file and no other', () => {
  const path = file('old.t7');
  torch.save(path, 'old');
  fails(
    () => torch.save(path, [torch.randn(1e5), () => 1]),
    TypeError,
    `${path}: expected nil, booleans, numbers, text, tensors, storages, tables and classes of Torch, got a function at [1]`,
  );
  fails(
    () => torch.save(path, 'new', 'text' as Mode),
    TypeError,
    "expected the mode 'binary', 'b32', 'b64' or 'ascii', got 'text'",
  );
  assert.is(torch.load(path), 'old');
  assert.equal(
    fs.readdirSync(folder).filter((name) => name.includes('tmp')),
    [],
  );
});

test('a link stays a link, and a file keeps its mode', () => {
  const [path, link] = [file('real.t7'), file('link.t7')];
  torch.save(path, 1);
  fs.chmodSync(path, 0o600);
  fs.symlinkSync(path, link);
  torch.save(link, 2);
  assert.ok(fs.lstatSync(link).isSymbolicLink());
  assert.is(torch.load(path), 2);
  assert.is(fs.statSync(path).mode & 0o777, 0o600);
});

test('what cannot be opened is said in words', () => {
  fails(() => torch.load(file('none')), DataError, `cannot read ${file('none')}: no such file or folder`);
  fails(() => torch.load(folder), DataError, `cannot read ${folder}: is a directory`);
  fails(() => torch.save(folder, 1), WriteError, `cannot write ${folder}: is a directory`);
  fails(() => torch.save(file('none/x'), 1), WriteError, `cannot write ${file('none/x')}: no such file or folder`);
  fails(() => torch.save('/dev/null', 1), WriteError, 'cannot write /dev/null: is a device or a pipe');
  fs.writeFileSync(file('empty'), '');
  fails(
    () => torch.load(file('empty')),
    FileFormatError,
    `${file('empty')}: at byte 0: expected an int of 4 bytes, found the end of the file`,
  );
});

test('a full disk is an error, and the old file stands', () => {
  // Writing there fails as on a full disk.
  if (!fs.existsSync('/dev/full')) return;
  const disk = torch.DiskFile('/dev/full', 'w').binary();
  fails(() => disk.writeObject(torch.randn(1e5)), WriteError, 'cannot write /dev/full: no space left on the device');
  assert.is(disk.hasError(), true);
  disk.writeInt(1);
  fails(() => disk.close(), WriteError, 'cannot write /dev/full: no space left on the device');
  assert.match(thrown(() => disk.writeInt(1)).message, /closed/);
});

test('a tensor larger than any buffer goes through the disk', () => {
  const path = file('large.t7');
  const x = torch.range(1, 3e5);
  torch.save(path, [x, 'behind']);
  const [y, text] = torch.load(path) as [Tensor, string];
  assert.equal(y.storage().data, x.storage().data);
  assert.is(text, 'behind');
});

test.run();
