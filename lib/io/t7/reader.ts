/** @file Objects from .t7 files, however deep they are nested. */
import { Storage, type Tensor } from '../../tensor/index.js';
import type { Bytes } from '../file/bytes.js';
import type { Encoding } from '../file/encoding.js';
import type { ClassDoor, FieldsOf, ReadInstance } from './class-door.js';
import { FileFormatError } from './format-error.js';
import { type Frame, HolderFrame, TableFrame } from './frames.js';
import { generatorClass, readGenerator } from './generators.js';
import type { ReadReferences } from './references.js';
import { TdsFrame, tdsParts } from './tds.js';
import { readStorage, readTensorHeader, type TensorClass, tensorClass, tensorOf } from './tensors.js';
import { textOf } from './text.js';
import { isType, Type } from './types.js';
import {
  type Body,
  bodiless,
  type FunctionKind,
  headed,
  type Instance,
  LuaFunction,
  type LuaValue,
  TorchObject,
} from './values.js';

/** An object of the door's, and what is to fill it. */
interface Claimed {
  readonly object: object;
  readonly instance: TorchObject;
  readonly position: number;
}

/** A table of fields with its keys. @throws TypeError for what is none */
function tableOf(fields: LuaValue): Map<LuaValue, LuaValue> {
  if (fields instanceof Map) return fields;
  if (!Array.isArray(fields)) throw new TypeError('no table of fields');
  return new Map(fields.map((value: LuaValue, i): [LuaValue, LuaValue] => [i + 1, value]));
}

/**
 * Reads one object. Objects that are not complete yet wait on a stack of frames, so that no depth of nesting exhausts the engine's own.
 * Without `references` nothing is remembered, and every object is read where it stands.
 */
export class Reader {
  readonly #bytes: Bytes;
  readonly #encoding: Encoding;
  readonly #references: ReadReferences | undefined;
  readonly #door: ClassDoor;
  readonly #stack: Frame[] = [];
  readonly #claimed: Claimed[] = [];

  constructor(bytes: Bytes, encoding: Encoding, references: ReadReferences | undefined, door: ClassDoor) {
    this.#bytes = bytes;
    this.#encoding = encoding;
    this.#references = references;
    this.#door = door;
  }

  /** @throws FileFormatError */
  read(): LuaValue {
    for (;;) {
      let value = this.#next();
      while (value !== undefined) {
        const frame = this.#stack.at(-1);
        if (!frame) {
          this.#fillClaimed();
          return value;
        }
        if (frame instanceof TableFrame && frame.wantsKey) this.#checkKey(value);
        if (!frame.take(value)) break;
        this.#stack.pop();
        value = frame.close();
        if (frame instanceof TableFrame) this.#references?.set(frame.index, value as object);
      }
    }
  }

  /** The next value; undefined when it is one of which the parts come first. */
  #next(): LuaValue | undefined {
    const { position } = this.#bytes;
    const type = this.#encoding.readInt();
    switch (type) {
      case Type.nil:
        return null;
      case Type.number:
        return this.#encoding.readDouble();
      case Type.string:
        return textOf(this.#string());
      case Type.boolean:
        return this.#encoding.readInt() === 1;
      case Type.function:
        return this.#function(type);
    }
    if (!isType(type)) throw this.#wrongType(position, type);
    const index = this.#index();
    const known = this.#references?.get(index);
    if (known) return known;
    if (type === Type.table) return this.#table(index);
    if (type === Type.torch) return this.#instance(index);
    return this.#function(type as FunctionKind, index);
  }

