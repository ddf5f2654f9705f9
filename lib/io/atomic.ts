/** @file Files that are written whole or not at all. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';

/** A file that could not be written, in one line that names it: made to be shown without its stack. */
export class WriteError extends Error {
  override readonly name: string = 'WriteError';
}

const reasons: ReadonlyMap<string, string> = new Map<string, string>([
  ['ENOENT', 'no such file or folder'],
  ['ENOTDIR', 'a part of the path is a file'],
  ['EEXIST', 'is a file'],
  ['EISDIR', 'is a directory'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space left on the device'],
  ['EDQUOT', 'the quota is used up'],
  ['EFBIG', 'the file would be too large'],
]);

/** What the system said about a file, in words. */
export function fileFault(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons.get(code ?? '') ?? message;
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Takes a temporary file away where there is one: the folder itself may be what has gone wrong. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The failure that led here says more.
  }
}

const temporaryName = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);

/**
 * Replaces the file at `path` in one step: the text goes to a temporary name in the same folder, is synced to the device, and is
 * renamed. Whoever reads `path` sees the old contents or the new, never a part, whatever stops the process.
 *
 * @throws WriteError; the old contents then stand, and the temporary file is gone.
 */
export function writeAtomically(path: string, text: string): void {
  const temporary = temporaryName(path);
  try {
    writeSynced(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    discard(temporary);
    throw new WriteError(`cannot write ${path}: ${fileFault(error)}`, { cause: error });
  }
}

/**
 * Makes `folder` where it is missing, and proves that as much as `text` can be written there; leaves nothing behind but the folder.
 *
 * @throws WriteError when the folder is a file, or cannot be made or written.
 */
export function probeFolder(folder: string, text: string): void {
  const trial = temporaryName(join(folder, 'trial'));
  try {
    mkdirSync(folder, { recursive: true });
    try {
      writeSynced(trial, text);
    } finally {
      discard(trial);
    }
  } catch (error) {
    throw new WriteError(`cannot write to the folder ${folder}: ${fileFault(error)}`, { cause: error });
  }
}
