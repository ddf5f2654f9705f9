/** @file The door between instances of Torch classes in files and objects of ours. */
import type { Body, Instance, LuaValue } from './values.js';

/** An instance whose fields are sure to be a table, which is the door's to change. */
export interface ReadInstance extends Instance {
  readonly fields: Map<LuaValue, LuaValue>;
}

/** The fields of an object that the door made, while it is not filled yet. */
export type FieldsOf = (object: unknown) => Map<LuaValue, LuaValue> | undefined;

/**
 * Objects are made empty and filled when the whole file is read: fields may refer back to the object. Whatever the methods for that
 * throw becomes a FileFormatError that says where the instance stands.
 */
export interface ClassDoor {
  /** An empty object for an instance of the class; undefined when the door does not know it, and it stays a TorchObject. */
  create(typename: string): object | undefined;
  /**
   * Reads the body of an instance whose class has a form of its own, at once; false where it has none. `made` is what
   * `create` made, or a TorchObject, and stands for it in the file.
   */
  read?(typename: string, version: number, made: object, body: Body): boolean;
  /** Whether longs in a field of an object that the door made have a meaning in their lower 32 bits alone. */
  hasLowLongs?(object: object, field: unknown): boolean;
  /** Makes fields what `fill` expects, of this object and perhaps of what it holds; called before it for all, the outermost first. */
  prepare?(object: object, instance: ReadInstance, fieldsOf: FieldsOf): void;
  /** Fills what `create` made; what the fields hold comes before it, except where a cycle leaves no such order. */
  fill(object: object, instance: ReadInstance): void;
  /** What to write for an object, called once for each; undefined for one that is none of the door's. */
  write(object: object): Instance | undefined;
}

/** A door that knows no class: every instance is a TorchObject. */
export const noClasses: ClassDoor = { create: () => undefined, fill: () => undefined, write: () => undefined };
