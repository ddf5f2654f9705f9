/** @file Files that a command is to write at its end. */
import { accessSync, constants } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileFault, WriteError } from '../lib/io/atomic.js';
import { drawing } from '../lib/plot/packages.js';
import type { Arguments } from './arguments.js';
import { UsageError } from './io.js';

/**
 * The name that an option gives, where it does, checked before the work begins: that it ends in one of `kinds`, that its folder is
 * there and can be written, and for pages and pictures that what draws is installed.
 *
 * @throws UsageError, WriteError, Error
 */
export async function outputFile(
  args: Arguments,
  option: string,
  kinds: readonly string[],
): Promise<string | undefined> {
  const path = args.values.get(option);
  if (path === undefined) return undefined;
  const kind = extname(path);
  if (!kinds.includes(kind)) {
    const list = kinds.join(', ').replace(/, (?=[^,]*$)/, ' or ');
    throw new UsageError(`--${option}: expected a name that ends in ${list}, got '${path}'`);
  }
  try {
    // With something behind it, a file is no folder.
    accessSync(join(dirname(path), '.', '/'), constants.W_OK);
  } catch (error) {
    throw new WriteError(`cannot write ${path}: ${fileFault(error)}`, { cause: error });
  }
  if (kind === '.html' || kind === '.svg') await drawing();
  return path;
}
