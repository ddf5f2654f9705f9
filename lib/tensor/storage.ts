/** @file Storage: the memory that tensors view and share. */
import { storageToString } from './printing.js';
import { type ElementType, elementType, elementTypes, store, type TypedArray, type TypeName } from './types.js';

/**
 * A typed array behind a handle, so that tensors which share it go on sharing it when it grows. Indices count from 0. Torch's
 * storages that map a file into memory have no counterpart: no engine gives a typed array such memory.
 */
export class Storage {
  readonly elementType: ElementType;
  data: TypedArray;
  /** Whether the memory is a piece of another storage's. */
  readonly #isPiece: boolean;
  #buffer: ArrayBufferLike | undefined;
  #bits: TypedArray | undefined;

  /**
   * Zeroed memory of `content` elements; or the given array itself (no copy) when it is of the type's kind; or the given
   * numbers, converted. A Float64Array becomes a LongStorage only when all that it holds are integers.
   *
   * Of a storage: `size` of its elements from `offset` on, to its end by default, on the same memory until that storage is
   * resized.
   */
  constructor(type: TypeName | ElementType, content?: number | TypedArray | readonly number[]);
  constructor(type: TypeName | ElementType, source: Storage, offset?: number, size?: number);
  constructor(
    type: TypeName | ElementType,
    content: number | TypedArray | readonly number[] | Storage = 0,
    offset: number = 0,
    size?: number,
  ) {
    this.elementType = typeof type === 'string' ? elementTypes[type] : type;
    this.#isPiece = content instanceof Storage;
    if (content instanceof Storage) {
      this.data = this.piece(content, offset, size ?? content.size() - offset);
    } else if (typeof content === 'number') {
      this.data = this.allocate('', content);
    } else if (this.elementType.holds(content)) {
      this.data = content as TypedArray;
      if (this.elementType.checked) this.checkIntegers();
    } else {
      this.checkNumbers(content);
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

  /** Bytes an element: those of C on 64-bit machines. */
  elementSize(): number {
    return this.elementType.size;
  }

  /**
   * The memory for code that only moves elements of one type: as integers where there is another type as wide. All types
   * together are four kinds of array then; a loop that has met more is compiled to code that is thirty times slower.
   */
  get bits(): TypedArray {
    const { data } = this;
    if (data instanceof Float32Array) this.#bits ??= new Int32Array(this.buffer, data.byteOffset, data.length);
    else if (data instanceof Int8Array) this.#bits ??= new Uint8Array(this.buffer, data.byteOffset, data.length);
    return this.#bits ?? data;
  }

  /** Where the memory lies: two storages with one buffer may have elements in common. */
  get buffer(): ArrayBufferLike {
    // Remembered: asking a small array for its buffer moves its elements.
    this.#buffer ??= this.data.buffer;
    return this.#buffer;
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
      throw new RangeError(`${this.name}.copy: expected ${this.data.length} elements, got ${source.data.length}`);
    }
    // Unlike the loop of `store`, set() looks after memory that both have in common.
    if (source.elementType === this.elementType) this.data.set(source.data);
    else store(this.elementType, this.data.length, source.data, 0, this.data, 0);
    return this;
  }

  /**
   * Grows or shrinks; the elements kept keep their values, new ones are zero. The memory is another one afterwards.
   *
   * @throws RangeError for a storage that is a piece of another.
   */
  resize(length: number): this {
    if (length === this.data.length) return this;
    if (this.#isPiece) {
      throw new RangeError(`${this.name}.resize: expected memory of its own, got a piece of another storage`);
    }
    const data = this.allocate('.resize', length);
    if (this.data.length > 0) data.set(length < this.data.length ? this.data.subarray(0, length) : this.data);
    this.data = data;
    this.#buffer = undefined;
    this.#bits = undefined;
    return this;
  }

  /** The elements as an array. */
  totable(): number[] {
    return Array.from(this.data);
  }

  /**
   * The bytes as text, one character each, of the codes 0 … 255. With a text: resized to its length, and filled with its
   * characters. Byte and Char only.
   */
  string(): string;
  string(text: string): this;
  string(text?: string): string | this {
    if (this.data.BYTES_PER_ELEMENT !== 1) {
      throw new TypeError(`${this.name}.string: expected a ByteStorage or a CharStorage, got ${this.name}`);
    }
    if (text === undefined) return Array.from(this.data, (byte) => String.fromCharCode(byte & 255)).join('');
    const bytes = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
    const wide = bytes.find((byte) => byte > 255);
    if (wide !== undefined) {
      throw new RangeError(`${this.name}.string: expected characters of codes 0..255, got one of code ${wide}`);
    }
    this.resize(bytes.length).data.set(bytes);
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

  private get name(): string {
    return `${this.elementType.name}Storage`;
  }

  private allocate(method: string, length: number): TypedArray {
    if (!Number.isInteger(length) || length < 0) {
      throw new RangeError(`${this.name}${method}: expected a size of 0 or more, got ${length}`);
    }
    return this.elementType.allocate(length);
  }

  private piece(source: Storage, offset: number, size: number): TypedArray {
    if (source.elementType !== this.elementType) {
      throw new TypeError(`${this.name}: expected a ${this.name}, got a ${source.name}; convert with to()`);
    }
    if (
      !(Number.isInteger(offset) && Number.isInteger(size) && offset >= 0 && size > 0 && offset + size <= source.size())
    ) {
      throw new RangeError(
        `${this.name}: expected a piece of the ${source.size()} elements, got ${size} from ${offset} on`,
      );
    }
    return source.data.subarray(offset, offset + size);
  }

  private checkIndex(method: string, index: number): void {
    if (!Number.isInteger(index) || index < 0 || index >= this.data.length) {
      throw new RangeError(`${this.name}.${method}: expected an index in 0..${this.data.length - 1}, got ${index}`);
    }
  }

  private checkNumbers(content: unknown): void {
    const list = Array.isArray(content) || ArrayBuffer.isView(content);
    if (!list) {
      throw new TypeError(`${this.name}: expected a size, numbers or a storage, got ${typeof content}`);
    }
    const other = Array.isArray(content) ? content.findIndex((value) => typeof value !== 'number') : -1;
    if (other >= 0) {
      throw new TypeError(`${this.name}: expected numbers, got ${typeof (content as unknown[])[other]} at ${other}`);
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
