/** @file What a script may do to the machine: it is somebody else's code. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** Reading is free. Writing is confined to one folder, and to a temporary one that `release` takes away. */
export class Permissions {
  readonly exec: boolean;
  private readonly folder: string;
  private temporary: string | undefined = undefined;
  private count: number = 0;

  constructor(folder: string, exec: boolean) {
    this.folder = realpathSync(folder);
    this.exec = exec;
  }

  /** Links on the way are followed: what counts is where the file would lie. */
  mayWrite(path: string): boolean {
    const real = this.realPath(path);
    return [this.folder, this.temporary].some((root) => root !== undefined && isWithin(root, real));
  }

  /** @throws unless the script may write there */
  checkWrite(what: string, path: string): void {
    if (this.mayWrite(path)) return;
    throw new Error(
      `${what}: expected a path below the working directory, where alone scripts may write, got '${path}'`,
    );
  }

  /** @throws unless the script may run other programs */
  checkExec(what: string): void {
    if (!this.exec) throw new Error(`${what}: not allowed to run other programs; --allow-exec allows it`);
  }

  /** The name of a file that is not there yet. */
  temporaryName(): string {
    this.temporary ??= realpathSync(mkdtempSync(join(tmpdir(), 'rop-')));
    return join(this.temporary, `lua_${++this.count}`);
  }

  release(): void {
    if (this.temporary !== undefined) rmSync(this.temporary, { recursive: true, force: true });
    this.temporary = undefined;
  }

  private realPath(path: string): string {
    const whole = resolve(this.folder, path);
    try {
      return realpathSync(whole);
    } catch {
      const above = dirname(whole);
      return above === whole ? whole : join(this.realPath(above), basename(whole));
    }
  }
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}
