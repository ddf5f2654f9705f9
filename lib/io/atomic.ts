/** @file Files that are written whole or not at all. */
import { nodeModule } from './node.js';

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

/** Whether an error comes from the system and not from a program's fault. */
export function isSystemError(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.syscall !== undefined;
}

/** Writes to an open file. */
type Write = (file: number) => void;

function writeSynced(path: string, write: Write, mode?: number): void {
  const { openSync, fsyncSync, closeSync } = nodeModule('node:fs');
  const file = openSync(path, 'wx', mode);
  try {
    write(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const writing =
  (text: string): Write =>
  (file) =>
    nodeModule('node:fs').writeFileSync(file, text);

/** Takes a temporary file away where there is one: the folder itself may be what has gone wrong. */
function discard(path: string): void {
  try {
    nodeModule('node:fs').rmSync(path, { force: true });
  } catch {
    // The failure that led here says more.
  }
}

/** A name in the same folder that no other writer has, of this process or its threads or another one. */
function temporaryName(path: string): string {
  const { basename, dirname, join } = nodeModule('node:path');
  const [random] = globalThis.crypto.getRandomValues(new BigUint64Array(1));
  return join(dirname(path), `.${basename(path)}.${random.toString(36)}.tmp`);
}

/** Takes away what a process that was killed amid a write of `path` has left. */
export function discardRemains(path: string): void {
  const { basename, dirname, join } = nodeModule('node:path');
  const [folder, start] = [dirname(path), `.${basename(path)}.`];
  for (const name of nodeModule('node:fs').readdirSync(folder)) {
    if (name.startsWith(start) && /^[\da-z]+\.tmp$/.test(name.slice(start.length))) discard(join(folder, name));
  }
}

/**
 * Replaces the file at `path`, or what a link there leads to, in one step: `write` gets a file with a temporary name in the same folder,
 * which is synced to the device and renamed. Whoever reads `path` sees the old contents or the new, never a part, whatever stops the
 * process.
 *
 * @throws WriteError, or what `write` throws; the old contents then stand, and the temporary file is gone.
 */
export function replaceAtomically(path: string, write: Write): void {
  const { realpathSync, renameSync, statSync } = nodeModule('node:fs');
  let temporary: string | undefined;
  try {
    const old = statSync(path, { throwIfNoEntry: false });
    if (old && !old.isFile() && !old.isDirectory()) throw new WriteError(`cannot write ${path}: is a device or a pipe`);
    const target = old ? realpathSync(path) : path;
    temporary = temporaryName(target);
    writeSynced(temporary, write, old?.mode);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) discard(temporary);
    if (!isSystemError(error)) throw error;
    throw new WriteError(`cannot write ${path}: ${fileFault(error)}`, { cause: error });
  }
}

/** Replaces a file by text, as `replaceAtomically` does. @throws WriteError */
export function writeAtomically(path: string, text: string): void {
  replaceAtomically(path, writing(text));
}

/**
 * Makes `folder` where it is missing, and proves that as much as `text` can be written there; leaves nothing behind but the folder.
 *
 * @throws WriteError when the folder is a file, or cannot be made or written.
 */
export function probeFolder(folder: string, text: string): void {
  const { mkdirSync } = nodeModule('node:fs');
  const trial = temporaryName(nodeModule('node:path').join(folder, 'trial'));
  try {
    mkdirSync(folder, { recursive: true });
    try {
      writeSynced(trial, writing(text));
    } finally {
      discard(trial);
    }
  } catch (error) {
    throw new WriteError(`cannot write to the folder ${folder}: ${fileFault(error)}`, { cause: error });
  }
}
