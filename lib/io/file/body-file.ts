/** @file The place of one instance in a file, as a File: what a class with a form of its own reads or writes. */
import type { Body, LuaValue } from '../t7/values.js';
import { Binary } from './binary.js';
import { File } from './file.js';

/** Reads and writes where the file stands, in its encoding; objects are of the file, which it cannot close. */
export class BodyFile extends File {
  readonly #body: Body;

  constructor(body: Body, mode: 'r' | 'w') {
    super(body.bytes, mode);
    this.#body = body;
    this.referenced(body.isReferenced);
    if (!(body.encoding instanceof Binary)) return;
    this.binary();
    this.asBinary.longSize = body.encoding.longSize;
    this.asBinary.littleEndian = body.encoding.littleEndian;
  }

  override readObject(): LuaValue {
    return this.attempt<LuaValue>('readObject', 'r', undefined, () => this.#body.object());
  }

  override writeObject(value: unknown): this {
    return this.attempt<this>('writeObject', 'w', undefined, () => {
      this.#body.object(value);
      return this;
    });
  }

  override close(): void {
    throw new TypeError(`${this.describe()}.close: expected the file to stay open, got a close inside of an object`);
  }

  override toString(): string {
    return `torch.File in <${this.bytes.name}> ${this.status()}`;
  }

  protected override describe(): string {
    return `File(${this.bytes.name})`;
  }
}
