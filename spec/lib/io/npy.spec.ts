/** @file .npy files: NumPy's own bytes, read and written. */
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DataError, loadNpy, saveNpy } from '../../../lib/io/index.js';
import { torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { temporaryFolder } from '../../tools/world.js';

const { file, remove } = temporaryFolder();
test.after(remove);

interface Recorded {
  name: string;
  type: string;
  size: number[];
  values: number[];
  /** Whether `numpy.save` wrote it by rows in this machine's order, as saveNpy does. */
  same: boolean;
  file: string;
}

const golden = new URL('../../golden/numpy/npy.json', import.meta.url);
const { files, unread } = JSON.parse(readFileSync(golden, 'utf8')) as {
  files: Recorded[];
  unread: Record<string, string>;
};

function written(name: string, bytes: Uint8Array): string {
  const path = file(`${name.replaceAll(' ', '-')}.npy`);
  writeFileSync(path, bytes);
  return path;
}

for (const { name, type, size, values, same, file: base64 } of files) {
  const bytes = Buffer.from(base64, 'base64');
  test(`${name} is read as NumPy wrote it${same ? ', and written as the same bytes' : ''}`, () => {
    const tensor = loadNpy(written(name, bytes));
    assert.is(tensor.type(), `torch.${type}Tensor`);
    assert.equal(tensor.size(), size);
    assert.equal(tensor.contiguous().view(-1).toArray(), values);
    const copy = file('copy.npy');
    saveNpy(copy, tensor);
    if (same) assert.ok(readFileSync(copy).equals(bytes));
    else assert.equal(loadNpy(copy).toArray(), tensor.toArray());
  });
}

test('a view is written by its own elements', () => {
  const path = file('view.npy');
  saveNpy(path, torch.range(1, 6).view(2, 3).t().narrow(0, 1, 2));
  assert.equal(loadNpy(path).size(), [2, 2]);
  assert.equal(loadNpy(path).toArray(), [2, 5, 3, 6]);
});

const whole = Buffer.from(files[0].file, 'base64');
const refusals: [string, Uint8Array, (path: string) => string][] = [
  ['other bytes', Buffer.from('not an array at all'), (path) => `${path}: expected a .npy file, got other bytes`],
  ['nothing', Buffer.alloc(0), (path) => `${path}: expected a .npy file, got other bytes`],
  ['a file cut off', whole.subarray(0, 170), (path) => `${path}: expected 48 bytes of elements, got 42`],
  [
    'a head cut off',
    whole.subarray(0, 40),
    (path) => `${path}: expected the head of one array of numbers, got {'descr': '<f8', 'fortran_orde`,
  ],
  [
    'complex numbers',
    Buffer.from(unread.complex, 'base64'),
    (path) => `${path}: expected elements of f8, f4, i8, i4, i2, i1, u1, b1, got c16`,
  ],
  [
    'integers that doubles cannot tell apart',
    Buffer.from(unread.large, 'base64'),
    (path) => `${path}: expected integers within ±(2^53 − 1), got 1152921504606847000`,
  ],
];
for (const [what, bytes, message] of refusals) {
  test(`${what}: an error in one line`, () => {
    const path = written(what, bytes);
    fails(() => loadNpy(path), DataError, message(path));
  });
}

test('a missing file is named', () => {
  const path = file('nowhere.npy');
  fails(() => loadNpy(path), DataError, `cannot read ${path}: no such file or folder`);
});

test.run();
