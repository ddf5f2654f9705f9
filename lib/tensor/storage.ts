/** @file Storage: the memory that tensors view and share. */
import { storageToString } from './printing.js';
import { type ElementType, elementType, elementTypes, store, type TypedArray, type TypeName } from './types.js';

/** A typed array behind a handle, so that tensors which share it go on sharing it when it grows. */
export class Storage {
  readonly elementType: ElementType;
  data: TypedArray;

  /**
   * Zeroed memory of `content` elements; or the given array itself (no copy) when it is of the type's kind; or the given
   * numbers, converted. A Float64Array becomes a LongStorage only when all that it holds are integers.
   */
  constructor(type: TypeName | ElementType, content: number | TypedArray | readonly number[] = 0) {
    this.elementType = typeof type === 'string' ? elementTypes[type] : type;
    if (typeof content === 'number') {
      this.data = this.elementType.allocate(content);
    } else if (this.elementType.holds(content)) {
      this.data = content as TypedArray;
      if (this.elementType.checked) this.checkIntegers();
    } else {
      this.data = this.elementType.allocate(content.length);
      store(this.elementType, content.length, content, 0, this.data, 0);
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
    this.checkIndex('get', index);
    return this.data[index];
  }

  set(index: number, value: number): this {
    this.checkIndex('set', index);
    this.data[index] = this.elementType.cast(value);
    return this;
  }

  fill(value: number): this {
    this.data.fill(this.elementType.cast(value));
    return this;
  }

  /** The values of a storage of the same size and any type, converted. */
  copy(source: Storage): this {
    if (source.data.length !== this.data.length) {
      throw new RangeError(
        `${this.elementType.name}Storage.copy: expected ${this.data.length} elements, got ${source.data.length}`,
      );
    }
    store(this.elementType, this.data.length, source.data, 0, this.data, 0);
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
    return new Storage(this.elementType, this.data.length).copy(this);
  }

  /** A storage of another type with the same values, converted; this one when it is of that type. */
  to(type: string): Storage {
    const target = elementType(type);
    return target === this.elementType ? this : new Storage(target, this.data.length).copy(this);
  }

  /** One value a line, then type and size, as Torch prints storages. */
  toString(): string {
    return storageToString(this);
  }

  private checkIndex(method: string, index: number): void {
    if (!Number.isInteger(index) || index < 0 || index >= this.data.length) {
      throw new RangeError(
        `${this.elementType.name}Storage.${method}: expected an index in 0..${this.data.length - 1}, got ${index}`,
      );
    }
  }

  private checkIntegers(): void {
    for (const value of this.data) {
      if (this.elementType.cast(value) !== value) {
        throw new RangeError(`LongStorage: expected an array of integers, got ${value}`);
      }
    }
  }
}
