/** @file Torch's DiskFile: a File on disk. */
import { fileFault, isSystemError, WriteError } from '../atomic.js';
import { DataError } from '../csv.js';
import { nodeModule } from '../node.js';
import { littleEndianMachine } from './binary.js';
import type { Bytes } from './bytes.js';
import { DiskBytes } from './disk-bytes.js';
import { File } from './file.js';
import type { FileMode } from './file-state.js';
import { MemoryBytes } from './memory-bytes.js';

/** @throws DataError, or WriteError where the file was to be written */
export function openBytes(path: string, mode: FileMode): Bytes {
  const fs = nodeModule('node:fs');
  try {
    if (mode === 'rw' && !fs.existsSync(path)) fs.closeSync(fs.openSync(path, 'w'));
    const file = fs.openSync(path, mode === 'rw' ? 'r+' : mode);
    const status = fs.fstatSync(file);
    // What has no size (pipes, devices, and what the system makes up) is read whole.
    if (mode !== 'r' || (status.isFile() && status.size > 0)) return new DiskBytes(path, fs, file);
    try {
      return MemoryBytes.of(path, fs.readFileSync(file));
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (mode === 'r') throw new DataError(`cannot read ${path}: ${fileFault(error)}`, { cause: error });
    throw new WriteError(`cannot write ${path}: ${fileFault(error)}`, { cause: error });
  }
}

/**
 * `r` reads a file, `w` makes one, empty where it was there before, `rw` reads and writes one, from its beginning, and makes it where it
 * is missing. Numbers in binary mode are little-endian, as they are on the machines of today, unless told otherwise.
 */
export class DiskFile extends File {
  readonly #path: string;

  /** @throws DataError, WriteError, or TypeError for another mode */
  constructor(path: string, mode: FileMode = 'r', quiet: boolean = false) {
    if (!['r', 'w', 'rw'].includes(mode))
      throw new TypeError(`DiskFile: expected the mode 'r', 'w' or 'rw', got '${mode}'`);
    super(openBytes(path, mode), mode);
    this.#path = path;
    if (quiet) this.quiet();
  }

  isLittleEndianCPU(): boolean {
    return littleEndianMachine;
  }

  isBigEndianCPU(): boolean {
    return !littleEndianMachine;
  }

  nativeEndianEncoding(): this {
    this.asBinary.littleEndian = littleEndianMachine;
    return this;
  }

  littleEndianEncoding(): this {
    this.asBinary.littleEndian = true;
    return this;
  }

  bigEndianEncoding(): this {
    this.asBinary.littleEndian = false;
    return this;
  }

  /** What is written goes to the system at once, and nothing is read ahead. */
  noBuffer(): this {
    if (this.bytes instanceof DiskBytes) this.bytes.isBuffered = false;
    return this;
  }

  /** `torch.DiskFile on <path> [status: open -- mode r ]` */
  override toString(): string {
    return `torch.DiskFile on <${this.#path}> ${this.status()}`;
  }

  protected override describe(): string {
    return `DiskFile(${this.#path})`;
  }
}
