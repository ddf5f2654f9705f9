/** @file The door between instances of Torch classes in files and objects of ours. */
import type { Instance, LuaValue } from './values.js';

/** An instance whose fields are sure to be a table. */
export interface ReadInstance extends Instance {
  readonly fields: ReadonlyMap<LuaValue, LuaValue>;
}

/**
 * Objects are made empty and filled when the whole file is read: fields may refer back to the object. What the fields hold is filled
 * before it, except where a cycle leaves no such order.
 */
export interface ClassDoor {
  /** An empty object for an instance of the class; undefined when the door does not know it, and it stays a TorchObject. */
  create(typename: string): object | undefined;
  /** Fills what `create` made. Whatever it throws becomes a FileFormatError that says where the instance stands. */
  fill(object: object, instance: ReadInstance): void;
  /** What to write for an object, called once for each; undefined for one that is none of the door's. */
  write(object: object): Instance | undefined;
}

/** A door that knows no class: every instance is a TorchObject. */
export const noClasses: ClassDoor = { create: () => undefined, fill: () => undefined, write: () => undefined };
