/** @file Components made of tables of Torch's fields, as a file would make them. */
import type { Component } from '../../../lib/nn/component.js';
import { blank, type ComponentClass, Filling, fillFromTorch } from '../../../lib/nn/torch-table.js';
import { nn } from '../../../lib/nn.js';
import { Storage } from '../../../lib/tensor/index.js';

/** Fields by Torch's names. */
export type Table = Record<string, unknown>;

export const long = (...sizes: number[]): Storage => new Storage('Long', sizes);

/** A component of class `name` with these fields. */
export function filled(name: string, table: Table, filling: Filling = new Filling()): Component {
  const kind = (nn as unknown as Record<string, ComponentClass>)[name];
  const [component, fields] = [blank(kind), new Map<unknown, unknown>(Object.entries(table))];
  kind.upgrade(fields, kind.torchVersion, () => undefined);
  fillFromTorch(component, fields, filling);
  return component;
}
