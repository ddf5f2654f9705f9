/** @file What the commands on curvature write: a page, a picture or JSON, by the name of the file. */
import { extname } from 'node:path';
import { writeAtomically } from '../../../lib/io/atomic.js';
import { html, type PagePart } from '../../../lib/plot/index.js';
import type { Arguments, Option } from '../../arguments.js';
import { type Io, type Signal, UsageError } from '../../io.js';

export const outOption: Option = {
  value: 'FILE',
  help: 'writes a page (.html), a picture (.svg) or all numbers (.json)',
};

/** The name of the file, where one was given. @throws UsageError */
export function outOf(args: Arguments): string | undefined {
  const path = args.values.get('out');
  if (path === undefined || ['.html', '.svg', '.json'].includes(extname(path))) return path;
  throw new UsageError(`--out: expected a name that ends in .html, .svg or .json, got '${path}'`);
}

/** What was found, in all forms; pictures are made when they are wanted. */
export interface Output {
  title: string;
  found: object;
  /** The one of .svg. */
  picture: () => Promise<string>;
  parts: () => Promise<PagePart[]>;
}

export async function write(path: string, { title, found, picture, parts }: Output): Promise<void> {
  const kind = extname(path);
  if (kind === '.json') writeAtomically(path, `${JSON.stringify(found)}\n`);
  else writeAtomically(path, kind === '.svg' ? await picture() : html(title, await parts()));
}

/** What a signal left undone, in one line. */
export function sayLeftOut(command: string, signal: Signal, leftOut: readonly string[], io: Io): void {
  const what = leftOut.length === 0 ? 'all was done' : `left out: ${leftOut.join(', ')}`;
  io.stderr.write(`rop ${command}: ${signal}; ${what}\n`);
}
