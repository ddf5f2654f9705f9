/** @file Whether a name of Torch's is ours: each of its forms called for each of its types, with operands that it takes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Storage, Tensor, type TypeName } from '../../../lib/tensor/index.js';
import { torch } from '../../../lib/torch.js';
import type { Form, TorchName } from './names.js';

/** What is not as in Torch: `torch.f`, `x.f`, or `x.f of Byte: what it threw`. Nothing, if all is. */
export function faultsOf(entry: TorchName): string[] {
  return entry.forms.flatMap((form) => {
    if (!callable(form, entry.name)) return [`${owners[form]}.${entry.name}`];
    return (entry.types ?? [undefined]).flatMap((type) => {
      const error = thrownBy(form, entry, type);
      return error === undefined ? [] : [`${owners[form]}.${entry.name}${type ? ` of ${type}` : ''}: ${error}`];
    });
  });
}

const owners: Record<Form, string> = { f: 'torch', m: 'x', s: 's' };

type Call = (...operands: unknown[]) => unknown;

function callable(form: Form, name: string): boolean {
  const owner: object = form === 'f' ? torch : form === 'm' ? Tensor.prototype : Storage.prototype;
  return typeof (owner as Record<string, unknown>)[name] === 'function';
}

function thrownBy(form: Form, { name, operands }: TorchName, type: TypeName = 'Double'): string | undefined {
  const given = operands.map((word) => operand(word, type));
  const receiver = form === 'f' ? torch : given.shift();
  try {
    (receiver as Record<string, Call>)[name](...given);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    for (const path of files.splice(0)) rmSync(dirname(path), { recursive: true });
  }
}

/** Files that operands name, to be removed. */
const files: string[] = [];

/** The path of a file with a tensor in it. */
function saved(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rop-coverage-')), 'x.t7');
  files.push(path);
  torch.save(path, torch.Tensor(2));
  return path;
}

/** Tensors: x, y matrices; v, w, p vectors of 2, 3 and of probabilities; b, q of 3 and 4 dimensions; r without any. */
const tensors: Record<string, [values: number[], ...size: number[]]> = {
  x: [[1, 2, 3, 4], 2, 2],
  y: [[2, 1, 1, 3], 2, 2],
  v: [[1, 2], 2],
  w: [[1, 2, 3], 3],
  p: [[0.5, 0.5], 2],
  b: [[1, 2, 3, 4, 5, 6, 7, 8], 2, 2, 2],
  q: [[1, 2, 3, 4], 1, 2, 2, 1],
  r: [[]],
};

/** Other operands: what the letters of a table's line stand for. */
const others: Record<string, (type: TypeName) => unknown> = {
  i: () => torch.LongTensor([1, 0]),
  I: () =>
    torch.LongTensor([
      [0, 1],
      [1, 0],
    ]),
  n: () => torch.LongTensor(3),
  m: () =>
    torch.ByteTensor([
      [1, 0],
      [0, 1],
    ]),
  s: () => torch.LongStorage([2, 2]),
  S: (type) => new Storage(type, [1, 2, 3, 4]),
  A: () => torch.multinomialAliasSetup(torch.Tensor([0.5, 0.5])),
  G: () => torch.getRNGState(),
  T: () => torch.getnumthreads(),
  B: () => torch.serialize(torch.Tensor(2)),
  P: saved,
  f: () => (value: number) => value,
  true: () => true,
};

function operand(word: string, type: TypeName): unknown {
  if (Object.hasOwn(tensors, word)) {
    const [values, ...size] = tensors[word];
    return Tensor.from(type, values).resize(size);
  }
  if (Object.hasOwn(others, word)) return others[word](type);
  return word.startsWith("'") ? word.slice(1, -1) : Number(word);
}
