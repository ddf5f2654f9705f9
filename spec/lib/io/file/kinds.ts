/** @file The two kinds of files, each on the same specs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { File } from '../../../../lib/io/file/file.js';
import { torch } from '../../../../lib/torch.js';

export interface Kind {
  /** How errors name a file, by itself and in front of the place of a byte. */
  name: string;
  path: string;
  /** An empty file, to be read and written. */
  make: () => File;
  /** A file of these bytes, each given as one character, at its beginning. */
  holding: (content: string) => File;
  /** All bytes of a file, each as one character. */
  content: (file: File) => string;
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function kind(name: string, path: string, make: () => File, content: (file: File) => string): Kind {
  const holding = (text: string): File => {
    const file = make();
    file.writeString(Buffer.from(text, 'latin1'));
    return file.seek(0);
  };
  return { name, path, make, holding, content };
}

const memory = kind(
  'MemoryFile',
  'MemoryFile',
  () => torch.MemoryFile(),
  (file) => latin(new Uint8Array((file as ReturnType<typeof torch.MemoryFile>).storage().data).slice(0, -1)),
);

function onDisk(path: string): Kind {
  const make = (): File => {
    rmSync(path, { force: true });
    return torch.DiskFile(path, 'rw');
  };
  return kind(`DiskFile(${path})`, path, make, (file) => {
    file.synchronize();
    return latin(readFileSync(path));
  });
}

export type Test = (name: string, work: () => void) => void;

/** Specs of files in memory and on disk. */
export function onBoth(specs: (test: Test, kind: Kind) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'file-'));
  const disk = onDisk(join(folder, 'f'));
  for (const each of [memory, disk]) {
    const test = suite(each === memory ? 'MemoryFile' : 'DiskFile');
    specs(test, each);
    if (each === disk) test.after(() => rmSync(folder, { recursive: true }));
    test.run();
  }
}

/** Each row writes to an empty file in a mode, which then has these bytes. */
export function writesAs(
  test: Test,
  { make, content }: Kind,
  mode: 'ascii' | 'binary',
  rows: readonly (readonly [what: string, write: (file: File) => unknown, expected: string])[],
): void {
  for (const [what, write, expected] of rows) {
    test(what, () => {
      const file = make()[mode]();
      write(file);
      assert.is(content(file), expected);
      file.close();
    });
  }
}
