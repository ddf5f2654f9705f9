/** @file Objects to .t7 files, byte for byte as Torch writes them, however deep they are nested. */
import { Generator, Storage, Tensor } from '../../tensor/index.js';
import type { Bytes } from '../file/bytes.js';
import type { Encoding } from '../file/encoding.js';
import type { ClassDoor } from './class-door.js';
import { generatorClass, writeGenerator } from './generators.js';
import type { WriteReferences } from './references.js';
import { tdsContents, tdsParts } from './tds.js';
import { bytesOf } from './text.js';
import { Type } from './types.js';
import { type Body, bodiless, headed, type Instance, LuaFunction, type LuaValue, TorchObject } from './values.js';

/** What is written of an object once its head is: single values, a list behind keys 1 … n, or keys and values in turn. */
interface Frame {
  readonly object: object;
  readonly kind: 'values' | 'list' | 'pairs';
  readonly items: readonly unknown[];
  next: number;
}

const isNil = (value: unknown): boolean => value === null || value === undefined;

/** Entries in turn, without those that are nil. */
function pairs(entries: Iterable<readonly [unknown, unknown]>): unknown[] {
  const items: unknown[] = [];
  for (const [key, value] of entries) if (!isNil(value)) items.push(key, value);
  return items;
}

function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Writes one object. What of it is still to be written waits on a stack of frames, as in `Reader`. Without `references` an object is
 * written wherever it stands, and one that contains itself is refused.
 */
export class Writer {
  readonly #bytes: Bytes;
  readonly #encoding: Encoding;
  readonly #references: WriteReferences;
  readonly #referenced: boolean;
  readonly #door: ClassDoor;
  readonly #stack: Frame[] = [];
  readonly #open = new Set<object>();

  constructor(bytes: Bytes, encoding: Encoding, references: WriteReferences, referenced: boolean, door: ClassDoor) {
    this.#bytes = bytes;
    this.#encoding = encoding;
    this.#references = references;
    this.#referenced = referenced;
    this.#door = door;
  }

  /** @throws TypeError for what Lua has no value for */
  write(value: unknown): void {
    this.#put(value);
    for (let frame = this.#stack.at(-1); frame; frame = this.#stack.at(-1)) {
      if (frame.next === frame.items.length) {
        this.#stack.pop();
        this.#open.delete(frame.object);
        continue;
      }
      const item = frame.items[frame.next++];
      if (frame.kind === 'list') {
        if (isNil(item)) continue;
        this.#put(frame.next);
      }
      this.#put(item);
    }
  }

