/** @file What modules and criteria have in common: an element type, buffers, copies, and a name for errors. */
import { elementType, type ElementType, Storage, Tensor, torch } from '../tensor/index.js';
import type { Activation } from './activation.js';
import { shapeOf } from './activation.js';

/**
 * Buffers (outputs, gradients and whatever else belongs to the last point only) are made by `makeBuffers`, which the
 * constructor, `clearState` and `type` call: a subclass with buffers of its own declares the fields (`declare`) and extends it.
 */
export abstract class Component {
  /** @internal The type of every floating tensor in here. */
  _type: ElementType;

  constructor() {
    this._type = elementType(torch.getdefaulttensortype());
    this.makeBuffers();
  }

  /** Makes fresh, empty buffers and forgets everything about the last point. */
  protected abstract makeBuffers(): void;

  /** An empty tensor of this component's type. */
  protected buffer(): Tensor {
    return Tensor.zeros(this._type, []);
  }

  /** `torch.DoubleTensor` or `torch.FloatTensor`; with a name, converts every parameter and buffer, keeping what is shared shared. */
  type(): string;
  type(name: string): this;
  type(name?: string): string | this {
    if (name === undefined) return `torch.${this._type.name}Tensor`;
    const target = elementType(name);
    if (target.integer) throw new TypeError(`${this.describe()}.type: expected Double or Float, got ${target.name}`);
    convert(this, target, new Map());
    return this;
  }

  double(): this {
    return this.type('Double');
  }

  float(): this {
    return this.type('Float');
  }

  /** As Torch prints it, `nn.Linear(3 -> 4)`; a subclass adds what its constructor was told. */
  toString(): string {
    return `nn.${this.constructor.name}`;
  }

  /** How errors name it: `Linear(3 -> 4)`. */
  describe(): string {
    return this.toString().split('\n', 1)[0].replace(/^nn\./, '').replace(/ \{$/, '');
  }

  /** The input as the one tensor it has to be, of this component's type. */
  protected tensor(method: string, input: Activation, what: string = 'input'): Tensor {
    if (!(input instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.${method}: expected ${what} to be one tensor, got ${shapeOf(input)}`);
    }
    if (input.elementType !== this._type) {
      throw new TypeError(
        `${this.describe()}.${method}: expected ${what} of type ${this._type.name}Tensor, got ${input.describe()}`,
      );
    }
    return input;
  }

  /** The input as the table of tensors it has to be, each of this component's type, one at least. */
  protected tensors(method: string, input: Activation): Tensor[] {
    if (!Array.isArray(input) || input.length === 0) {
      throw new TypeError(`${this.describe()}.${method}: expected input to be a table of tensors, got ${shapeOf(input)}`);
    }
    return input.map((x, i) => this.tensor(method, x, `input[${i}]`));
  }

  /** The error for a wrong shape: `Linear(3 -> 4).forward: expected input (N × 3) or (3), got (5 × 2)`. */
  protected wrongShape(method: string, expected: string, got: Activation): RangeError {
    return new RangeError(`${this.describe()}.${method}: expected ${expected}, got ${shapeOf(got)}`);
  }

  /** @internal */
  convertTo(target: ElementType, storages: Map<Storage, Storage>): void {
    this._type = target;
    this.makeBuffers();
    for (const value of Object.values(this)) convertValue(value, target, storages);
  }
}

function convert(component: Component, target: ElementType, storages: Map<Storage, Storage>): void {
  component.convertTo(target, storages);
}

function convertValue(value: unknown, target: ElementType, storages: Map<Storage, Storage>): void {
  if (value instanceof Component) convert(value, target, storages);
  else if (Array.isArray(value)) for (const piece of value) convertValue(piece, target, storages);
  else if (value instanceof Tensor && !value.elementType.integer && value.elementType !== target) {
    let storage = storages.get(value._storage);
    if (!storage) {
      storage = value._storage.to(target.name);
      storages.set(value._storage, storage);
    }
    value._storage = storage;
  }
}

/** A deep copy of fields: tensors that share a storage share its copy, and cycles stay cycles. */
export function deepCopy<T>(value: T, seen: Map<unknown, unknown> = new Map()): T {
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known as T;
  let copy: unknown;
  if (value instanceof Tensor) {
    copy = new Tensor(deepCopy(value._storage, seen), value._offset, value._size, value._stride);
  } else if (value instanceof Storage) copy = value.clone();
  else if (Array.isArray(value)) {
    const list: unknown[] = [];
    seen.set(value, list);
    for (const piece of value) list.push(deepCopy(piece, seen));
    return list as T;
  } else if (value instanceof Component || Object.getPrototypeOf(value) === Object.prototype) {
    const object = Object.create(Object.getPrototypeOf(value));
    seen.set(value, object);
    for (const [key, field] of Object.entries(value)) object[key] = deepCopy(field, seen);
    return object;
  } else return value; // element types, functions' owners and other shared constants
  seen.set(value, copy);
  return copy as T;
}
