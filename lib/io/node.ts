/** @file Node's own modules, found when they are needed: no import that a browser's bundler would follow. */
import type * as fs from 'node:fs';
import type * as path from 'node:path';

interface Modules {
  'node:fs': typeof fs;
  'node:path': typeof path;
}

interface Host {
  getBuiltinModule?(name: string): unknown;
}

/** @throws Error where there are no files. */
export function nodeModule<N extends keyof Modules>(
  name: N,
  host: Host | undefined = globalThis.process as Host | undefined,
): Modules[N] {
  const found = host?.getBuiltinModule?.(name);
  if (!found) throw new Error('files need Node 20.16 or newer; torch.serialize and torch.MemoryFile do without');
  return found as Modules[N];
}
