/** @file Torch's File: numbers, strings and objects, one after the other, binary or as text. */
import { type ElementType, elementTypes, Storage } from '../../tensor/index.js';
import type { ClassDoor } from '../t7/class-door.js';
import { NnDoor } from '../t7/nn-door.js';
import { readObject, writeObject } from '../t7/objects.js';
import { ReadReferences, WriteReferences } from '../t7/references.js';
import { bytesOf, textOf } from '../t7/text.js';
import type { LuaValue } from '../t7/values.js';
import { FileState } from './file-state.js';
import { type NumberMethods, numbersOf, readNumbers } from './numbers.js';

const lineEnd = 10;

/**
 * What DiskFile and MemoryFile have in common. Positions are bytes, counted from 0.
 *
 * A quiet file raises no error when it ends, or has no number where one is read, or cannot be written: `hasError()` tells, one number is
 * NaN, and storages are as long as what there was. Objects that cannot be read or written are an error in any case.
 *
 * @throws FileFormatError when reading, WriteError when writing; TypeError for a closed file or one of another mode
 */
export interface File extends NumberMethods {}

export abstract class File extends FileState {
  /** @internal The classes of objects in it. */
  door: ClassDoor = new NnDoor();
  readonly #read = new ReadReferences();
  readonly #written = new WriteReferences();

  static {
    for (const type of Object.values(elementTypes)) {
      const define = (name: string, value: unknown): void => {
        Object.defineProperty(File.prototype, name, { value, writable: true, configurable: true });
      };
      define(`read${type.name}`, function (this: File, what?: number | Storage) {
        return this.#readNumbers(type, what);
      });
      define(`write${type.name}`, function (this: File, what: number | Storage) {
        return this.#writeNumbers(type, what);
      });
    }
  }

  readBool(): boolean {
    return this.readInt() === 1;
  }

  writeBool(value: boolean): number {
    return this.writeInt(value ? 1 : 0);
  }

  /** With `*l` the next line, without its end; with `*a` all that is left. */
  readString(format: string): string | Uint8Array {
    const whole = format.startsWith('*a');
    if (!whole && !format.startsWith('*l')) {
      throw new TypeError(`${this.describe()}.readString: expected '*a' or '*l', got '${format}'`);
    }
    return this.attempt('readString', 'r', '', () => {
      if (this.bytes.left === 0) this.short('text', 'the end of the file');
      return textOf(whole ? this.bytes.next(this.bytes.left) : this.#line());
    });
  }

  /** The text in UTF-8, or the bytes as they are; returns how many bytes. */
  writeString(text: string | Uint8Array): number {
    const bytes = typeof text === 'string' ? bytesOf(text) : text;
    if (!bytes) throw new TypeError(`${this.describe()}.writeString: expected text, got half of a surrogate pair`);
    return this.attempt('writeString', 'w', 0, () => {
      this.bytes.write(bytes);
      return bytes.length;
    });
  }

  /** The next object. @throws FileFormatError; the position stays where it was */
  readObject(): LuaValue {
    return this.attempt<LuaValue>('readObject', 'r', undefined, () =>
      readObject(this.bytes, this.encoding, this.isReferenced() ? this.#read : undefined, this.door),
    );
  }

  /** @throws TypeError for what Lua has no value for; at the end of a file nothing of it remains then */
  writeObject(value: unknown): this {
    return this.attempt<this>('writeObject', 'w', undefined, () => {
      writeObject(this.bytes, this.encoding, this.#written, this.isReferenced(), value, this.door);
      return this;
    });
  }

  /** The next byte to be read or written is that at `position`. */
  seek(position: number): this {
    if (!Number.isSafeInteger(position) || position < 0) {
      throw new RangeError(`${this.describe()}.seek: expected a position of 0 or more, got ${position}`);
    }
    return this.attempt<this>('seek', '', this, () => {
      this.bytes.seek(position);
      return this;
    });
  }

  seekEnd(): this {
    return this.seek(this.bytes.size);
  }

  position(): number {
    return this.attempt('position', '', 0, () => this.bytes.position);
  }

  /** What was written is handed to the system. */
  synchronize(): this {
    return this.attempt<this>('synchronize', '', this, () => {
      this.bytes.flush();
      return this;
    });
  }

  #line(): Uint8Array {
    const { bytes } = this;
    const start = bytes.position;
    for (let n = 1024; ; n *= 2) {
      bytes.position = start;
      const piece = bytes.next(Math.min(n, bytes.left));
      const end = piece.indexOf(lineEnd);
      if (end < 0 && bytes.left > 0) continue;
      if (end < 0) return piece;
      bytes.position = start + end + 1;
      return piece.subarray(0, end);
    }
  }

  #readNumbers(type: ElementType, what: number | Storage | undefined): number | Storage {
    const method = `read${type.name}`;
    const nothing = what === undefined ? Number.NaN : typeof what === 'number' ? new Storage(type) : 0;
    return this.attempt<number | Storage>(method, 'r', nothing, () => {
      const { wanted, got, result } = readNumbers(this.encoding, type, what, `${this.describe()}.${method}`);
      if (got < wanted) this.short(`${wanted} × ${type.name}`, String(got));
      return result;
    });
  }

  #writeNumbers(type: ElementType, what: number | Storage): number {
    const method = `write${type.name}`;
    return this.attempt(method, 'w', 0, () => {
      const { data } = numbersOf(type, what, `${this.describe()}.${method}`);
      this.encoding.write(type.name, data);
      return data.length;
    });
  }
}