  #put(value: unknown): void {
    switch (typeof value) {
      case 'number':
        this.#encoding.writeInt(Type.number);
        this.#encoding.writeDouble(value);
        return;
      case 'string':
        this.#encoding.writeInt(Type.string);
        this.#string(value);
        return;
      case 'boolean':
        this.#encoding.writeInt(Type.boolean);
        this.#encoding.writeInt(value ? 1 : 0);
        return;
      case 'undefined':
        this.#encoding.writeInt(Type.nil);
        return;
      case 'object':
        if (value === null) this.#encoding.writeInt(Type.nil);
        else this.#object(value);
        return;
    }
    throw this.#unwritable(`a ${typeof value}`);
  }

  #object(object: object): void {
    if (object instanceof Uint8Array) {
      this.#encoding.writeInt(Type.string);
      this.#chars(object);
    } else if (Array.isArray(object)) {
      if (this.#head(Type.table, object)) this.#list(object);
    } else if (object instanceof Map) {
      if (this.#head(Type.table, object)) this.#pairs(object, object);
    } else if (object instanceof Tensor) {
      if (this.#head(Type.torch, object)) this.#tensor(object);
    } else if (object instanceof Storage) this.#storage(object);
    else if (object instanceof Generator) {
      if (!this.#head(Type.torch, object)) return;
      this.#class(generatorClass);
      writeGenerator(this.#encoding, object);
    } else if (object instanceof LuaFunction) this.#function(object);
    else if (isPlain(object)) {
      if (this.#head(Type.table, object)) this.#pairs(object, Object.entries(object));
    } else this.#instance(object);
  }

  /** Type and number; false when the object is in the file already, and that is all there is to write. */
  #head(type: Type, object: object): boolean {
    const known = this.#referenced ? this.#references.get(object) : undefined;
    this.#encoding.writeInt(type);
    this.#encoding.writeInt(known ?? this.#references.next(this.#referenced ? object : undefined));
    return known === undefined;
  }

  #push(object: object, kind: Frame['kind'], items: readonly unknown[]): void {
    if (!this.#referenced) {
      if (this.#open.has(object))
        throw this.#unwritable('an object that contains itself, in a file without references');
      this.#open.add(object);
    }
    this.#stack.push({ object, kind, items, next: 0 });
  }

  #list(list: readonly unknown[]): void {
    let size = 0;
    for (const value of list) if (!isNil(value)) size++;
    this.#encoding.writeInt(size);
    this.#push(list, 'list', list);
  }

  #pairs(object: object, entries: Iterable<readonly [unknown, unknown]>): void {
    const items = pairs(entries);
    for (let i = 0; i < items.length; i += 2) {
      if (isNil(items[i]) || Number.isNaN(items[i])) throw this.#unwritable(`the key ${items[i]}`);
    }
    this.#encoding.writeInt(items.length / 2);
    this.#push(object, 'pairs', items);
  }

  #function(made: LuaFunction): void {
    if (made.kind === Type.function) this.#encoding.writeInt(made.kind);
    else if (!this.#head(made.kind, made)) return;
    this.#chars(made.bytecode);
    this.#push(made, 'values', [made.upvalues]);
  }

  #instance(object: object): void {
    if (this.#referenced && this.#references.get(object) !== undefined) {
      this.#head(Type.torch, object);
      return;
    }
    const instance: Instance | undefined = object instanceof TorchObject ? object : this.#door.write(object);
    if (!instance) throw this.#unwritable(`a ${object.constructor?.name ?? 'nameless object'}`);
    this.#head(Type.torch, object);
    this.#class(instance.typename, instance.version);
    if (instance.write) instance.write(this.#body());
    else if (!bodiless.has(instance.typename)) this.#push(object, 'values', this.#contents(instance));
  }

  /** Where the writer stands, for a class that writes its instances itself. */
  #body(): Body {
    const [bytes, encoding, references] = [this.#bytes, this.#encoding, this.#references];
    return {
      bytes,
      encoding,
      isReferenced: this.#referenced,
      object: (value) => {
        new Writer(bytes, encoding, references, this.#referenced, this.#door).write(value);
        return null;
      },
    };
  }

  /** The fields, or what a class has in place of them. */
  #contents(instance: Instance): readonly LuaValue[] {
    const parts = tdsParts(instance.typename);
    if (headed.has(instance.typename)) return [instance.header ?? [], instance.fields];
    if (parts === undefined) return [instance.fields];
    const contents = tdsContents(instance);
    if (!contents) throw this.#unwritable(`a ${instance.typename} whose fields are none`);
    this.#encoding.writeLong(contents.length / parts);
    return contents;
  }

  #class(typename: string, version: number = 1): void {
    if (version >= 0) this.#string(`V ${version}`);
    this.#string(typename);
  }

  #tensor(x: Tensor): void {
    this.#class(x.type());
    this.#encoding.writeInt(x._size.length);
    this.#encoding.write('Long', Float64Array.from(x._size));
    this.#encoding.write('Long', Float64Array.from(x._stride));
    this.#encoding.writeLong(x._offset + 1);
    // A tensor that never had an element has no storage in Torch.
    if (x._storage.data.length === 0) this.#encoding.writeInt(Type.nil);
    else this.#storage(x._storage);
  }

  #storage(storage: Storage): void {
    if (!this.#head(Type.torch, storage)) return;
    this.#class(storage.type());
    this.#encoding.writeLong(storage.data.length);
    this.#encoding.write(storage.elementType.name, storage.data);
  }

  #string(text: string): void {
    const bytes = bytesOf(text);
    if (!bytes) throw this.#unwritable('text with half of a surrogate pair');
    this.#chars(bytes);
  }

  #chars(bytes: Uint8Array): void {
    if (bytes.length >= 2 ** 31) throw this.#unwritable(`a string of ${bytes.length} bytes`);
    this.#encoding.writeInt(bytes.length);
    this.#encoding.write('Char', bytes);
  }

  /** `at .weights[3]`: the way to what cannot be written. */
  #unwritable(what: string): TypeError {
    const way = this.#stack.map(({ kind, items, next }) => {
      if (kind === 'values') return '';
      if (kind === 'list') return `[${next - 1}]`;
      const key = items[(next - 1) & ~1];
      return typeof key === 'string' ? `.${key}` : `[${String(key)}]`;
    });
    const expected = 'nil, booleans, numbers, text, tensors, storages, tables and classes of Torch';
    return new TypeError(`${this.#bytes.name}: expected ${expected}, got ${what} at ${way.join('') || 'the root'}`);
  }
}
