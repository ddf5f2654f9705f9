/** @file Tensors as tensors of other types, and as arrays. */
import type { NestedNumbers } from './nested.js';
import { Tensor } from './tensor.js';
import { defaultType, elementType, type TypeName } from './types.js';

type Shorthand = Lowercase<TypeName>;

/** A conversion is a copy, as C casts; of a tensor that has the type already it is the tensor itself. */
export interface Conversions extends Record<Shorthand, () => Tensor> {
  /** `torch.DoubleTensor`, …; with a name, a tensor of that type. TypeError for a name that is none. */
  type(): string;
  type(name: string): Tensor;
  /** A tensor of the type of `other`. */
  typeAs(other: Tensor): Tensor;
  /** A tensor of the default type. */
  real(): Tensor;
  /** Bytes an element. */
  elementSize(): number;
  /** The values of every element in row-major order. */
  toArray(): number[];
  /** The values, nested as deep as the tensor has dimensions; of an empty tensor []. */
  totable(): NestedNumbers;
}

function type(this: Tensor): string;
function type(this: Tensor, name: string): Tensor;
function type(this: Tensor, name?: string): string | Tensor {
  if (name === undefined) return `torch.${this.elementType.name}Tensor`;
  const target = elementType(name);
  if (target === this.elementType) return this;
  return Tensor.zeros(target, this._size).copy(this);
}

function nested(values: readonly number[], size: readonly number[], d: number, at: number): NestedNumbers {
  if (d === size.length - 1) return values.slice(at, at + size[d]);
  const step = size.slice(d + 1).reduce((product, s) => product * s, 1);
  return Array.from({ length: size[d] }, (_, i) => nested(values, size, d + 1, at + i * step));
}

export const conversions: Conversions & ThisType<Tensor> = {
  type,
  typeAs(other) {
    return this.type(other.type());
  },
  real() {
    return this.type(defaultType.name);
  },
  double() {
    return this.type('Double');
  },
  float() {
    return this.type('Float');
  },
  long() {
    return this.type('Long');
  },
  int() {
    return this.type('Int');
  },
  short() {
    return this.type('Short');
  },
  char() {
    return this.type('Char');
  },
  byte() {
    return this.type('Byte');
  },
  half() {
    return this.type('Half');
  },
  elementSize() {
    return this._storage.elementSize();
  },
  toArray() {
    const { _storage, _offset } = this.contiguous();
    return Array.from(_storage.data.subarray(_offset, _offset + this.nElement()));
  },
  totable() {
    return this.dim() === 0 ? [] : nested(this.toArray(), this._size, 0, 0);
  },
};
