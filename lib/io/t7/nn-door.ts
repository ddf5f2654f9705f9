/** @file The classes of nn at the door of .t7 files. */
import { Component } from '../../nn/component.js';
import { ForeignModule } from '../../nn/foreign-module.js';
import { blank, type ComponentClass, Filling, fillFromTorch, torchFields, torchTable } from '../../nn/torch-table.js';
import { registry as classes, concreteClasses } from '../../registry.js';
import { type Storage, Tensor, Timer } from '../../tensor/index.js';
import type { ClassDoor, FieldsOf, ReadInstance } from './class-door.js';
import { tensorClass } from './tensors.js';
import { type Instance, type LuaValue, TorchObject } from './values.js';

const registry = classes as unknown as Readonly<Record<string, ComponentClass>>;

/** Packages whose classes do what nn's of the same name do. */
const packages = /^(?:nn|cudnn|cunn)\.(\w+)$/;

/** The class of nn that stands for a class of Torch's. */
function classOf(typename: string): ComponentClass | undefined {
  const name = packages.exec(typename)?.[1] ?? '';
  return concreteClasses.has(name) ? registry[name] : undefined;
}

/** Whether a component's class is one of nn, and not one that extends it. */
export function isOfNn(component: Component): boolean {
  return classOf(`nn.${component.constructor.name}`)?.prototype === Object.getPrototypeOf(component);
}

/** Makes components of the instances of one file that are nn's or take its place, and instances of components. */
export class NnDoor implements ClassDoor {
  readonly #filling = new Filling();
  readonly #floats: Map<Storage, Storage> = new Map();

  create(typename: string): Component | Timer | undefined {
    if (typename === 'torch.Timer') return new Timer();
    const kind = classOf(typename);
    return kind && blank(kind);
  }

  hasLowLongs(object: object, field: unknown): boolean {
    return object instanceof Component && torchFields(object).get(field as string)?.lowLongs === true;
  }

  prepare(component: Component, { version, fields }: ReadInstance, fieldsOf: FieldsOf): void {
    const type = fields.get('_type');
    const known = typeof type === 'string' ? tensorClass(type) : undefined;
    if (known) fields.set('_type', `torch.${known.type.name === 'Half' ? 'Float' : known.type.name}Tensor`);
    for (const [name, value] of fields) fields.set(name, this.#withoutHalves(value));
    (component.constructor as ComponentClass).upgrade(fields, version, fieldsOf);
  }

  /** Halves as floats, with which modules compute; what was one storage stays one. */
  #withoutHalves(value: LuaValue): LuaValue {
    if (Array.isArray(value)) return value.map((each) => this.#withoutHalves(each));
    if (!(value instanceof Tensor) || value.elementType.name !== 'Half') return value;
    const { _storage, _offset, _size, _stride } = value;
    const floats = this.#floats.get(_storage) ?? _storage.to('Float');
    this.#floats.set(_storage, floats);
    return new Tensor(floats, _offset, _size, _stride);
  }

  fill(component: Component, { typename, fields }: ReadInstance): void {
    fillFromTorch(component, fields, this.#filling);
    // What another package has besides is of no use to nn.
    if (!typename.startsWith('nn.')) component.extras = undefined;
  }

  write(object: object): Instance | undefined {
    if (object instanceof Timer) return new TorchObject('torch.Timer', null);
    if (object instanceof ForeignModule) return object.instance as TorchObject;
    if (!(object instanceof Component)) return undefined;
    const { name, torchVersion } = object.constructor as ComponentClass;
    if (!isOfNn(object)) throw new TypeError(`expected classes of nn, got ${name}, which could not be found again`);
    return new TorchObject(`nn.${name}`, torchTable(object), torchVersion);
  }
}
