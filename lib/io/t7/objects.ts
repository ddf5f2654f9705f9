/** @file One object read or written, or nothing changed. */
import { Ascii } from '../file/ascii.js';
import { Binary, type LongSize } from '../file/binary.js';
import type { Bytes } from '../file/bytes.js';
import type { Encoding } from '../file/encoding.js';
import type { ClassDoor } from './class-door.js';
import { FileFormatError } from './format-error.js';
import { NnDoor } from './nn-door.js';
import { Reader } from './reader.js';
import type { ReadReferences, WriteReferences } from './references.js';
import type { LuaValue } from './values.js';
import { Writer } from './writer.js';

/** How objects are written: `binary` with longs of 8 bytes, as `b64`; `b32` with longs of 4. */
export type Mode = 'binary' | 'b32' | 'b64' | 'ascii';

/** For a mode that is not given: only text has a newline behind the first type. */
function modeOf(bytes: Bytes): Mode {
  const at = bytes.ahead(2);
  return at >= 0 && bytes.window[at + 1] === 10 ? 'ascii' : 'binary';
}

export function encodingOf(bytes: Bytes, mode: Mode = modeOf(bytes)): Encoding {
  if (mode === 'ascii') return new Ascii(bytes);
  const binary = new Binary(bytes);
  if (mode === 'b32') binary.longSize = 4;
  else if (mode === 'b64') binary.longSize = 8;
  else if (mode !== 'binary') throw new TypeError(`expected the mode 'binary', 'b32', 'b64' or 'ascii', got '${mode}'`);
  return binary;
}

/** How the object at the position may be read: with longs of so many bytes, and whether it has to reach to the end of the file. */
type Reading = readonly [LongSize, isWhole: boolean];

/** Damaged files are no less strange than those with longs of 4 bytes, so these have to end with the object. */
const readings: readonly Reading[] = [
  [0, false],
  [4, true],
];

/** For a file that ought to have nothing else. */
const readingsAlone: readonly Reading[] = [
  [0, true],
  [4, true],
  [0, false],
];

/**
 * The object at the position. Where the size of longs is not said, they may have 4 bytes when they cannot have 8: read with the wrong
 * size, the first tensor or storage has sizes that no file could hold. By chance it may have others; of an object that is alone in its
 * file, the reading that reaches to the end is then the right one.
 *
 * @throws FileFormatError; the position and the references then are what they were.
 */
export function readObject(
  bytes: Bytes,
  encoding: Encoding,
  references: ReadReferences | undefined,
  door: ClassDoor = new NnDoor(),
  isAlone: boolean = false,
): LuaValue {
  const { position } = bytes;
  const attempt = (isWhole: boolean): LuaValue => {
    const read = (): LuaValue => {
      const value = new Reader(bytes, encoding, references, door).read();
      if (isWhole && bytes.left > 0) {
        throw new FileFormatError(bytes.name, bytes.position, 'the end of the file', `${bytes.left} bytes more`);
      }
      return value;
    };
    try {
      return references ? references.during(read) : read();
    } catch (error) {
      bytes.position = position;
      throw error;
    }
  };
  if (!(encoding instanceof Binary && encoding.longSize === 0)) return attempt(false);
  let failure: unknown;
  for (const [longSize, isWhole] of isAlone ? readingsAlone : readings) {
    encoding.longSize = longSize;
    try {
      return attempt(isWhole);
    } catch (error) {
      failure ??= error;
      if (!(failure instanceof FileFormatError)) break;
    }
  }
  encoding.longSize = 0;
  throw failure;
}

/** @throws TypeError for what cannot be written; at the end of a file nothing of it then remains. */
export function writeObject(
  bytes: Bytes,
  encoding: Encoding,
  references: WriteReferences,
  referenced: boolean,
  value: unknown,
  door: ClassDoor = new NnDoor(),
): void {
  const { position, size } = bytes;
  try {
    references.during(() => new Writer(bytes, encoding, references, referenced, door).write(value));
  } catch (error) {
    bytes.position = position;
    try {
      bytes.truncate(size);
    } catch {
      // The failure that led here says more.
    }
    throw error;
  }
}
