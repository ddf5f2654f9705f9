/** @file The fields of a class as Torch has them: their names, their kinds, and numbers that count from 1. */
import { type ElementType, elementTypes, Storage, Tensor } from '../tensor/index.js';
import type { Component } from './component.js';

/** Throws that a field was expected to be `what`; `got` says what it is, where its own value does not. */
export type Expect = (what: string, got?: string) => never;

/**
 * A field of Torch's, which files and Lua scripts know by Torch's name and with Torch's value: numbers that count from 1, sizes in
 * a LongStorage, undefined for nil. A class declares its own in `static torch`, by Torch's names; those of its bases are added.
 */
export interface TorchField {
  /** Our name of it, where that is another. */
  readonly name?: string;
  readonly toTorch: (value: unknown, owner: Component) => unknown;
  /** `owner` has the fields that were declared before. */
  readonly fromTorch: (value: unknown, expect: Expect, owner: Component) => unknown;
  /** What files have for a buffer, whose contents they do not keep. */
  readonly empty?: (owner: Component) => unknown;
  /** Whether it is a tensor of longs of which Torch writes the lower 32 bits, and leaves the others as the memory was. */
  readonly lowLongs?: true;
}

export type TorchFields = Readonly<Record<string, TorchField>>;

/** The fields of an object in a file, by name. */
export type FieldTable = Map<unknown, unknown>;

/** Those of a component in a file, while it is not filled yet. */
export type FieldsOf = (part: unknown) => FieldTable | undefined;

/** How errors show the value of a field. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Tensor) return value.describe();
  if (value instanceof Storage) return `${value.elementType.name}Storage of ${value.size()}`;
  if (typeof value === 'string') return `'${value.slice(0, 40)}'`;
  return typeof value === 'object' ? 'an object' : String(value);
}

const asItIs = (value: unknown): unknown => value;

/** A field that is the same in Torch, if `accepts` it. */
export function plain(what: string, accepts: (value: unknown) => boolean): TorchField {
  return { toTorch: asItIs, fromTorch: (value, expect) => (accepts(value) ? value : expect(what)) };
}

export const flag: TorchField = plain('true or false', (value) => typeof value === 'boolean');

export const text: TorchField = plain('a string', (value) => typeof value === 'string');

export function number(what: string = 'a number', accepts: (x: number) => boolean = () => true): TorchField {
  return plain(what, (value) => typeof value === 'number' && accepts(value));
}

export const integer: TorchField = number('a whole number', Number.isInteger);

export function whole(least: number): TorchField {
  return number(`a whole number from ${least} up`, (x) => Number.isInteger(x) && x >= least);
}

/** A dimension, index or offset: from 0 here and from 1 in Torch; negative ones count from the end in both. */
export const oneBased: TorchField = {
  toTorch: (value) => ((value as number) < 0 ? value : (value as number) + 1),
  fromTorch: (value, expect) => {
    if (!Number.isInteger(value) || value === 0) return expect('a whole number other than 0');
    return (value as number) < 0 ? value : (value as number) - 1;
  },
};

/** A tensor of Double or Float, with as many dimensions as told, or of the sizes that follow from the owner. */
export function tensor<T extends Component>(shape?: number | ((owner: T) => readonly number[])): TorchField {
  return {
    toTorch: asItIs,
    fromTorch: (value, expect, owner) => {
      const size = typeof shape === 'function' ? shape(owner as T) : undefined;
      const ofSize = size ? ` (${size.join(' × ')})` : typeof shape === 'number' ? ` of ${shape} dimensions` : '';
      const fits =
        value instanceof Tensor &&
        !value.elementType.integer &&
        (typeof shape !== 'number' || value.dim() === shape) &&
        (!size || String(value._size) === String(size));
      return fits ? value : expect(`a tensor${ofSize} of Double or Float`);
    },
  };
}

/** A module or criterion of a class, or one that extends it. */
export function instance(kind: abstract new (...args: never[]) => Component, what: string): TorchField {
  return plain(what, (value) => value instanceof kind);
}

/** A field that may be nil, and then is `otherwise`. */
export function optional(field: TorchField, otherwise?: unknown): TorchField {
  return {
    ...field,
    toTorch: (value, owner) => (value === undefined ? undefined : field.toTorch(value, owner)),
    fromTorch: (value, expect, owner) => (value === undefined ? otherwise : field.fromTorch(value, expect, owner)),
  };
}

/** A field that has another name here. */
export function named(name: string, field: TorchField): TorchField {
  return { ...field, name };
}

/** A field that Torch does not have: what comes from there has this value. */
export function implied(value: unknown): TorchField {
  return { toTorch: () => undefined, fromTorch: () => value };
}

/** A field that files do not keep, or that Torch alone has: they have what is made here, or nothing. */
export function unsaved<T extends Component>(make: (owner: T) => unknown = () => undefined): TorchField {
  const empty = (owner: Component): unknown => make(owner as T);
  return { toTorch: (value, owner) => value ?? empty(owner), fromTorch: asItIs, empty };
}

/** A buffer that is a tensor of the owner's type. */
export const buffer: TorchField = unsaved((owner) => Tensor.zeros(owner._type, []));

/** A buffer that is a table. */
export const tableBuffer: TorchField = unsaved(() => []);

/** A buffer that is a table of two tensors of the owner's type. */
export const pairBuffer: TorchField = unsaved((owner) => [
  Tensor.zeros(owner._type, []),
  Tensor.zeros(owner._type, []),
]);

/** A buffer that is a tensor with the one element 1. */
export const oneBuffer: TorchField = unsaved((owner) => Tensor.zeros(owner._type, [1]).fill(1));

/** A buffer for sizes. */
export const sizesBuffer: TorchField = unsaved(() => new Storage('Long'));

/** `torch.DoubleTensor` or `torch.FloatTensor`; where nothing is said, the type that the owner has of its other fields. */
export const elementTypeName: TorchField = {
  toTorch: (value) => `torch.${(value as ElementType).name}Tensor`,
  fromTorch: (value, expect, owner) => {
    if (value === undefined) return owner._type;
    const type = [elementTypes.Double, elementTypes.Float].find(({ name }) => value === `torch.${name}Tensor`);
    return type ?? expect('torch.DoubleTensor or torch.FloatTensor');
  },
};
