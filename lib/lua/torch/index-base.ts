/** @file Which numbers of constructors and methods count from 1 in Lua, and what results are: read from a line for each. */

/** A number that counts from 1 as one that counts from 0; indices below 0 count from the end in both. */
export function fromOne(x: number, what: 'dim' | 'index'): number {
  if (x >= 1) return x - 1;
  if (what === 'index' && x < 0) return x;
  throw new RangeError(`expected ${what === 'dim' ? 'a dimension' : 'an index'} from 1 up, got ${x}`);
}

/** What results are. */
export interface ResultBase {
  /** The places of results that are indices. */
  readonly results: readonly number[];
  readonly list: 'sizes' | 'table' | 'several';
}

/** One function's line, read. */
export interface IndexBase extends ResultBase {
  /** Whether the i-th number counts from 1. */
  counts(i: number): 'index' | undefined;
  /** Whether every tensor among the arguments holds indices. */
  readonly tensors: boolean;
  /** Whether numbers in tables count like those outside. */
  readonly lists: boolean;
}

/**
 * `index` for a result that is an index, or a tensor of them, and `_` for one that is not; `sizes` for a list of numbers that is a
 * LongStorage, `table` for a list that is one result, `several` for one that is as many. `list` is what lists are of which it says nothing.
 */
export function readResults(words: string, list: ResultBase['list'] = 'several'): ResultBase {
  const of = words.split(' ');
  return {
    results: of.flatMap((word, i) => (word === 'index' ? [i] : [])),
    list: (['sizes', 'table', 'several'] as const).find((word) => of.includes(word)) ?? list,
  };
}

/**
 * A line has a word for each number that the function takes, in order: `index` counts from 1, `n` is what it is, and the last word goes on
 * for all that follow. `tensors` says that every tensor holds indices, `lists` that numbers in tables count like those outside. Behind
 * `->` stands what results are.
 */
export function readIndexBase(line: string, list: IndexBase['list'] = 'several'): IndexBase {
  const [operands, values = ''] = line.split('->').map((part) => part.trim());
  const words = operands.split(' ').filter((word) => !['', 'tensors', 'lists'].includes(word));
  return {
    ...readResults(values, list),
    counts: (i) => {
      const word = words[Math.min(i, words.length - 1)];
      return word === 'index' ? word : undefined;
    },
    tensors: operands.includes('tensors'),
    lists: operands.includes('lists'),
  };
}
