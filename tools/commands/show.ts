/** @file rop show: what is in a .t7 file. */
import { noClasses } from '../../lib/io/t7/class-door.js';
import { FileFormatError } from '../../lib/io/t7/format-error.js';
import { load } from '../../lib/io/t7/save.js';
import type { LuaValue } from '../../lib/io/t7/values.js';
import { type Command, positionals } from '../arguments.js';
import { counted, type Line, limits, treeOf } from './show/tree.js';

/** A line for each value, indented below what it is a part of. */
function textOf({ name, what, parameters, parts = [], more }: Line, indent: string = ''): string {
  const label = name === '' ? '' : `${name}: `;
  const count = parameters === undefined ? '' : `, ${counted(parameters, 'parameter')}`;
  const inside = parts.map((part) => textOf(part, `${indent}  `)).join('');
  const rest = more === undefined ? '' : `${indent}  … ${more} more\n`;
  return `${indent}${label}${what}${count}\n${inside}${rest}`;
}

/** What the file holds, and what is wrong with an instance of a class in it: then every instance is shown by its fields. */
function read(path: string): { value: LuaValue; fault?: FileFormatError } {
  try {
    return { value: load(path) };
  } catch (error) {
    if (!(error instanceof FileFormatError && error.cause)) throw error;
    return { value: load(path, undefined, true, noClasses), fault: error };
  }
}

/** `rop show` */
export const show: Command = {
  name: 'show',
  summary: 'Shows what is in a .t7 file: classes, tensors, tables, and the number of parameters.',
  usage: 'FILE [--json]',
  options: { json: { help: 'write one JSON object' } },
  positional: 'a .t7 file, binary or ascii',
  notes: [
    'A line for each module, table, tensor, number and text. Buffers and gradients are left out. Parameters that are',
    `shared count once. At most ${limits.depth} levels, ${limits.width} parts of a value and ${limits.lines} lines are shown; … says how many parts are left out.`,
  ],
  run: async (args, io) => {
    const [path] = positionals(args, ['FILE']);
    const { value, fault } = read(path);
    const root = treeOf(value);
    io.stdout.write(args.switches.has('json') ? `${JSON.stringify({ file: path, ...root })}\n` : textOf(root));
    if (!fault) return 0;
    io.stderr.write(`rop show: ${fault.message}; instances are shown by their fields\n`);
    return 1;
  },
};
