/** @file What files add to Torch's namespace. */
import { type Callable, callable } from '../tensor/callable.js';
import { WriteError } from './atomic.js';
import { DataError } from './csv.js';
import { DiskFile } from './file/disk-file.js';
import { File } from './file/file.js';
import type { FileMode } from './file/file-state.js';
import { MemoryFile } from './file/memory-file.js';
import { deserialize, load, save, serialize } from './t7/save.js';

/** Works with and without `new`. A quiet file that cannot be opened is undefined. */
export interface DiskFileConstructor {
  (path: string, mode?: FileMode, quiet?: false): DiskFile;
  (path: string, mode: FileMode, quiet: boolean): DiskFile | undefined;
  new (path: string, mode?: FileMode, quiet?: boolean): DiskFile;
}

function open(path: string, mode?: FileMode, quiet?: boolean): DiskFile | undefined {
  try {
    return new DiskFile(path, mode, quiet);
  } catch (error) {
    if (quiet && (error instanceof DataError || error instanceof WriteError)) return undefined;
    throw error;
  }
}

interface Files {
  save: typeof save;
  load: typeof load;
  serialize: typeof serialize;
  deserialize: typeof deserialize;
  File: typeof File;
  DiskFile: DiskFileConstructor;
  MemoryFile: Callable<typeof MemoryFile>;
}

export const files: Files = {
  save,
  load,
  serialize,
  deserialize,
  File,
  DiskFile: new Proxy(DiskFile, {
    apply: (_target, _this, args: Parameters<typeof open>) => open(...args),
  }) as unknown as DiskFileConstructor,
  ...callable({ MemoryFile }),
};
