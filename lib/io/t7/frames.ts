/** @file Objects whose parts are still being read. */
import type { LuaValue } from './values.js';

export interface Frame {
  /** Takes the next part; true when it was the last. */
  take(part: LuaValue): boolean;
  /** The object, when it has all its parts. */
  close(): LuaValue;
}

type Put = (part: LuaValue) => void;

/** An object with few parts: fields, upvalues. */
export class HolderFrame implements Frame {
  readonly #object: object;
  readonly #puts: Put[];

  constructor(object: object, ...puts: Put[]) {
    this.#object = object;
    this.#puts = puts;
  }

  take(part: LuaValue): boolean {
    const put = this.#puts.shift()!;
    if (part instanceof TableFrame) part.onClose(put);
    else put(part);
    return this.#puts.length === 0;
  }

  close(): object {
    return this.#object;
  }
}

/** A list of so many entries that memory for them may be made before they are there. */
const shortList = 16;

type Table = LuaValue[] | Map<LuaValue, LuaValue>;

/**
 * A table: whether it is an array or a Map is known at its end. Where something inside it refers back to it, the frame stands for it
 * until then.
 */
export class TableFrame implements Frame {
  /** The number of the object. */
  readonly index: number;
  #missing: number;
  #key: LuaValue | undefined;
  /** The values, while the keys are 1, 2, 3 …; all entries from the first other key on. */
  #entries: Table;
  #count = 0;
  #whenClosed: ((table: Table) => void)[] | undefined;

  constructor(index: number, size: number) {
    this.index = index;
    this.#missing = size;
    // An array that grows has room for 17 elements from its first on: a million short ones would be a lot of room.
    this.#entries = size <= shortList ? new Array<LuaValue>(size) : [];
  }

  onClose(put: (table: Table) => void): void {
    this.#whenClosed ??= [];
    this.#whenClosed.push(put);
  }

  /** The key of the next part; undefined when that is a key. */
  get key(): LuaValue | undefined {
    return this.#key;
  }

  /** Whether the next part is a key. */
  get wantsKey(): boolean {
    return this.#key === undefined;
  }

  take(part: LuaValue): boolean {
    if (this.#key === undefined) {
      this.#key = part;
      return false;
    }
    const key = this.#key;
    this.#key = undefined;
    this.#add(key, part);
    if (key instanceof TableFrame || part instanceof TableFrame) this.#await(key, part);
    return --this.#missing === 0;
  }

  close(): Table {
    if (this.#entries instanceof Map) this.#entries = asList(this.#entries) ?? this.#entries;
    for (const put of this.#whenClosed ?? []) put(this.#entries);
    return this.#entries;
  }

  #add(key: LuaValue, value: LuaValue): void {
    if (!(this.#entries instanceof Map)) {
      if (key === this.#count + 1 && value !== null) {
        this.#entries[this.#count++] = value;
        return;
      }
      const list = this.#entries.slice(0, this.#count);
      this.#entries = new Map(list.map((entry, i) => [i + 1, entry]));
    }
    if (value === null) this.#entries.delete(key);
    else this.#entries.set(key, value);
  }

  /** Replaces the frames in an entry by their tables once there are any, where another entry has not taken its place. */
  #await(key: LuaValue, part: LuaValue): void {
    if (key instanceof TableFrame) {
      key.onClose((table) => {
        const [map, frame] = [this.#entries, key];
        key = table;
        if (!(map instanceof Map && map.has(frame))) return;
        const entries = [...map];
        map.clear();
        for (const [k, value] of entries) map.set(k === frame ? table : k, value);
      });
    }
    if (part instanceof TableFrame) {
      part.onClose((table) => {
        if (this.#entries instanceof Map) {
          if (this.#entries.get(key) === part) this.#entries.set(key, table);
        } else if (this.#entries[(key as number) - 1] === part) this.#entries[(key as number) - 1] = table;
      });
    }
  }
}

/** The values in order, where the keys are 1 … n in whatever order. */
function asList(map: Map<LuaValue, LuaValue>): LuaValue[] | undefined {
  const list: LuaValue[] = [];
  for (let i = 1; i <= map.size; i++) {
    const value = map.get(i);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
}
