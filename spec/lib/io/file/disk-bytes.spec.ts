/** @file A window on a file, against an array: whatever the order of reading and writing, the bytes are the same. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Bytes } from '../../../../lib/io/file/bytes.js';
import { DiskBytes } from '../../../../lib/io/file/disk-bytes.js';
import { MemoryBytes } from '../../../../lib/io/file/memory-bytes.js';
import { Storage } from '../../../../lib/tensor/index.js';

const folder = fs.mkdtempSync(join(tmpdir(), 'bytes-'));
const path = join(folder, 'f');
test.after(() => fs.rmSync(folder, { recursive: true }));

type Step = ['seek' | 'read' | 'write' | 'take' | 'room' | 'truncate', number];

// Sizes around those of the window, 65536 bytes, as well as small ones.
const size = fc.oneof(fc.nat(40), fc.integer({ min: 65500, max: 65600 }), fc.nat(150000));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom('seek' as const, 'read' as const, 'write' as const, 'truncate' as const), size),
  fc.tuple(fc.constantFrom('take' as const, 'room' as const), fc.integer({ min: 1, max: 8 })),
);

const same = (got: Uint8Array, expected: Uint8Array): void => assert.is(Buffer.compare(got, expected), 0);

function agree(bytes: Bytes, steps: readonly Step[]): void {
  const memory = Buffer.alloc(2 ** 22);
  let length = 0;
  let position = 0;
  let round = 0;
  const fresh = (n: number): Uint8Array => {
    round++;
    return Uint8Array.from({ length: n }, (_, i) => i + round);
  };
  const put = (from: Uint8Array): void => {
    memory.set(from, position);
    position += from.length;
    length = Math.max(length, position);
  };
  const ahead = (n: number): Uint8Array => memory.subarray(position, Math.min(position + n, length));
  for (const [what, n] of steps) {
    if (what === 'seek') bytes.position = position = Math.min(n, length);
    else if (what === 'read') {
      const into = new Uint8Array(n);
      const expected = ahead(n);
      assert.is(bytes.read(into), expected.length);
      same(into.subarray(0, expected.length), expected);
      position += expected.length;
    } else if (what === 'write') {
      const from = fresh(n);
      bytes.write(from);
      put(from);
    } else if (what === 'take') {
      const expected = ahead(n);
      const at = bytes.take(n);
      assert.is(at >= 0, expected.length === n);
      if (at < 0) continue;
      same(bytes.window.subarray(at, at + n), expected);
      position += n;
    } else if (what === 'room') {
      const from = fresh(n);
      const at = bytes.room(n);
      bytes.window.set(from, at);
      put(from);
    } else {
      length = Math.min(n, length);
      bytes.truncate(length);
      bytes.position = position = Math.min(position, length);
    }
    assert.is(bytes.position, position);
    assert.is(bytes.size, length);
    assert.is(bytes.left, length - position);
  }
  bytes.position = 0;
  same(bytes.next(length), memory.subarray(0, length));
}

test('a file on disk is its array of bytes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, isBuffered) => {
      const bytes = new DiskBytes(path, fs, fs.openSync(path, 'w+'));
      bytes.isBuffered = isBuffered;
      agree(bytes, steps);
      bytes.close();
    }),
    { numRuns: 60 },
  );
});

test('a file in memory is its array of bytes, with a zero behind them', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const storage = new Storage('Char', 1);
      const bytes = new MemoryBytes('f', storage, 1);
      agree(bytes, steps);
      assert.is(storage.data[bytes.size], 0);
    }),
    { numRuns: 60 },
  );
});

test('what is written is on disk after flush, and after each operation without a buffer', () => {
  const bytes = new DiskBytes(path, fs, fs.openSync(path, 'w+'));
  bytes.write(Uint8Array.of(1, 2));
  assert.is(fs.statSync(path).size, 0);
  bytes.flush();
  assert.equal([...fs.readFileSync(path)], [1, 2]);
  bytes.isBuffered = false;
  bytes.write(Uint8Array.of(3));
  bytes.settle();
  assert.equal([...fs.readFileSync(path)], [1, 2, 3]);
  bytes.close();
});

test('without a buffer, what others write is seen', () => {
  fs.writeFileSync(path, 'ab');
  const bytes = new DiskBytes(path, fs, fs.openSync(path, 'r+'));
  bytes.isBuffered = false;
  bytes.take(1);
  bytes.settle();
  fs.writeFileSync(path, 'xyz');
  bytes.refresh();
  assert.equal(Buffer.from(bytes.next(2)).toString(), 'yz');
  bytes.close();
});

test.run();