  #checkKey(key: LuaValue): void {
    if (key !== null && !Number.isNaN(key)) return;
    throw this.#error(this.#bytes.position, 'the key of a table before this', key === null ? 'nil' : 'nan');
  }

  #index(): number {
    const { position } = this.#bytes;
    const index = this.#encoding.readInt();
    if (index > 0) return index;
    throw this.#error(position, 'the number of an object, 1 or more', String(index));
  }

  #string(): Uint8Array {
    const { position } = this.#bytes;
    const n = this.#encoding.readInt();
    if (n < 0 || n > this.#bytes.left) {
      throw this.#error(position, `a length up to the ${this.#bytes.left} bytes left`, String(n));
    }
    const chars = new Uint8Array(n);
    this.#encoding.read('Char', chars, n);
    return chars;
  }

  #table(index: number): LuaValue | undefined {
    const { position } = this.#bytes;
    const size = this.#encoding.readInt();
    // A key takes two ints at the least, a value one.
    if (size < 0 || 3 * size > this.#encoding.most('Int')) throw this.#tooMany(position, size);
    const frame = new TableFrame(index, size);
    if (size === 0) {
      const empty = frame.close();
      this.#references?.set(index, empty);
      return empty;
    }
    this.#references?.set(index, frame);
    this.#stack.push(frame);
    return undefined;
  }

  #function(kind: FunctionKind, index?: number): undefined {
    const made = new LuaFunction(this.#string(), null, kind);
    if (index !== undefined) this.#references?.set(index, made);
    this.#stack.push(new HolderFrame(made, (upvalues) => (made.upvalues = upvalues)));
  }

  #instance(index: number): LuaValue | undefined {
    const { position } = this.#bytes;
    const [typename, version] = this.#class();
    const tensors = tensorClass(typename);
    if (tensors) {
      // Its storage has the next number.
      this.#references?.set(index, undefined);
      const made = tensors.of === 'Tensor' ? this.#tensor(tensors) : readStorage(this.#bytes, this.#encoding, tensors);
      this.#references?.set(index, made);
      return made;
    }
    if (typename === generatorClass) {
      const generator = readGenerator(this.#bytes, this.#encoding);
      this.#references?.set(index, generator);
      return generator;
    }
    const instance = new TorchObject(typename, null, version);
    const parts = tdsParts(typename);
    if (parts !== undefined) return this.#contents(index, instance, parts);
    const object = this.#door.create(typename);
    const made = object ?? instance;
    this.#references?.set(index, made);
    if (bodiless.has(typename) || this.#door.read?.(typename, version, made, this.#body())) return made;
    // Behind what its fields hold.
    const put = (fields: LuaValue): void => {
      instance.fields = fields;
      if (object) this.#claimed.push({ object, instance, position });
    };
    const puts = headed.has(typename) ? [(header: LuaValue): unknown => (instance.header = header), put] : [put];
    this.#stack.push(new HolderFrame(made, ...puts));
    return undefined;
  }

  /** Where the reader stands, for a class that reads its instances itself. */
  #body(): Body {
    const [bytes, encoding, references] = [this.#bytes, this.#encoding, this.#references];
    return {
      bytes,
      encoding,
      isReferenced: references !== undefined,
      object: () => new Reader(bytes, encoding, references, this.#door).read(),
    };
  }

  #contents(index: number, instance: TorchObject, parts: number): LuaValue | undefined {
    const { position } = this.#bytes;
    const size = this.#encoding.readLong();
    if (size < 0 || parts * size > this.#encoding.most('Int')) throw this.#tooMany(position, size);
    this.#references?.set(index, instance);
    const frame = new TdsFrame(instance, size);
    if (size === 0) return frame.close();
    this.#stack.push(frame);
    return undefined;
  }

  #tooMany(position: number, size: number): FileFormatError {
    return this.#error(position, `a number of entries that ${this.#bytes.left} bytes can hold`, String(size));
  }

  /** Name and version; files older than versions have the name alone. */
  #class(): [string, number] {
    const { position } = this.#bytes;
    const first = textOf(this.#string());
    const version = typeof first === 'string' ? /^V (\d+(?:\.\d+)?)$/.exec(first)?.[1] : undefined;
    const typename = version === undefined ? first : textOf(this.#string());
    if (typeof typename !== 'string') throw this.#error(position, 'the name of a class in UTF-8', 'other bytes');
    return [typename, Number(version ?? -1)];
  }

  #tensor(tensors: TensorClass): Tensor {
    const header = readTensorHeader(this.#bytes, this.#encoding);
    return tensorOf(this.#bytes, header, this.#storage(tensors));
  }

  #storage({ type }: TensorClass): Storage {
    const { position } = this.#bytes;
    const expected = `nil or a storage of ${type.name}`;
    const code = this.#encoding.readInt();
    if (code === Type.nil) return new Storage(type);
    if (code !== Type.torch)
      throw this.#error(position, expected, isType(code) ? `an object of type ${code}` : String(code));
    const index = this.#index();
    const known = this.#references?.get(index);
    if (known) {
      if (known instanceof Storage && known.elementType === type) return known;
      const found = known instanceof Storage ? known.type() : 'another object';
      throw this.#error(position, expected, `a reference to ${found}`);
    }
    const [typename] = this.#class();
    const found = tensorClass(typename);
    if (found?.of !== 'Storage' || found.type !== type) throw this.#error(position, expected, typename);
    const kind = type.name === 'Long' && this.#hasLowLongs() ? 'LowLong' : type.name;
    const storage = readStorage(this.#bytes, this.#encoding, found, kind);
    this.#references?.set(index, storage);
    return storage;
  }

  /** Whether what comes is a field that the door reads so. */
  #hasLowLongs(): boolean {
    const [holder, table] = [this.#stack.at(-2), this.#stack.at(-1)];
    if (!(holder instanceof HolderFrame && table instanceof TableFrame)) return false;
    return this.#door.hasLowLongs?.(holder.close(), table.key) === true;
  }

  #fillClaimed(): void {
    const door = this.#door;
    const tables = new Map<unknown, Map<LuaValue, LuaValue>>();
    const fieldsOf: FieldsOf = (object) => tables.get(object);
    // What the fields hold was claimed before what holds it.
    const innermostFirst = this.#claimed.map(({ object, instance, position }) => {
      const fields = this.#forInstance(instance, position, () => tableOf(instance.fields));
      tables.set(object, fields);
      return { object, position, instance: { ...instance, fields } as ReadInstance };
    });
    for (const { object, instance, position } of innermostFirst.toReversed()) {
      this.#forInstance(instance, position, () => door.prepare?.(object, instance, fieldsOf));
    }
    for (const { object, instance, position } of innermostFirst) {
      this.#forInstance(instance, position, () => door.fill(object, instance));
    }
  }

  /** What `work` throws, with the place of the instance. */
  #forInstance<T>({ typename }: Instance, position: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      throw new FileFormatError(this.#bytes.name, position, `an instance of ${typename}`, found, { cause: error });
    }
  }

  #wrongType(position: number, type: number): FileFormatError {
    const turned = ((type & 0xff) << 24) | ((type & 0xff00) << 8) | ((type >> 8) & 0xff00) | (type >>> 24);
    const text = ((type >> 8) & 0xff) === 10 && isType((type & 0xff) - 48);
    const hint = isType(turned)
      ? ', which is one of the other endianness'
      : text
        ? ', which is text: the mode is ascii'
        : '';
    return this.#error(position, 'the type of an object, 0 to 8', `${type}${hint}`);
  }

  #error(position: number, expected: string, found: string): FileFormatError {
    return new FileFormatError(this.#bytes.name, position, expected, found);
  }
}
