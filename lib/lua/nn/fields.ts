/** @file Fields of modules and criteria as Lua sees them: Torch's names and values, those of users, and tables that stay Lua's. */
import type { Component } from '../../nn/component.js';
import { Container } from '../../nn/container.js';
import { Module } from '../../nn/module.js';
import { rName } from '../../nn/parameters.js';
import { shown } from '../../nn/torch-field.js';
import { torchFields } from '../../nn/torch-table.js';
import { Tensor } from '../../tensor/index.js';
import { ModuleList } from './module-list.js';

type Fields = Record<string, unknown>;

const lists = new WeakMap<Container, ModuleList>();

/** The list of a container's modules: always the same. */
export function moduleList(container: Container): ModuleList {
  let list = lists.get(container);
  if (!list) {
    list = new ModuleList(container);
    lists.set(container, list);
  }
  return list;
}

/** weight, gradWeight, rWeight, rGradWeight, … of those parameters that are there. */
function parameterFields(component: Component): string[] {
  if (!(component instanceof Module)) return [];
  const own = component as unknown as Fields;
  return component.parameterNames().flatMap((name) => (own[name] === undefined ? [] : rName.family(name)));
}

/** Results under R, which Torch has not, and so nobody declares. */
const images = ['rOutput', 'rGradInput'];

function isOwn(component: Component, name: string): boolean {
  return images.includes(name) || parameterFields(component).includes(name);
}

/** The value of a field; undefined where there is none. */
export function getField(component: Component, name: string): unknown {
  if (name === 'modules' && component instanceof Container) return moduleList(component);
  const own = component as unknown as Fields;
  const field = torchFields(component).get(name);
  if (field) {
    const value = own[field.name ?? name];
    return value === undefined ? undefined : field.toTorch(value, component);
  }
  if (isOwn(component, name)) return own[name];
  const { extras } = component;
  return extras && Object.hasOwn(extras, name) ? extras[name] : undefined;
}

/** @throws TypeError for a value that the class does not take */
export function setField(component: Component, name: string, value: unknown): void {
  if (name === 'modules' && component instanceof Container) {
    moduleList(component).assign(value);
    return;
  }
  const own = component as unknown as Fields;
  const field = torchFields(component).get(name);
  if (field) {
    const expect = (what: string, got: string = shown(value)): never => {
      throw new TypeError(`${component.typename}: expected field ${name} to be ${what}, got ${got}`);
    };
    own[field.name ?? name] = field.fromTorch(value, expect, component);
    setImages(component, name);
    return;
  }
  const parameters = component instanceof Module ? component.parameterNames().flatMap(rName.family) : [];
  if (images.includes(name) || parameters.includes(name)) {
    own[name] = value;
    setImages(component, name);
    return;
  }
  component.extras ??= {};
  if (value === undefined) delete component.extras[name];
  else component.extras[name] = value;
}

/** v and Hv of a parameter, of which Torch's code knows nothing, come and go with it, and have its sizes. */
function setImages(component: Component, name: string): void {
  if (!(component instanceof Module && component.parameterNames().includes(name))) return;
  const own = component as unknown as Fields;
  const w = own[name];
  const [, , ...family] = rName.family(name);
  for (const image of family) {
    const r = own[image];
    if (!(w instanceof Tensor)) own[image] = undefined;
    else if (!(r instanceof Tensor && r.isSameSizeAs(w))) own[image] = Tensor.zeros(w.elementType, w._size);
  }
}

/** The names of all fields that have a value. */
export function fieldNames(component: Component): string[] {
  const names = [
    ...torchFields(component).keys(),
    ...parameterFields(component),
    ...Object.keys(component.extras ?? {}),
  ];
  return [...new Set(names)].filter((name) => getField(component, name) !== undefined);
}
