/** @file Everything reachable from an object, by path; copies of it to compare with later, and to restore. */
import { Storage, Tensor } from '../tensor/index.js';

/** A tensor, a typed array or a primitive that was reached; `field` is the last name on the path. */
export type Visitor = (path: string, value: unknown, field: string) => void;

/** Whether a field holds an image under R, which an R pass may write: rOutput, rGradWeight, … */
export function isImageField(name: string): boolean {
  return /^r[A-Z]/.test(name);
}

/** Visits every leaf once, depth first; fields for which `enters` is false are left out with all below them. */
export function walk(
  root: unknown,
  visit: Visitor,
  enters: (field: string) => boolean = () => true,
  path: string = '',
  field: string = '',
  seen: Set<unknown> = new Set(),
): void {
  if (typeof root === 'function') return;
  if (typeof root !== 'object' || root === null || root instanceof Tensor || ArrayBuffer.isView(root)) {
    visit(path, root, field);
    return;
  }
  if (seen.has(root)) return;
  seen.add(root);
  if (root instanceof Storage) visit(path, root.data, field);
  else if (root instanceof Map || root instanceof Set) walk([...root], visit, enters, path, field, seen);
  else if (Array.isArray(root)) {
    root.forEach((piece, i) => {
      walk(piece, visit, enters, `${path}[${i}]`, field, seen);
    });
  } else {
    for (const [name, value] of Object.entries(root)) {
      if (enters(name)) walk(value, visit, enters, path === '' ? name : `${path}.${name}`, name, seen);
    }
  }
}

/** The path of every tensor object below `root`. */
export function tensorPaths(root: unknown): Map<Tensor, string> {
  const paths = new Map<Tensor, string>();
  walk(root, (path, value) => {
    if (value instanceof Tensor && !paths.has(value)) paths.set(value, path);
  });
  return paths;
}

/** The storage of every tensor below `root`, with the path of one tensor on it. */
export function storagePaths(root: unknown): Map<Storage, string> {
  const paths = new Map<Storage, string>();
  walk(root, (path, value) => {
    if (value instanceof Tensor && value.nElement() > 0 && !paths.has(value._storage)) paths.set(value._storage, path);
  });
  return paths;
}

/**
 * Runs f and puts the contents of every storage below `root` back, so that parameters and statistics are as they
 * were.
 */
export function preserving<T>(root: unknown, f: () => T): T {
  const kept = [...storagePaths(root).keys()].map((storage) => ({ storage, data: storage.data.slice() }));
  try {
    return f();
  } finally {
    for (const { storage, data } of kept) if (storage.data.length === data.length) storage.data.set(data);
  }
}
