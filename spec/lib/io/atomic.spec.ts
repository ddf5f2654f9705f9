/** @file Files that are written whole or not at all, by several writers at a time. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { replaceAtomically, writeAtomically } from '../../../lib/io/atomic.js';
import { thrown } from '../../errors.js';

const test = suite<{ folder: string; path: string }>('atomic');

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'rop-atomic-'));
  context.path = join(context.folder, 'net.t7');
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

test('a writer that begins while another one writes the same file leaves both whole', ({ path, folder }) => {
  replaceAtomically(path, (file) => {
    writeFileSync(file, 'the first');
    writeAtomically(path, 'second');
    assert.is(readFileSync(path, 'utf8'), 'second');
    writeFileSync(file, ' one');
  });
  assert.is(readFileSync(path, 'utf8'), 'the first one');
  assert.equal(readdirSync(folder), ['net.t7']);
});

test('two files of one process have temporary names of their own', ({ path, folder }) => {
  const names: string[] = [];
  for (let i = 0; i < 2; i++) replaceAtomically(path, () => void names.push(...readdirSync(folder)));
  assert.is(new Set(names.filter((name) => name.endsWith('.tmp'))).size, 2);
});

test('a failed write leaves the old contents and no temporary file', ({ path, folder }) => {
  writeAtomically(path, 'old');
  const fault = thrown(() =>
    replaceAtomically(path, (file) => {
      writeFileSync(file, 'half');
      throw new RangeError('enough');
    }),
  );
  assert.is(fault.message, 'enough');
  assert.is(readFileSync(path, 'utf8'), 'old');
  assert.equal(readdirSync(folder), ['net.t7']);
});

test('errors name the file and the reason', ({ folder }) => {
  const path = join(folder, 'missing', 'net.t7');
  assert.is(thrown(() => writeAtomically(path, '')).message, `cannot write ${path}: no such file or folder`);
});

test.run();
