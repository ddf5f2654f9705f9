/** @file What the package paths asks of the machine. */
import { mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import type { Permissions } from './permissions.js';

function statusOf(path: string): ReturnType<typeof statSync> {
  return statSync(path, { throwIfNoEntry: false });
}

/** The names of a folder, sorted, with those of itself and the one above. */
function dir(path: string): string[] | undefined {
  return statusOf(path)?.isDirectory() ? ['.', '..', ...readdirSync(path).sort()] : undefined;
}

export function pathFunctions(permissions: Permissions): Record<string, (...args: never[]) => unknown> {
  return {
    filep: (path: string) => statusOf(path)?.isFile() ?? false,
    dirp: (path: string) => statusOf(path)?.isDirectory() ?? false,
    dir,
    dirname,
    concat: (...parts: string[]) => resolve(...parts),
    cwd: () => process.cwd(),
    tmpname: () => permissions.temporaryName(),
    home: homedir(),
    mkdir: (path: string) => {
      permissions.checkWrite('paths.mkdir', path);
      if (statusOf(path)) return false;
      mkdirSync(path);
      return true;
    },
    rmdir: (path: string) => {
      permissions.checkWrite('paths.rmdir', path);
      rmdirSync(path);
      return true;
    },
    rmall: (path: string, really: string) => {
      permissions.checkWrite('paths.rmall', path);
      if (really !== 'yes') throw new TypeError("paths.rmall: expected 'yes' as the second argument, to be sure");
      rmSync(path, { recursive: true });
      return true;
    },
    filesize: (path: string) => statusOf(path)?.size,
  } as unknown as Record<string, (...args: never[]) => unknown>;
}
