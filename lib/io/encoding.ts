/** @file Modules, tensors and plain values as JSON, and back. What shares memory shares it again. */
import { Component } from '../nn/component.js';
import { Module } from '../nn/module.js';
import { registry as classes } from '../registry.js';
import { type ElementType, elementTypes, Storage, Tensor, type TypeName } from '../tensor/index.js';
import { DataError } from './csv.js';
import { suggestion } from './nearest.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A value as a tree, and the memory that its tensors view. A storage without `base64` holds zeros. */
export interface Encoded {
  root: Json;
  storages: Json[];
}

type Fields = Record<string, unknown>;
type Registry = Record<string, (abstract new () => object) | undefined>;
const registry = classes as unknown as Registry;

// A counter of the process: a file must not depend on what else the process did before.
const neutral: Record<string, number> = { checkedVersion: -1 };
const exactNumber = /^(?:NaN|-?Infinity|-0)$/;

const isElementType = (value: object): value is ElementType => Object.values<unknown>(elementTypes).includes(value);

/** The fields that are buffers: they belong to the last point, and are made anew when read back. */
function bufferNames(component: Component): Set<string> {
  // Reads go through to the component, writes stay here.
  const probe = Object.create(component) as Component;
  probe.convertTo(component._type, new Map());
  const names = new Set(Object.keys(probe));
  names.delete('_type');
  return names;
}

/** Storages that hold nothing but gradients, v and Hv. */
function gradientStorages(module: Module): Set<Storage> {
  const [values, ...images] = module.parameters();
  const found = new Set(images.flat().map((x) => x._storage));
  for (const x of values) found.delete(x._storage);
  return found;
}

class Encoder {
  readonly storages: Json[] = [];
  private readonly storageIds = new Map<Storage, number>();
  private readonly objectIds = new Map<object, number>();
  private readonly gradients = new Set<Storage>();

  value(value: unknown, path: string): Json {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number') {
      if (Object.is(value, -0)) return { number: '-0' };
      return Number.isFinite(value) ? value : { number: String(value) };
    }
    if (value === undefined) return { undefined: true };
    if (Array.isArray(value)) return value.map((entry, i) => this.value(entry, `${path}[${i}]`));
    if (typeof value === 'object') return this.object(value, path);
    throw new TypeError(`${path}: expected numbers, text, tensors and modules, got a ${typeof value}`);
  }

  private object(value: object, path: string): Json {
    if (value instanceof Tensor) {
      const { _offset: offset, _size: size, _stride: stride } = value;
      return { tensor: { storage: this.storage(value._storage), offset, size, stride } };
    }
    if (isElementType(value)) return { type: value.name };
    const known = this.objectIds.get(value);
    if (known !== undefined) return { same: known };
    this.objectIds.set(value, this.objectIds.size);
    if (value instanceof Component) return this.component(value, path);
    if (Object.getPrototypeOf(value) !== Object.prototype) {
      throw new TypeError(`${path}: expected numbers, text, tensors and modules, got a ${value.constructor.name}`);
    }
    const fields = Object.entries(value).map(([name, field]) => [name, this.value(field, `${path}.${name}`)]);
    return { object: Object.fromEntries(fields) };
  }

  private component(component: Component, path: string): Json {
    const { name } = component.constructor;
    if (registry[name]?.prototype !== Object.getPrototypeOf(component)) {
      throw new TypeError(
        `${path}: expected classes of nn, got ${component.describe()}, which could not be found again`,
      );
    }
    if (component instanceof Module) for (const storage of gradientStorages(component)) this.gradients.add(storage);
    const buffers = bufferNames(component);
    const fields: Record<string, Json> = {};
    for (const [field, value] of Object.entries(component)) {
      if (value !== undefined && !buffers.has(field))
        fields[field] = neutral[field] ?? this.value(value, `${path}.${field}`);
    }
    return { class: name, fields };
  }

  private storage(storage: Storage): number {
    const known = this.storageIds.get(storage);
    if (known !== undefined) return known;
    const { data, elementType } = storage;
    const head = { type: elementType.name, length: data.length };
    const zero = this.gradients.has(storage) || data.every((x) => Object.is(x, 0));
    const base64 = (): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
    const id = this.storages.push(zero ? head : { ...head, base64: base64() }) - 1;
    this.storageIds.set(storage, id);
    return id;
  }
}

class Decoder {
  private readonly name: string;
  private readonly storages: Storage[];
  private readonly objects: object[] = [];
  readonly components: Component[] = [];

  constructor(name: string, storages: unknown) {
    this.name = name;
    if (!Array.isArray(storages)) this.fail('storages', 'a list', storages);
    this.storages = storages.map((storage: unknown, i) => this.storage(storage, `storages[${i}]`));
  }

