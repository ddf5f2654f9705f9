/** @file What is wrong with a file, and at which of its bytes. */
import { DataError } from '../csv.js';

/** `net.t7: at byte 12: expected …, found …`: made to be shown without its stack. Bytes count from 0. */
export class FileFormatError extends DataError {
  override readonly name: string = 'FileFormatError';
  readonly offset: number;
  readonly expected: string;
  readonly found: string;

  constructor(file: string, offset: number, expected: string, found: string, options?: ErrorOptions) {
    super(`${file}: at byte ${offset}: expected ${expected}, found ${found}`, options);
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }
}
