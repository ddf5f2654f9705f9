/** @file Storage: the memory that tensors view and share. */
import { storageToString } from './printing.js';
import { type ElementType, elementType, elementTypes, type TypedArray, type TypeName } from './types.js';

/** A typed array behind a handle, so that tensors which share it go on sharing it when it grows. */
export class Storage {
  readonly elementType: ElementType;
  data: TypedArray;

  /** Zeroed memory of `content` elements, or the given array itself (no copy), or the given numbers. */
  constructor(type: TypeName | ElementType, content: number | TypedArray | readonly number[] = 0) {
    this.elementType = typeof type === 'string' ? elementTypes[type] : type;
    if (typeof content === 'number') {
      this.data = this.elementType.allocate(content);
    } else if (!Array.isArray(content) && this.elementType.holds(content as TypedArray)) {
      this.data = content as TypedArray;
    } else {
      this.data = this.elementType.allocate(content.length);
      for (let i = 0; i < content.length; i++) this.set(i, content[i]);
    }
  }

  /** `torch.DoubleStorage`, … */
  type(): string {
    return `torch.${this.elementType.name}Storage`;
  }

  size(): number {
    return this.data.length;
  }

  get(index: number): number {
    this.check('get', index);
    return this.data[index];
  }

  set(index: number, value: number): this {
    this.check('set', index);
    const { cast } = this.elementType;
    this.data[index] = cast ? cast(value) : value;
    return this;
  }

  fill(value: number): this {
    const { cast } = this.elementType;
    this.data.fill(cast ? cast(value) : value);
    return this;
  }

  /** Grows or shrinks in place; the elements kept keep their values, new ones are zero. */
  resize(length: number): this {
    if (length !== this.data.length) {
      const data = this.elementType.allocate(length);
      data.set(length < this.data.length ? this.data.subarray(0, length) : this.data);
      this.data = data;
    }
    return this;
  }

  clone(): Storage {
    return new Storage(this.elementType, this.data.slice());
  }

  /** A storage of another type with the same values, each converted as a C cast does. */
  to(type: string): Storage {
    const target = elementType(type);
    return target === this.elementType ? this : new Storage(target, Array.from(this.data));
  }

  /** One value a line, then type and size, as Torch prints storages. */
  toString(): string {
    return storageToString(this);
  }

  private check(method: string, index: number): void {
    if (!Number.isInteger(index) || index < 0 || index >= this.data.length) {
      throw new RangeError(
        `${this.elementType.name}Storage.${method}: expected an index in 0..${this.data.length - 1}, got ${index}`,
      );
    }
  }
}
