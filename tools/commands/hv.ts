/** @file rop hv: a Hessian-vector product of a saved model. */
import { extname } from 'node:path';
import { DataError, loadNpy, saveNpy } from '../../lib/io/index.js';
import { load, save } from '../../lib/io/t7/save.js';
import { Tensor, torch } from '../../lib/tensor/index.js';
import type { Command } from '../arguments.js';
import { UsageError } from '../io.js';
import { outputFile } from '../output-file.js';
import { LossMatrix } from './curvature/loss-matrix.js';
import { readSubject, subjectNotes, subjectOptions } from './curvature/subject.js';

/** A vector in a file, of `size` finite numbers. */
function readVector(path: string, size: number): Tensor {
  const value = extname(path) === '.npy' ? loadNpy(path) : load(path);
  if (!(value instanceof Tensor)) throw new DataError(`${path}: expected a tensor, got something else`);
  if (value.nElement() !== size) {
    throw new DataError(`${path}: expected ${size} numbers, one for each parameter, got ${value.nElement()}`);
  }
  const v = value.double().contiguous().view(-1);
  const wrong = v.toArray().findIndex((x) => !Number.isFinite(x));
  if (wrong >= 0) throw new DataError(`${path}: expected finite numbers, got ${v.get(wrong)} at ${wrong}`);
  return v;
}

const kinds = ['.npy', '.t7'];

/** `rop hv` */
export const hv: Command = {
  name: 'hv',
  summary: 'Multiplies the Hessian of a saved model by a vector.',
  usage: 'MODEL --data FILE --vector FILE|random [OPTIONS]',
  positional: 'MODEL',
  options: {
    ...subjectOptions,
    vector: {
      value: 'FILE|random',
      help: 'v: a .npy or .t7 file of as many numbers as there are parameters, or a random\ndirection of length 1',
    },
    out: { value: 'FILE', help: 'writes Hv as .npy or .t7' },
    json: { help: 'write one JSON object' },
  },
  notes: subjectNotes,
  run: async (args, io) => {
    const from = args.values.get('vector');
    if (from === undefined) throw new UsageError('expected --vector FILE|random, got nothing');
    if (from !== 'random' && !kinds.includes(extname(from))) {
      throw new UsageError(`--vector: expected random or a name that ends in .npy or .t7, got '${from}'`);
    }
    const out = await outputFile(args, 'out', kinds);
    const subject = await readSubject(args);
    const matrix = new LossMatrix(subject);
    torch.manualSeed(subject.seed);
    const v = from === 'random' ? torch.randn(matrix.size) : readVector(from, matrix.size);
    if (from === 'random') v.div(v.norm());
    const product = matrix.apply(v);
    const found = {
      parameters: matrix.size,
      rows: subject.rows,
      loss: matrix.loss,
      vNorm: v.norm(),
      hvNorm: product.norm(),
      vHv: v.dot(product),
    };
    if (out !== undefined) {
      if (extname(out) === '.npy') saveNpy(out, product);
      else save(out, product);
    }
    if (args.switches.has('json')) {
      io.stdout.write(`${JSON.stringify(found)}\n`);
      return 0;
    }
    const lines = [
      ['parameters', found.parameters],
      ['rows', found.rows],
      ['loss', found.loss],
      ['‖v‖', found.vNorm],
      ['‖Hv‖', found.hvNorm],
      ['vᵀHv', found.vHv],
    ];
    io.stdout.write(lines.map(([name, value]) => `${String(name).padEnd(10)}  ${value}\n`).join(''));
    return 0;
  },
};
