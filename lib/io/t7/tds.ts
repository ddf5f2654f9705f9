/** @file tds.Hash and tds.Vec, of Torch's package for large data: their contents stand behind a count, without a table. */
import { type Frame, TableFrame } from './frames.js';
import type { Instance, LuaValue, TorchObject } from './values.js';

/** How many parts an element has, a key and a value or a value alone; undefined for other classes. */
export function tdsParts(typename: string): 1 | 2 | undefined {
  if (typename === 'tds.Hash' || typename === 'tds_hash') return 2;
  return typename === 'tds.Vec' || typename === 'tds_vec' ? 1 : undefined;
}

/** What is written behind the count: the fields of a Hash are a Map, of a Vec an array; undefined for others. */
export function tdsContents({ typename, fields }: Instance): LuaValue[] | undefined {
  if (tdsParts(typename) === 1) return Array.isArray(fields) ? fields : undefined;
  return fields instanceof Map ? [...fields].flat() : undefined;
}

/** A Hash or a Vec while its elements are read. */
export class TdsFrame implements Frame {
  readonly #object: TorchObject;
  readonly #size: number;
  readonly #parts: LuaValue[] = [];

  constructor(object: TorchObject, elements: number) {
    this.#object = object;
    this.#size = elements * tdsParts(object.typename)!;
  }

  take(part: LuaValue): boolean {
    const place = this.#parts.push(part) - 1;
    if (part instanceof TableFrame) {
      part.onClose((table) => {
        this.#parts[place] = table;
        this.close();
      });
    }
    return this.#parts.length === this.#size;
  }

  close(): TorchObject {
    if (tdsParts(this.#object.typename) === 1) this.#object.fields = this.#parts;
    else {
      const fields = new Map<LuaValue, LuaValue>();
      for (let i = 0; i < this.#parts.length; i += 2) fields.set(this.#parts[i], this.#parts[i + 1]);
      this.#object.fields = fields;
    }
    return this.#object;
  }
}
