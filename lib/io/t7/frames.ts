/** @file Objects whose parts are still being read. */
import type { Bytes } from '../file/bytes.js';
import { FileFormatError } from './format-error.js';
import type { LuaValue } from './values.js';

export interface Frame {
  /** Takes the next part; true when it was the last. */
  take(part: LuaValue): boolean;
  /** The object, when it has all its parts. */
  close(): LuaValue;
}

/** An object with one part: fields or upvalues. */
export class HolderFrame implements Frame {
  readonly #object: object;
  readonly #put: (part: LuaValue) => void;

  constructor(object: object, put: (part: LuaValue) => void) {
    this.#object = object;
    this.#put = put;
  }

  take(part: LuaValue): boolean {
    if (part instanceof TableFrame) part.onClose(this.#put);
    else this.#put(part);
    return true;
  }

  close(): LuaValue {
    return this.#object;
  }
}

/**
 * A table: whether it is an array or a Map is known at its end. Where something inside it refers back to it, the frame stands for it
 * until then.
 */
export class TableFrame implements Frame {
  readonly index: number;
  readonly #bytes: Bytes;
  #missing: number;
  #key: LuaValue | undefined;
  /** The values, while the keys are 1, 2, 3 …; all entries from the first other key on. */
  readonly #list: LuaValue[] = [];
  #map: Map<LuaValue, LuaValue> | undefined;
  #waiting: ((table: LuaValue[] | Map<LuaValue, LuaValue>) => void)[] | undefined;
  #closed: LuaValue[] | Map<LuaValue, LuaValue> | undefined;

  constructor(bytes: Bytes, index: number, size: number) {
    this.#bytes = bytes;
    this.index = index;
    this.#missing = size;
  }

  onClose(put: (table: LuaValue[] | Map<LuaValue, LuaValue>) => void): void {
    this.#waiting ??= [];
    this.#waiting.push(put);
  }

  take(part: LuaValue): boolean {
    if (this.#key === undefined) {
      if (part === null || Number.isNaN(part)) {
        const { name, position } = this.#bytes;
        throw new FileFormatError(name, position, 'the key of an entry before it', part === null ? 'nil' : 'nan');
      }
      this.#key = part;
      return false;
    }
    let key = this.#key;
    this.#key = undefined;
    this.#add(key, part);
    if (key instanceof TableFrame) {
      key.onClose((table) => {
        this.#replaceKey(key, table);
        key = table;
      });
    }
    if (part instanceof TableFrame) part.onClose((table) => this.#replace(key, table));
    return --this.#missing === 0;
  }

  close(): LuaValue[] | Map<LuaValue, LuaValue> {
    this.#closed = this.#map ? (this.#asList(this.#map) ?? this.#map) : this.#list;
    for (const put of this.#waiting ?? []) put(this.#closed);
    return this.#closed;
  }

  #add(key: LuaValue, value: LuaValue): void {
    if (!this.#map && key === this.#list.length + 1 && value !== null) {
      this.#list.push(value);
      return;
    }
    this.#map ??= new Map<LuaValue, LuaValue>(this.#list.map((entry, i) => [i + 1, entry]));
    if (value === null) this.#map.delete(key);
    else this.#map.set(key, value);
  }

  /** The values in order, where the keys are 1 … n in another order. */
  #asList(map: Map<LuaValue, LuaValue>): LuaValue[] | undefined {
    const list: LuaValue[] = [];
    for (let i = 1; i <= map.size; i++) {
      const value = map.get(i);
      if (value === undefined) return undefined;
      list.push(value);
    }
    return list;
  }

  #replace(key: LuaValue, value: LuaValue): void {
    if (this.#closed instanceof Map) this.#closed.set(key, value);
    else this.#closed![(key as number) - 1] = value;
  }

  #replaceKey(key: LuaValue, table: LuaValue): void {
    const map = this.#closed as Map<LuaValue, LuaValue>;
    const entries = [...map];
    map.clear();
    for (const [k, value] of entries) map.set(k === key ? table : k, value);
  }
}
