/** @file What values are made of: their parts by name, and the parameters that are their own. */
import { LuaFunction, type LuaValue, TorchObject } from '../../../lib/io/t7/values.js';
import { Component } from '../../../lib/nn/component.js';
import { ForeignModule } from '../../../lib/nn/foreign-module.js';
import { Module } from '../../../lib/nn/module.js';
import { rName } from '../../../lib/nn/parameters.js';
import { torchFields, torchTable } from '../../../lib/nn/torch-table.js';
import { Tensor } from '../../../lib/tensor/index.js';

/** A part of a value, and how it is found there: the name of a field, or (1), (2), … in a list. */
export type Part = readonly [name: string, value: unknown];

const gradientOf = (name: string): string => rName.family(name)[1];

function keyName(key: unknown): string {
  if (typeof key === 'string') return key;
  return typeof key === 'object' ? '(an object)' : `(${String(key)})`;
}

/** Modules inside, and of the fields those that neither the class's text nor its sizes tell: no buffers, no gradients. */
function partsOfComponent(component: Component): Part[] {
  const declared = torchFields(component);
  const module = component instanceof Module ? component : undefined;
  const gradients = new Set(module?.parameterNames().map(gradientOf));
  const fields = [...torchTable(component)].filter(([name, value]) => {
    if (name === 'modules' || gradients.has(name) || declared.get(name)?.empty) return false;
    return typeof value === 'object' || !declared.has(name);
  });
  const children = module?.children().map((child) => (child instanceof ForeignModule ? child.instance : child));
  return [...fields, ...(entriesOf(children) ?? [])];
}

/** The entries of a table; undefined for what is none. */
function entriesOf(table: unknown): Part[] | undefined {
  if (Array.isArray(table)) return table.map((part, i) => [`(${i + 1})`, part]);
  return table instanceof Map ? [...table].map(([key, part]) => [keyName(key), part]) : undefined;
}

export function partsOf(value: unknown): Part[] {
  if (value instanceof Component) return partsOfComponent(value);
  if (value instanceof TorchObject) return entriesOf(value.fields) ?? [['fields', value.fields]];
  if (value instanceof LuaFunction) return entriesOf(value.upvalues) ?? [['upvalues', value.upvalues]];
  return entriesOf(value) ?? [];
}

/** Of classes that nn does not have, those that Torch would train by their names, or that have a gradient beside them. */
export function parametersOf(value: unknown): Tensor[] {
  if (value instanceof Module) {
    const fields = value as unknown as Readonly<Record<string, unknown>>;
    return value.parameterNames().flatMap((name) => (fields[name] instanceof Tensor ? [fields[name]] : []));
  }
  if (!(value instanceof TorchObject && value.fields instanceof Map)) return [];
  const fields = value.fields as ReadonlyMap<string, LuaValue>;
  const isParameter = (name: string): boolean =>
    name === 'weight' || name === 'bias' || (typeof name === 'string' && fields.has(gradientOf(name)));
  return [...fields].flatMap(([name, x]) => (x instanceof Tensor && isParameter(name) ? [x] : []));
}