  value(json: unknown, path: string): unknown {
    if (json === null || ['boolean', 'string', 'number'].includes(typeof json)) return json;
    if (Array.isArray(json)) return json.map((entry, i) => this.value(entry, `${path}[${i}]`));
    const node = this.record(json, path);
    if (typeof node.number === 'string' && exactNumber.test(node.number)) return Number(node.number);
    if (node.undefined === true) return undefined;
    if (node.tensor !== undefined) return this.tensor(this.record(node.tensor, path), path);
    if (typeof node.type === 'string' && Object.hasOwn(elementTypes, node.type))
      return elementTypes[node.type as TypeName];
    if (typeof node.same === 'number' && this.objects[node.same]) return this.objects[node.same];
    if (typeof node.class === 'string') return this.component(node.class, this.record(node.fields, path), path);
    if (node.object !== undefined) {
      const object: Fields = {};
      this.objects.push(object);
      return this.fill(object, this.record(node.object, path), path);
    }
    return this.fail(path, 'a value', json);
  }

  private component(name: string, fields: Fields, path: string): object {
    const found = Object.hasOwn(registry, name) ? registry[name] : undefined;
    if (!found) {
      throw new DataError(
        `${this.name}: unknown class '${name}'${suggestion(name, Object.keys(registry))} (at ${path})`,
      );
    }
    const component = Object.create(found.prototype) as Component;
    this.objects.push(component);
    this.fill(component as unknown as Fields, fields, path);
    if (!isElementType(component._type)) this.fail(`${path}._type`, 'an element type', component._type);
    this.components.push(component);
    return component;
  }

  private fill(object: Fields, fields: Fields, path: string): Fields {
    for (const [name, json] of Object.entries(fields)) {
      if (name in Object.prototype) this.fail(path, 'names of fields', name);
      object[name] = this.value(json, `${path}.${name}`);
    }
    return object;
  }

  private tensor(node: Fields, path: string): Tensor {
    const { offset, size, stride } = node;
    const storage = this.storages[node.storage as number];
    const whole = (x: unknown): x is number[] => Array.isArray(x) && x.every(Number.isInteger);
    if (!storage || !Number.isInteger(offset) || !whole(size) || !whole(stride) || size.length !== stride.length) {
      return this.fail(path, 'a tensor', node);
    }
    try {
      return new Tensor(storage, offset as number, size, stride);
    } catch (error) {
      throw new DataError(`${this.name}: ${path}: ${(error as Error).message}`, { cause: error });
    }
  }

  private storage(json: unknown, path: string): Storage {
    const { type, length, base64 } = this.record(json, path);
    const known = typeof type === 'string' && Object.hasOwn(elementTypes, type);
    if (!known || !Number.isInteger(length) || (length as number) < 0) return this.fail(path, 'type and length', json);
    const elementType = elementTypes[type as TypeName];
    if (base64 === undefined) return new Storage(elementType, length as number);
    const bytes = Buffer.from(String(base64), 'base64');
    const width = elementType.allocate(0).BYTES_PER_ELEMENT;
    if (bytes.length !== (length as number) * width) {
      throw new DataError(`${this.name}: ${path}: expected ${(length as number) * width} bytes, got ${bytes.length}`);
    }
    const data = elementType.allocate(length as number);
    new Uint8Array(data.buffer).set(bytes);
    return new Storage(elementType, data);
  }

  private record(json: unknown, path: string): Fields {
    return typeof json === 'object' && json !== null ? (json as Fields) : this.fail(path, 'a node', json);
  }

  private fail(path: string, expected: string, got: unknown): never {
    const shown = JSON.stringify(got) ?? 'nothing';
    throw new DataError(`${this.name}: ${path}: expected ${expected}, got ${shown.slice(0, 60)}`);
  }
}

/**
 * Numbers (to the bit, NaN and −0 too), text, tensors, modules and criteria of the registry, and lists and plain objects of these.
 * Buffers are left out, and gradients, v and Hv are taken as zero: they belong to a point, not to a model.
 *
 * @throws TypeError for anything else, such as a function or a class of the user's.
 */
export function encode(value: unknown): Encoded {
  const encoder = new Encoder();
  const root = encoder.value(value, 'root');
  return { root, storages: encoder.storages };
}

/**
 * What `encode` was given, from parsed JSON. Errors name the file, `name`, and the place in it.
 *
 * @throws DataError for a class that is not in the registry, and for contents that `encode` does not make.
 */
export function decode(encoded: { root?: unknown; storages?: unknown }, name: string): unknown {
  const decoder = new Decoder(name, encoded.storages);
  const value = decoder.value(encoded.root, 'root');
  for (const component of decoder.components) component.convertTo(component._type, new Map());
  return value;
}
