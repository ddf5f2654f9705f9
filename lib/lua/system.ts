/** @file Lua's os library and LuaJIT's bit library, in JavaScript: what the VM's own would leave to a C library that is not there. */
import { spawnSync } from 'node:child_process';
import { renameSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import process from 'node:process';
import { date, time } from './dates.js';
import type { Permissions } from './permissions.js';
import { Exit } from './system-calls.js';
import { Results } from './values.js';

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** What base.lua is given. */
export function operatingSystem(permissions: Permissions): Record<string, unknown> {
  return {
    os: os(permissions),
    bit,
    checkWrite: (what: string, path: string) => permissions.checkWrite(what, path),
    checkExec: (what: string) => permissions.checkExec(what),
  };
}

/** true, or nil and why not. */
function attempt(path: string, change: () => void): unknown {
  try {
    change();
    return true;
  } catch (error) {
    const { message, errno } = error as NodeJS.ErrnoException;
    return new Results(undefined, `${path}: ${message.replace(/, \w+ '.*$/, '')}`, Math.abs(errno ?? 0));
  }
}

function os(permissions: Permissions): Functions {
  return {
    clock: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    date,
    time,
    difftime: (a: number, b: number) => a - b,
    execute: (command?: string) => {
      if (command === undefined) return permissions.exec ? 1 : 0;
      permissions.checkExec('os.execute');
      return (spawnSync(command, { shell: true, stdio: 'inherit' }).status ?? 255) * 256;
    },
    exit: (code: number | boolean = 0) => {
      throw new Exit(typeof code === 'boolean' ? (code ? 0 : 1) : code);
    },
    getenv: (name: string) => process.env[name],
    remove: (path: string) => {
      permissions.checkWrite('os.remove', path);
      return attempt(path, () => (statSync(path).isDirectory() ? rmdirSync(path) : unlinkSync(path)));
    },
    rename: (from: string, to: string) => {
      permissions.checkWrite('os.rename', from);
      permissions.checkWrite('os.rename', to);
      return attempt(from, () => renameSync(from, to));
    },
    tmpname: () => permissions.temporaryName(),
  };
}

/** Numbers wrap to 32 bits; results are signed. */
const bit: Functions = {
  tobit: (x: number) => wrapped(x),
  tohex: (x: number, n: number = 8) => {
    const digits = (wrapped(x) >>> 0).toString(16).padStart(8, '0').slice(-Math.abs(n));
    return n < 0 ? digits.toUpperCase() : digits;
  },
  bnot: (x: number) => ~wrapped(x),
  band: (...x: number[]) => x.map(wrapped).reduce((a, b) => a & b),
  bor: (...x: number[]) => x.map(wrapped).reduce((a, b) => a | b),
  bxor: (...x: number[]) => x.map(wrapped).reduce((a, b) => a ^ b),
  lshift: (x: number, n: number) => wrapped(x) << n,
  rshift: (x: number, n: number) => (wrapped(x) >>> n) | 0,
  arshift: (x: number, n: number) => wrapped(x) >> n,
  rol: (x: number, n: number) => (wrapped(x) << n) | (wrapped(x) >>> (32 - n)),
  ror: (x: number, n: number) => (wrapped(x) >>> n) | (wrapped(x) << (32 - n)),
  bswap: (x: number) => new DataView(new Int32Array([wrapped(x)]).buffer).getInt32(0),
};

/** The low 32 bits of the nearest integer, that of two which is even. */
function wrapped(x: number): number {
  const floor = Math.floor(x);
  const up = x - floor > 0.5 || (x - floor === 0.5 && floor % 2 !== 0);
  return (up ? floor + 1 : floor) | 0;
}
