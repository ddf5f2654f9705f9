/** @file What the commands on curvature write: a page, a picture or JSON, by the name of the file. */
import { extname } from 'node:path';
import { writeAtomically } from '../../../lib/io/atomic.js';
import { html, type PagePart } from '../../../lib/plot/index.js';
import type { Option } from '../../arguments.js';
import type { Io, Signal } from '../../io.js';

/** What a name may end in. */
export const kinds: readonly string[] = ['.html', '.svg', '.json'];

export const outOption: Option = {
  value: 'FILE',
  help: 'writes a page (.html), a picture (.svg) or all numbers (.json)',
};

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
