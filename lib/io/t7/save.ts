/** @file Objects saved to files and bytes, and loaded from them. */
import { Storage } from '../../tensor/index.js';
import { replaceAtomically } from '../atomic.js';
import { DiskBytes } from '../file/disk-bytes.js';
import { openBytes } from '../file/disk-file.js';
import { MemoryBytes } from '../file/memory-bytes.js';
import { nodeModule } from '../node.js';
import type { ClassDoor } from './class-door.js';
import { encodingOf, type Mode, readObject, writeObject } from './objects.js';
import { ReadReferences, WriteReferences } from './references.js';
import type { LuaValue } from './values.js';

/**
 * Writes an object as Torch's `torch.save` does; the values are those of `LuaValue`. The file is replaced in one step or stays as it is.
 * Without references an object that is met again is written again.
 *
 * @throws TypeError for what cannot be written, and says where it is; WriteError
 */
export function save(path: string, object: unknown, mode: Mode = 'binary', referenced: boolean = true): void {
  replaceAtomically(path, (file) => {
    const bytes = new DiskBytes(path, nodeModule('node:fs'), file);
    writeObject(bytes, encodingOf(bytes, mode), new WriteReferences(), referenced, object);
    bytes.flush();
  });
}

/**
 * Reads what `torch.save` wrote, here or in Lua. Without a mode, text and longs of 4 bytes are recognised. Functions are never run.
 *
 * @throws FileFormatError with the byte at which the file is wrong, what was expected there and what found; DataError
 */
export function load(path: string, mode?: Mode, referenced: boolean = true, door?: ClassDoor): LuaValue {
  const bytes = openBytes(path, 'r');
  try {
    return readObject(bytes, encodingOf(bytes, mode), referenced ? new ReadReferences() : undefined, door, true);
  } finally {
    bytes.close();
  }
}

/** The bytes that `save` would write. */
export function serialize(object: unknown, mode: Mode = 'binary'): Uint8Array {
  const bytes = new MemoryBytes('serialize', new Storage('Char', 1), 1);
  writeObject(bytes, encodingOf(bytes, mode), new WriteReferences(), true, object);
  return bytes.window.subarray(0, bytes.size);
}

/** What `load` would read from a file of these bytes; text is a file in ascii mode. */
export function deserialize(bytes: Uint8Array | string, mode?: Mode): LuaValue {
  const source = MemoryBytes.of('deserialize', typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
  return readObject(source, encodingOf(source, mode), new ReadReferences(), undefined, true);
}
