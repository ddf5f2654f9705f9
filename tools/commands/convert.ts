/** @file rop convert: .t7 files in another mode, and models as JSON and back. */
import { extname } from 'node:path';
import { saveModel } from '../../lib/io/model.js';
import { load, save } from '../../lib/io/t7/save.js';
import { Module } from '../../lib/nn/module.js';
import { type Command, positionals } from '../arguments.js';
import { CommandError, UsageError } from '../io.js';
import { readJson } from './model.js';

/** `rop convert` */
export const convert: Command = {
  name: 'convert',
  summary: 'Writes a .t7 file anew: binary or ascii, or a model as JSON, and back from JSON.',
  usage: 'FROM TO [--ascii]',
  options: { ascii: { help: 'a .t7 file of text' } },
  positional: 'FROM, a .t7 file (binary or ascii) or a .json file of a model; TO, a name that ends in .t7 or .json',
  notes: [
    'The file holds what torch.save writes here: buffers are empty, earlier versions of classes are those of today, and',
    'classes of cudnn and tensors of CUDA are those of nn and Float. Classes that nn does not have stay as they are; JSON',
    'cannot hold them, nor anything but a model.',
  ],
  run: async (args) => {
    const [from, to] = positionals(args, ['FROM', 'TO']);
    const ascii = args.switches.has('ascii');
    const kind = extname(to);
    if (kind !== '.t7' && kind !== '.json') throw new UsageError(`expected TO to end in .t7 or .json, got '${to}'`);
    if (ascii && kind === '.json') throw new UsageError(`--ascii: expected TO to end in .t7 with it, got '${to}'`);
    const value = extname(from) === '.json' ? readJson(from) : load(from);
    if (kind === '.t7') save(to, value, ascii ? 'ascii' : 'binary');
    else if (value instanceof Module) saveModel(to, value);
    else throw new CommandError(`${from}: expected a model, which is all that JSON can hold, got something else`);
    return 0;
  },
};
