/** @file What a .t7 file holds, as JavaScript values. */
import type { Bytes } from '../file/bytes.js';
import type { Encoding } from '../file/encoding.js';

/**
 *     nil                           null; undefined is written as nil too
 *     number, boolean               the same
 *     string                        a string where its bytes are UTF-8, otherwise a Uint8Array of them
 *     table with the keys 1 … n     an array of n, `{}` an empty one
 *     any other table               a Map, in the file's order, so that no key is mistaken for a method
 *     tensor, storage               Tensor, Storage
 *     random number generator       Generator
 *     function                      LuaFunction, never run
 *     instance of a class           what the ClassDoor makes of it, otherwise a TorchObject
 *
 * Plain objects are written as tables with string keys. Entries that are nil are left out, as Lua's tables do.
 */
export type LuaValue = null | boolean | number | string | object;

/** The place of an instance in a file, where a class has a form of its own; objects in it are of the file. */
export interface Body {
  readonly bytes: Bytes;
  readonly encoding: Encoding;
  readonly isReferenced: boolean;
  /** The next object, or writes one. */
  object(value?: unknown): LuaValue;
}

/** An instance of a Torch class as it stands in a file. */
export interface Instance {
  readonly typename: string;
  /** The class's version; −1 in files older than versions. */
  readonly version: number;
  /** A Map wherever a table with string keys is written; in a TorchObject whatever the file has. */
  readonly fields: LuaValue;
  /** What stands before the fields, where the class is one of `headed`. */
  readonly header?: LuaValue;
  /** Writes what stands in place of the fields, of a class with a form of its own. */
  readonly write?: (body: Body) => void;
}

/** Classes of which a file has the name and nothing else: what they hold means nothing later. */
export const bodiless: ReadonlySet<string> = new Set(['torch.Timer']);

/** Classes of which a file has something before the fields. */
export const headed: ReadonlySet<string> = new Set(['nn.GPU']);

/** An instance of a class that is not known here: it can be walked, and is written as it was read. */
export class TorchObject implements Instance {
  readonly typename: string;
  readonly version: number;
  fields: LuaValue;
  header?: LuaValue;
  readonly write: Instance['write'];

  constructor(typename: string, fields: LuaValue = new Map(), version: number = 1, write?: Instance['write']) {
    this.typename = typename;
    this.fields = fields;
    this.version = version;
    this.write = write;
  }

  /** The name of its class, as Torch prints an object that has no text of its own. */
  toString(): string {
    return this.typename;
  }
}

/** The three ways in which functions have been written: without reference, with bare upvalues, with named ones. */
export type FunctionKind = 6 | 7 | 8;

/** A Lua function: bytecode that is kept and written back, and never run. */
export class LuaFunction {
  readonly bytecode: Uint8Array;
  upvalues: LuaValue;
  readonly kind: FunctionKind;

  constructor(bytecode: Uint8Array, upvalues: LuaValue = [], kind: FunctionKind = 8) {
    this.bytecode = bytecode;
    this.upvalues = upvalues;
    this.kind = kind;
  }

  toString(): string {
    return `function of ${this.bytecode.length} bytes`;
  }
}
