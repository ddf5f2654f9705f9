/** @file Which numbers of Torch's tensor functions count from 1 in Lua: one line for each function that has any. */

/**
 * A line has a word for each number that the function takes, in order: `dim` and `index` count from 1, `n` is what it is, and the
 * last word goes on for all that follow. `indices` says that a LongTensor behind a number holds indices, `tensors` that every tensor
 * does, `lists` that tables do.
 * What stands behind `->` is about the results: `index` for one that is an index, or a tensor of them, and `_` for one that is not;
 * `sizes` for a list of numbers that is a LongStorage, `table` for a list that is one result, `several` for one that is as many.
 */
const lines: Readonly<Record<string, string>> = {
  size: 'dim -> sizes',
  stride: 'dim -> sizes',
  storageOffset: '-> index',

  narrow: 'dim index n',
  sub: 'index',
  transpose: 'dim dim',
  permute: 'dim',
  squeeze: 'dim',
  unsqueeze: 'dim',
  unfold: 'dim n n',
  split: 'n dim -> table',
  chunk: 'n dim -> table',
  cat: 'dim',
  totable: '-> table',

  index: 'dim indices',
  indexCopy: 'dim indices',
  indexAdd: 'dim indices',
  indexFill: 'dim n indices',
  gather: 'dim indices',
  scatter: 'dim n indices',
  scatterAdd: 'dim indices',
  nonzero: '-> index',

  sum: 'dim',
  mean: 'dim',
  prod: 'dim',
  std: 'dim',
  var: 'dim',
  norm: 'n dim',
  renorm: 'n dim n',
  cumsum: 'dim',
  cumprod: 'dim',
  cross: 'dim',
  max: 'dim -> _ index',
  min: 'dim -> _ index',
  sort: 'dim -> _ index',
  median: 'dim -> _ index',
  mode: 'dim -> _ index',
  kthvalue: 'n dim -> _ index',
  topk: 'n dim -> _ index',

  pstrf: '-> _ index',

  randperm: '-> index',
  multinomial: '-> index',
  multinomialAliasSetup: '-> index',
};

/** One function's line, read. */
export interface IndexBase {
  /** Whether the i-th number counts from 1. */
  counts(i: number): 'dim' | 'index' | undefined;
  /** Whether a LongTensor behind a number holds indices. */
  readonly indices: boolean;
  /** Whether every tensor among the arguments does. */
  readonly tensors: boolean;
  /** Whether numbers in tables count like those outside. */
  readonly lists: boolean;
  /** The places of results that are indices. */
  readonly results: readonly number[];
  readonly list: 'sizes' | 'table' | 'several';
}

/** Reads a line; `list` is what lists are of which it says nothing. */
export function readIndexBase(line: string, list: IndexBase['list'] = 'several'): IndexBase {
  const [operands, values = ''] = line.split('->').map((part) => part.trim());
  const words = operands.split(' ').filter((word) => !['', 'indices', 'tensors', 'lists'].includes(word));
  const of = values.split(' ');
  return {
    counts: (i) => {
      const word = words[Math.min(i, words.length - 1)];
      return word === 'dim' || word === 'index' ? word : undefined;
    },
    indices: operands.includes('indices'),
    tensors: operands.includes('tensors'),
    lists: operands.includes('lists'),
    results: of.flatMap((word, i) => (word === 'index' ? [i] : [])),
    list: (['sizes', 'table', 'several'] as const).find((word) => of.includes(word)) ?? list,
  };
}

const plain = readIndexBase('n');
const known: ReadonlyMap<string, IndexBase> = new Map(
  Object.entries(lines).map(([name, line]) => [name, readIndexBase(line)]),
);

export function indexBase(name: string): IndexBase {
  return known.get(name) ?? plain;
}
