/** @file Random number generators through files: as bytes of Torch's record, going on where they stood. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import type { Generator } from '../../../../lib/tensor/index.js';
import { torch } from '../../../../lib/torch.js';
import { fails } from '../../../errors.js';
import { bytes, chars, int } from './assembler.js';
import { readOpaque, writeOpaque } from './opaque.js';

test('a generator goes on where it stood, in every mode', () => {
  for (const mode of ['binary', 'ascii', 'b32'] as const) {
    const generator = torch.Generator();
    torch.manualSeed(generator, 123);
    // The second normal of a pair is kept.
    torch.randn(generator, 3);
    const [read, again] = readOpaque(writeOpaque([generator, generator], mode), mode) as Generator[];
    assert.is(read, again);
    assert.equal(torch.randn(read, 5).toArray(), torch.randn(generator, 5).toArray());
    assert.equal(torch.getRNGState(read).toArray(), torch.getRNGState(generator).toArray());
  }
});

test('the bytes are those of the class and of getRNGState', () => {
  const generator = torch.Generator();
  torch.manualSeed(generator, 7);
  const state = Uint8Array.from(torch.getRNGState(generator).toArray());
  assert.equal(writeOpaque(generator, 'binary'), bytes(int(4, 1), chars('V 1'), chars('torch.Generator'), state));
});

test('what is no state is refused', () => {
  const head = bytes(int(4, 1), chars('V 1'), chars('torch.Generator'));
  const at = head.length;
  fails(
    () => readOpaque(bytes(head, new Uint8Array(10)), 'binary'),
    FileFormatError,
    `f.t7: at byte ${at + 10}: expected 5048 bytes of a generator, found 10 of them`,
  );
  fails(
    () => readOpaque(bytes(head, new Uint8Array(5048)), 'binary'),
    FileFormatError,
    `f.t7: at byte ${at}: expected the state of a seeded generator, found other bytes`,
  );
});

test.run();
