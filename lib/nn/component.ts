/** @file What modules and criteria have in common: an element type, buffers, copies, and a name for errors. */
import { type ElementType, elementType, elementTypes, Storage, Tensor, torch } from '../tensor/index.js';
import type { Activation } from './activation.js';
import { fits, isActivation, ofOtherType, type RActivation, shapeOf, withZeros } from './activation.js';
import type { FieldsOf, FieldTable, TorchFields } from './torch-field.js';

let passes = 0;

/** How many forward and backward passes have run, of whatever component: while it stands, no buffer has changed. */
export function passCount(): number {
  return passes;
}

export function countPass(): void {
  passes++;
}

/**
 * Buffers (outputs, gradients and whatever else belongs to the last point only) are made by `makeBuffers`, which the
 * constructor, `clearState` and `type` call: a subclass with buffers of its own declares the fields (`declare`) and extends it.
 */
export abstract class Component {
  /** @internal What Torch calls the fields of this class, and how it keeps them; undeclared ones of ours are not saved in its files. */
  static readonly torch: TorchFields = {};

  /** @internal The version of the class in Torch's files. */
  static readonly torchVersion: number = 1;

  /**
   * @internal Makes the fields that the class had in files of an earlier version those of today, before anything is filled; `fieldsOf`
   * gives those of a component inside.
   */
  static upgrade(_fields: FieldTable, _version: number, _fieldsOf: FieldsOf): void {}

  /** @internal The type of every floating tensor in here. */
  _type: ElementType;

  /** @internal Fields of users' that came from a file of Torch's, and go back there. */
  extras: Record<string, unknown> | undefined = undefined;

  /** What user-level R passes return in place of structural zeros, by the name of the result. */
  private rZeros: Record<string, RActivation> = {};

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

  /**
   * `torch.DoubleTensor` or `torch.FloatTensor`; with a name, converts every parameter and buffer, keeping what is shared shared: within
   * this component, and with all others that are converted with one cache.
   */
  type(): string;
  type(name: string, tensorCache?: TensorCache): this;
  type(name?: string, tensorCache: TensorCache = new Map()): string | this {
    if (name === undefined) return `torch.${this._type.name}Tensor`;
    const target = elementType(name);
    if (target.integer || target.checked)
      throw new TypeError(`${this.describe()}.type: expected Double or Float, got ${target.name}`);
    convertValue(this, target, tensorCache);
    return this;
  }

  double(tensorCache?: TensorCache): this {
    return this.type('Double', tensorCache);
  }

  float(tensorCache?: TensorCache): this {
    return this.type('Float', tensorCache);
  }

  /** `nn.Linear`: what torch.typename says. */
  get typename(): string {
    return `nn.${this.constructor.name}`;
  }

  /** As Torch prints it, `nn.Linear(3 -> 4)`; a subclass adds what its constructor was told. */
  toString(): string {
    return this.typename;
  }

  /** How errors name it: `Linear(3 -> 4)`. */
  describe(): string {
    return this.toString().split('\n', 1)[0].replace(/^nn\./, '').replace(/ \{$/, '');
  }

  /** @throws TypeError unless the input is a tensor or a table of tensors. */
  protected checkInput(input: Activation): void {
    if (isActivation(input)) return;
    const got = input === null ? 'null' : shapeOf(input);
    throw new TypeError(`${this.describe()}.forward: expected input to be a tensor or a table of tensors, got ${got}`);
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
      throw new TypeError(
        `${this.describe()}.${method}: expected input to be a table of tensors, got ${shapeOf(input)}`,
      );
    }
    return input.map((x, i) => this.tensor(method, x, `input[${i}]`));
  }

  /** The error for a wrong shape: `Linear(3 -> 4).forward: expected input (N × 3) or (3), got (5 × 2)`. */
  protected wrongShape(method: string, expected: string, got: Activation): RangeError {
    return new RangeError(`${this.describe()}.${method}: expected ${expected}, got ${shapeOf(got)}`);
  }

  /** Throws unless `got` has the shapes of `expected`, and its types; structural zeros pass where `zeros` says so. */
  protected checkLike(method: string, what: string, expected: Activation, got: RActivation, zeros: boolean): void {
    if (!fits(expected, got, zeros)) {
      throw new RangeError(`${this.describe()}.${method}: expected ${what} ${shapeOf(expected)}, got ${shapeOf(got)}`);
    }
    const other = ofOtherType(expected, got);
    if (other) {
      throw new TypeError(
        `${this.describe()}.${method}: expected ${what} of type ${this._type.name}Tensor, got ${other.describe()}`,
      );
    }
  }

  /** `r` with a real tensor, made once, in place of each structural zero; `x` has its shapes. */
  protected filled(name: 'rOutput' | 'rGradInput', x: Activation, r: RActivation): Activation {
    if (fits(x, r, false)) return r as Activation;
    this.rZeros[name] = withZeros(x, undefined, this.rZeros[name]);
    return withZeros(x, r, this.rZeros[name]);
  }

  /** @internal */
  convertTo(target: ElementType, done: TensorCache): void {
    this._type = target;
    this.rZeros = {};
    this.makeBuffers();
    for (const value of [...Object.values(this), ...Object.values(this.extras ?? {})])
      convertValue(value, target, done);
  }
}

/** What has been converted: components, and for each storage or tensor the one that takes its place. */
export type TensorCache = Map<unknown, unknown>;

function convertValue(value: unknown, target: ElementType, done: TensorCache): void {
  if (value instanceof Component) {
    if (done.has(value)) return;
    done.set(value, value);
    value.convertTo(target, done);
  } else if (Array.isArray(value)) for (const piece of value) convertValue(piece, target, done);
  else if (value instanceof Tensor && !value.elementType.integer && value.elementType !== target) {
    if (!done.has(value._storage)) done.set(value._storage, value._storage.to(target.name));
    value._storage = done.get(value._storage) as Storage;
  }
}

/** Compared by identity, so a copy of one would be another type. */
const constants: ReadonlySet<unknown> = new Set(Object.values(elementTypes));

/** A deep copy of fields: tensors that share a storage share its copy, and cycles stay cycles. */
export function deepCopy<T>(value: T, seen: Map<unknown, unknown> = new Map()): T {
  if (typeof value !== 'object' || value === null || constants.has(value)) return value;
  const known = seen.get(value);
  if (known !== undefined) return known as T;
  let copy: unknown;
  if (value instanceof Tensor) {
    copy = new Tensor(deepCopy(value._storage, seen), value._offset, value._size, value._stride);
  } else if (value instanceof Storage) copy = value.clone();
  else if (ArrayBuffer.isView(value)) copy = (value as unknown as Float64Array).slice();
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
  } else return value; // owners of functions, and other shared objects
  seen.set(value, copy);
  return copy as T;
}
