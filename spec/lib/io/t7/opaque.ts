/** @file .t7 files read and written without a single class of ours: instances stay TorchObjects. */

import { MemoryBytes } from '../../../../lib/io/file/memory-bytes.js';
import { noClasses } from '../../../../lib/io/t7/class-door.js';
import { encodingOf, type Mode, readObject, writeObject } from '../../../../lib/io/t7/objects.js';
import { ReadReferences, WriteReferences } from '../../../../lib/io/t7/references.js';
import type { LuaValue } from '../../../../lib/io/t7/values.js';
import { Storage } from '../../../../lib/tensor/index.js';

export function readOpaque(bytes: Uint8Array, mode?: Mode): LuaValue {
  const source = MemoryBytes.of('f.t7', bytes);
  return readObject(source, encodingOf(source, mode), new ReadReferences(), noClasses, true);
}

export function writeOpaque(value: unknown, mode: Mode): Uint8Array {
  const bytes = new MemoryBytes('f.t7', new Storage('Char', 1), 1);
  writeObject(bytes, encodingOf(bytes, mode), new WriteReferences(), true, value, noClasses);
  return bytes.window.slice(0, bytes.size);
}
