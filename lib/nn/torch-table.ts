/** @file A module or criterion as Torch's table of fields, and back. */
import { type ElementType, Storage, Tensor } from '../tensor/index.js';
import { Component } from './component.js';
import { Criterion } from './criterion.js';
import { Module } from './module.js';
import { rName } from './parameters.js';
import { optional, shown, type TorchField, tensor } from './torch-field.js';

/** A class whose instances are components. */
export type ComponentClass = (abstract new (...args: never[]) => Component) & typeof Component;

const known = new WeakMap<object, ReadonlyMap<string, TorchField>>();

/** All fields that a component's class and its bases declare, by Torch's names, the bases' first. */
export function torchFields(component: Component): ReadonlyMap<string, TorchField> {
  return fieldsFrom(Object.getPrototypeOf(component));
}

function fieldsFrom(prototype: Component): ReadonlyMap<string, TorchField> {
  const found = known.get(prototype);
  if (found) return found;
  const kind = prototype.constructor as ComponentClass;
  const bases = prototype === Component.prototype ? [] : fieldsFrom(Object.getPrototypeOf(prototype));
  // What a class declares anew comes in its own order.
  const inherited = [...bases].filter(([name]) => !Object.hasOwn(kind.torch, name));
  const fields = new Map([...inherited, ...Object.entries(kind.torch)]);
  known.set(prototype, fields);
  return fields;
}

/** A component whose constructor has not run, without the fields of its class: for `fillFromTorch`. */
export function blank(kind: ComponentClass): Component {
  return Reflect.construct(kind.prototype instanceof Module ? Module : Criterion, [], kind);
}

/** What the components of one file have in common, so that what they share stays shared. */
export class Filling {
  /** For each storage of parameters, that of their gradients where the file does not have them. */
  readonly gradients: Map<Storage, Storage> = new Map();
  /** For each storage of parameters or gradients, that of their images under R. */
  readonly images: Map<Storage, Storage> = new Map();
  /** As in `Component.convertTo`. */
  readonly converted: Map<unknown, unknown> = new Map();
}

/**
 * Gives a blank component the fields of a table of Torch's. Buffers are made anew; gradients that are missing, v and Hv are zeros, in
 * memory that is shared where the parameters' is. Fields that its class does not declare are kept in `extras`, Torch's private ones
 * (`_input`) and images under R excepted.
 *
 * @throws TypeError for a field that is missing or not what the class expects.
 */
export function fillFromTorch(component: Component, table: ReadonlyMap<unknown, unknown>, filling: Filling): void {
  const { name: kind } = component.constructor;
  const fields = new Map(table);
  component._type = typeIn(fields.values()) ?? component._type;
  const read = (name: string, field: TorchField): unknown => {
    const value = fields.get(name) ?? undefined;
    fields.delete(name);
    if (field.empty) return undefined;
    return field.fromTorch(
      value,
      (what, got = shown(value)) => {
        throw new TypeError(`nn.${kind}: expected field ${name} to be ${what}, got ${got}`);
      },
      component,
    );
  };
  const own = component as unknown as Record<string, unknown>;
  for (const [name, field] of torchFields(component)) {
    const value = read(name, field);
    if (value !== undefined) own[field.name ?? name] = value;
  }
  const families = familiesOf(component);
  for (const [w, gradW] of families) {
    const x = (own[w] ?? read(w, optional(tensor()))) as Tensor | undefined;
    const saved = fields.get(gradW);
    // Models are often saved with their gradients taken out, or emptied.
    if (!x || (saved instanceof Tensor && saved.nElement() === 0)) fields.delete(gradW);
    if (x) Object.assign(own, { [w]: x, [gradW]: read(gradW, optional(tensor(() => x._size))) });
  }
  const extras = [...fields].filter(([name, value]) => value !== null && isExtra(name));
  component.extras = extras.length === 0 ? undefined : Object.fromEntries(extras);
  filling.converted.set(component, component);
  component.convertTo(component._type, filling.converted);
  for (const [w, gradW, rW, rGradW] of families) {
    const x = own[w] as Tensor | undefined;
    if (!x) continue;
    const g = (own[gradW] ??= imageOf(x, filling.gradients)) as Tensor;
    Object.assign(own, { [rW]: imageOf(x, filling.images), [rGradW]: imageOf(g, filling.images) });
  }
}

/** The fields of a component as Torch saves them: buffers empty, gradients with their values. */
export function torchTable(component: Component): Map<string, unknown> {
  const own = component as unknown as Readonly<Record<string, unknown>>;
  const table = new Map<string, unknown>(Object.entries(component.extras ?? {}));
  for (const [name, field] of torchFields(component)) {
    table.set(name, field.empty ? field.empty(component) : field.toTorch(own[field.name ?? name], component));
  }
  for (const [w, gradW] of familiesOf(component)) table.set(w, own[w]).set(gradW, own[gradW]);
  for (const [name, value] of table) if (value === undefined) table.delete(name);
  return table;
}

/** The names of a component's parameters, with those of their gradients, v and Hv. */
function familiesOf(component: Component): [string, string, string, string][] {
  return component instanceof Module ? component.parameterNames().map(rName.family) : [];
}

/** The type of the first floating tensor or component. */
function typeIn(values: Iterable<unknown>): ElementType | undefined {
  for (const value of values) {
    if (value instanceof Tensor && !value.elementType.integer) return value.elementType;
    if (value instanceof Component) return value._type;
  }
  return undefined;
}

/** The view that x is of its storage, of that storage's image: zeros. */
function imageOf(x: Tensor, images: Map<Storage, Storage>): Tensor {
  const storage = images.get(x._storage) ?? new Storage(x.elementType, x._storage.size());
  images.set(x._storage, storage);
  return new Tensor(storage, x._offset, x._size, x._stride);
}

function isExtra(name: unknown): name is string {
  return typeof name === 'string' && !/^_|^r[A-Z]/.test(name) && !(name in Object.prototype);
}
