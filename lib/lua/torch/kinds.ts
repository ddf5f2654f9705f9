/** @file What the arguments of tensor functions may be: Torch's word for a kind, what fits it, and how the library takes that. */
import { Generator, Storage, Tensor } from '../../tensor/index.js';
import { fromOne } from './index-base.js';

/** T is the name of the tensor type that a call is about. */
export interface Kind {
  shown(T: string): string;
  /** Whether it is a number, which is not asked further; all else is. */
  readonly isNumber: boolean;
  fits(x: unknown, T: string): boolean;
  /** What the library gets; where it is missing, the argument as it is. */
  readonly read: ((x: unknown) => unknown) | undefined;
}

type Fits = Kind['fits'];

/** All kinds are objects of one shape. */
function kind(shown: Kind['shown'], fits: Fits, read?: Kind['read'], isNumber: boolean = false): Kind {
  return { shown, isNumber, fits, read };
}

const reals: Readonly<Record<string, string>> = {
  Double: 'double',
  Float: 'float',
  Half: 'float',
  Byte: 'unsigned char',
  Char: 'char',
  Short: 'short',
  Int: 'int',
  Long: 'long',
};

const sums = (T: string): string => (T === 'Double' || T === 'Float' ? 'double' : 'long');

/** Lua takes a text that reads as a number for one. */
function isNumber(x: unknown): boolean {
  return typeof x === 'number' || (typeof x === 'string' && x.trim() !== '' && !Number.isNaN(Number(x)));
}

/** Texts become numbers before they are read. */
function number(shown: Kind['shown'], read?: (x: number) => number): Kind {
  return kind(shown, isNumber, read as Kind['read'], true);
}

function tensor(type: string | undefined, dims: number | undefined, read?: Kind['read']): Kind {
  const suffix = dims === undefined ? '' : `~${dims}D`;
  const fits: Fits = (x, T) =>
    x instanceof Tensor && x.elementType.name === (type ?? T) && (dims === undefined || x.dim() === dims);
  return kind((T) => `${type ?? T}Tensor${suffix}`, fits, read);
}

/** One of several letters. */
function letter(letters: string): Kind {
  const allowed = letters.slice(1, -1).split('|');
  return kind(
    () => letters,
    (x) => typeof x === 'string' && allowed.includes(x),
  );
}

const isSizes: Fits = (x) => x instanceof Storage && x.elementType.name === 'Long';
const listOf = (x: unknown): unknown => (x instanceof Storage ? Array.from(x.data) : x);
const sizes = kind(
  () => '(LongStorage | dim1 [dim2...])',
  (x, T) => isNumber(x) || isSizes(x, T),
  listOf,
  true,
);
const toDim = (x: number): number => fromOne(x, 'dim');

const named: Readonly<Record<string, Kind>> = {
  real: number((T) => reals[T]),
  accreal: number(sums),
  double: number(() => 'double'),
  long: number(() => 'long'),
  int: number(() => 'int'),
  dim: number(() => 'index', toDim),
  index: number(
    () => 'index',
    (x) => fromOne(x, 'index'),
  ),
  boolean: kind(
    () => 'boolean',
    (x) => typeof x === 'boolean',
  ),
  function: kind(
    () => 'function',
    (x) => typeof x === 'function',
  ),
  Generator: kind(
    () => 'Generator',
    (x) => x instanceof Generator,
  ),
  // A LongTensor of indices, which count from 1.
  indices: tensor('Long', undefined, (x) => (x as Tensor).clone().add(-1)),
  LongStorage: kind(() => 'LongStorage', isSizes, listOf),
  tensor: kind(
    () => '*Tensor',
    (x) => x instanceof Tensor,
  ),
  tensors: kind(
    (T) => `{${T}Tensor+}`,
    (x, T) => Array.isArray(x) && x.every((each) => each instanceof Tensor && each.elementType.name === T),
  ),
};

/** Those that stand for all arguments that follow: what the first and each later one of them may be. */
const repeated: Readonly<Record<string, { first: Kind; more: Kind }>> = {
  sizes: { first: sizes, more: number(() => '') },
  dims: { first: number(() => 'index [index...]', toDim), more: named.dim },
};

/** The kind of a word, and of what may follow it without end. */
export function kindOf(word: string): { first: Kind; more?: Kind } {
  if (Object.hasOwn(repeated, word)) return repeated[word];
  if (Object.hasOwn(named, word)) return { first: named[word] };
  if (word.startsWith('(')) return { first: letter(word) };
  const [, type, dims] = /^(T|[A-Z]\w+Tensor)(?:~(\d))?$/.exec(word) as unknown as [string, string, string?];
  return { first: tensor(type === 'T' ? undefined : type.slice(0, -6), dims === undefined ? undefined : Number(dims)) };
}

/** What an error says it got. */
export function given(x: unknown): string {
  if (x instanceof Tensor || x instanceof Storage) return x.type().replace('torch.', '');
  if (x === undefined) return 'nil';
  if (isNumber(x)) return 'number';
  if (typeof x !== 'object') return typeof x;
  if (x instanceof Generator) return 'Generator';
  return Array.isArray(x) || Object.getPrototypeOf(x) === Object.prototype ? 'table' : 'userdata';
}
