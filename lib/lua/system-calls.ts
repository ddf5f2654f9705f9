/** @file The operating system as Lua's io library meets it: files of this machine, by the numbers that Node gives them. */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { SystemCalls } from './engine.js';
import type { Memory } from './memory.js';
import type { Permissions } from './permissions.js';

/** Error numbers of WASI, which C's library here has. */
const errors: Readonly<Record<string, number>> = {
  EACCES: 2,
  EAGAIN: 6,
  EBADF: 8,
  EEXIST: 20,
  EISDIR: 31,
  EMFILE: 33,
  ENOENT: 44,
  ENOSPC: 51,
  ENOTDIR: 54,
  EPIPE: 64,
};
const EINVAL = 28;
const EIO = 29;
const ENOTTY = 59;
const EPERM = 63;
const ESPIPE = 70;

const WRITABLE = 0o3;
const CREATE_OR_TRUNCATE = 0o1100;

/** An end of the program, thrown through the VM, which is of no use after it. */
export class Exit extends Error {
  override readonly name: string = 'Exit';
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** Where writing to standard output and error goes; by default to the process's own. */
export type Output = (fd: number, bytes: Uint8Array) => void;

export function writeToProcess(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      // A pipe whose reader is slow.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

export function systemCalls(permissions: Permissions, output: Output): (memory: Memory) => SystemCalls {
  /** Where the next read or write of a file that can seek begins. */
  const positions = new Map<number, number>();
  return (memory) => {
    /** Every call on buffers of an iovec; stops at the first that is not filled. */
    const transfer = (fd: number, list: number, count: number, done: number, move: Move): number => {
      let total = 0;
      for (let i = 0; i < count; i++) {
        const at = memory.words[(list >> 2) + 2 * i];
        const length = memory.words[(list >> 2) + 2 * i + 1];
        const position = positions.get(fd);
        const moved = length === 0 ? 0 : move(fd, memory.bytes.subarray(at, at + length), position ?? null);
        if (position !== undefined) positions.set(fd, position + moved);
        total += moved;
        if (moved < length) break;
      }
      memory.words[done >> 2] = total;
      return 0;
    };
    return {
      __syscall_openat: (_folder, name, flags, mode) =>
        attempt(-1, () => {
          const path = memory.name(name);
          if (flags & (WRITABLE | CREATE_OR_TRUNCATE) && !permissions.mayWrite(path)) return -EPERM;
          const fd = openSync(path, flags & 0o7777, mode === 0 ? undefined : memory.words[mode >> 2]);
          const status = fstatSync(fd);
          if (status.isFile()) positions.set(fd, flags & 0o2000 ? status.size : 0);
          return fd;
        }),
      __syscall_fcntl64: () => 0,
      // Only asked whether it is a terminal, to write it line by line.
      __syscall_ioctl: (fd) => (isatty(fd) ? 0 : -ENOTTY),
      fd_read: (fd, list, count, done) => attempt(1, () => transfer(fd, list, count, done, read)),
      fd_write: (fd, list, count, done) =>
        attempt(1, () =>
          transfer(fd, list, count, done, (file, bytes, position) => {
            if (file > 2) return writeSync(file, bytes, 0, bytes.length, position);
            output(file, bytes);
            return bytes.length;
          }),
        ),
      fd_seek: (fd, low, high, whence, result) =>
        attempt(1, () => {
          const position = positions.get(fd);
          if (position === undefined) return ESPIPE;
          const from = whence === 0 ? 0 : whence === 1 ? position : fstatSync(fd).size;
          const next = from + high * 2 ** 32 + (low >>> 0);
          if (next < 0) return EINVAL;
          positions.set(fd, next);
          memory.words[result >> 2] = next;
          memory.words[(result >> 2) + 1] = Math.floor(next / 2 ** 32);
          return 0;
        }),
      fd_close: (fd) =>
        attempt(1, () => {
          positions.delete(fd);
          if (fd > 2) closeSync(fd);
          return 0;
        }),
      // The environment is os.getenv's, which asks Node.
      environ_sizes_get: (count, size) => {
        memory.words[count >> 2] = 0;
        memory.words[size >> 2] = 0;
        return 0;
      },
      environ_get: () => 0,
      exit: (code) => {
        throw new Exit(code);
      },
    };
  };
}

type Move = (fd: number, bytes: Uint8Array, position: number | null) => number;

function read(fd: number, bytes: Uint8Array, position: number | null): number {
  for (;;) {
    try {
      return readSync(fd, bytes, 0, bytes.length, position);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      // A pipe that is still empty.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** A failed call's number has the sign that the caller looks for. */
function attempt(sign: 1 | -1, call: () => number): number {
  try {
    return call();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'EOF') return 0;
    return sign * (errors[code] ?? EIO);
  }
}
