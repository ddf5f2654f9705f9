/** @file What a file holds as a tree of lines, cut where it would have no end. */
import { LuaFunction, TorchObject } from '../../../lib/io/t7/values.js';
import { Component } from '../../../lib/nn/component.js';
import { Storage, Tensor } from '../../../lib/tensor/index.js';
import { countParameters } from './counts.js';
import { partsOf } from './parts.js';

/** A value: what it is called where it stands, what it is, and what it is made of. */
export interface Line {
  name: string;
  what: string;
  /** In it and all inside. */
  parameters?: number;
  parts?: Line[];
  /** How many parts are left out. */
  more?: number;
}

/** Levels below the root, parts of one value, lines in all. */
export const limits = { depth: 24, width: 200, lines: 5000 };
const longestText = 60;

/** `1 field`, `2 fields`. */
export function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

/** Text in quotes, shortened, with everything escaped that could do something to a terminal. */
function quoted(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  const escaped = JSON.stringify(cut).replaceAll(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (c) => {
    return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return text.length > longestText ? `${escaped} (${text.length} characters)` : escaped;
}

const plainName = /^[\w. ()-]{1,60}$/;

/** A name as it is, if that is plain. */
function named(name: string): string {
  return plainName.test(name) ? name : quoted(name);
}

function whatIs(value: unknown): string {
  if (value === null) return 'nil';
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Tensor) return value.describe();
  if (value instanceof Storage) return `${value.elementType.name}Storage of ${value.size()}`;
  if (value instanceof Uint8Array) return `${value.length} bytes that are no UTF-8`;
  // A container's text goes on with what is inside.
  if (value instanceof Component) return String(value).split(' {\n', 1)[0];
  if (value instanceof TorchObject) return `${named(value.typename)} of ${counted(partsOf(value).length, 'field')}`;
  if (value instanceof LuaFunction) return `a function, ${value.bytecode.length} bytes`;
  return `a table of ${Array.isArray(value) ? value.length : (value as Map<unknown, unknown>).size}`;
}

/** The tree below `root`. An object that is met again is a line that says where it stands. */
export function treeOf(root: unknown): Line {
  const counts = countParameters(root);
  const paths = new Map<unknown, string>();
  let lines = 0;
  const lineOf = (name: string, value: unknown, path: string, depth: number): Line => {
    lines++;
    const line: Line = { name, what: whatIs(value) };
    const known = paths.get(value);
    if (known !== undefined) return { ...line, what: `${line.what}, the one at ${known}` };
    if (typeof value !== 'object' || value === null) return line;
    paths.set(value, path || 'the root');
    const count = counts.get(value) ?? 0;
    if (count > 0 && !(value instanceof Tensor)) line.parameters = count;
    const parts = partsOf(value);
    const shown = depth === limits.depth ? [] : parts.slice(0, limits.width);
    const inside: Line[] = [];
    for (const [part, inner] of shown) {
      if (lines >= limits.lines) break;
      const name = named(part);
      inside.push(lineOf(name, inner, path + (path === '' || name.startsWith('(') ? name : `.${name}`), depth + 1));
    }
    if (inside.length > 0) line.parts = inside;
    if (inside.length < parts.length) line.more = parts.length - inside.length;
    return line;
  };
  return lineOf('', root, '', 0);
}
