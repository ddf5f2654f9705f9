/** @file What a file, however damaged, may do: be read, or be refused with a FileFormatError. */
import { MemoryBytes } from '../../lib/io/file/memory-bytes.js';
import { type ClassDoor, noClasses } from '../../lib/io/t7/class-door.js';
import { FileFormatError } from '../../lib/io/t7/format-error.js';
import { NnDoor } from '../../lib/io/t7/nn-door.js';
import { encodingOf, type Mode, readObject } from '../../lib/io/t7/objects.js';
import { ReadReferences } from '../../lib/io/t7/references.js';
import type { LuaValue } from '../../lib/io/t7/values.js';
import { writeOpaque } from '../lib/io/t7/opaque.js';

const modes: (Mode | undefined)[] = [undefined, 'binary', 'b32', 'b64', 'ascii'];

/** Memory that is made whatever the file: windows, frames, and what the engine does beside. */
const spareBytes = 4 * 2 ** 20;

/** A file has five seconds, and one more for each 100 kB: other programs may be running. */
const longest = (size: number): number => 5000 + size / 100;

function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What is read; undefined when the file is refused. @throws Error that says what no file may do */
function attempt(file: Uint8Array, mode: Mode | undefined, door: ClassDoor): LuaValue | undefined {
  const source = MemoryBytes.of('fuzz.t7', file);
  const [before, start] = [memory(), performance.now()];
  let value: LuaValue | undefined;
  try {
    value = readObject(source, encodingOf(source, mode), new ReadReferences(), door);
  } catch (error) {
    if (!(error instanceof FileFormatError)) {
      throw new Error(`expected a FileFormatError, got ${String(error)}`, { cause: error });
    }
    if (!(error.offset >= 0 && error.offset <= file.length)) {
      throw new Error(`expected the place of a byte, got ${error.message}`, { cause: error });
    }
  }
  const [grown, time] = [memory() - before, performance.now() - start];
  if (grown > 8 * file.length + spareBytes)
    throw new Error(`expected 8 × ${file.length} bytes of memory, got ${grown}`);
  if (time > longest(file.length)) throw new Error(`expected ${longest(file.length)} ms at the most, got ${time}`);
  return value;
}

/**
 * Reads a file in every mode, as opaque values and through the door to our classes. What was read has to be written and read again.
 * Returns how many modes took it.
 *
 * @throws Error that says what no file may do
 */
export function judge(file: Uint8Array, door: () => ClassDoor = () => new NnDoor()): number {
  let taken = 0;
  for (const mode of modes) {
    const value = attempt(file, mode, noClasses);
    if (value !== undefined) {
      taken++;
      if (attempt(writeOpaque(value, 'b64'), 'b64', noClasses) === undefined)
        throw new Error('expected it written to be read');
    }
    attempt(file, mode, door());
  }
  if (Object.keys(Object.prototype).length > 0) throw new Error('expected Object.prototype as it was, got more in it');
  return taken;
}
