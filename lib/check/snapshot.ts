/** @file Snapshot: a bitwise copy of fields, and the first difference from another one. */
import { Tensor } from '../tensor/index.js';
import { elementName, read } from './section.js';
import { walk } from './walk.js';

interface Entry {
  size: readonly number[];
  values: ArrayLike<unknown>;
}

export type Snapshot = ReadonlyMap<string, Entry>;

/** What differs, with the values before and after. */
export interface Change {
  element: string;
  before: unknown;
  after: unknown;
}

/** Copies every leaf below `root` for which `keeps` is true, leaving out fields for which `enters` is false. */
export function snapshot(
  root: unknown,
  enters: (field: string) => boolean,
  keeps: (field: string, value: unknown) => boolean,
): Snapshot {
  const entries = new Map<string, Entry>();
  walk(
    root,
    (path, value, field) => {
      if (!keeps(field, value)) return;
      if (value instanceof Tensor) entries.set(path, { size: value.size(), values: read(value) });
      else if (ArrayBuffer.isView(value)) {
        const values = Array.from(value as Float64Array);
        entries.set(path, { size: [values.length], values });
      } else entries.set(path, { size: [], values: [value] });
    },
    enters,
  );
  return entries;
}

/** The first element whose bits differ, or undefined. */
export function firstChange(before: Snapshot, after: Snapshot): Change | undefined {
  for (const [path, old] of before) {
    const now = after.get(path);
    if (!now) return { element: path, before: 'a value', after: 'nothing' };
    if (old.size.join() !== now.size.join()) return { element: path, before: `(${old.size})`, after: `(${now.size})` };
    for (let i = 0; i < old.values.length; i++) {
      if (!Object.is(old.values[i], now.values[i])) {
        return { element: elementName(path, old.size, i), before: old.values[i], after: now.values[i] };
      }
    }
  }
  return undefined;
}
