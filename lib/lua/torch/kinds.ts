/** @file What the arguments of tensor functions may be: Torch's word for a kind, what fits it, and how the library takes that. */
import { Generator, Storage, Tensor } from '../../tensor/index.js';
import { fromOne } from './index-base.js';

/** T is the name of the tensor type that a call is about. */
export interface Kind {
  shown(T: string): string;
  fits(x: unknown, T: string): boolean;
  /** What the library gets; where it is missing, the argument as it is. */
  read?(x: unknown): unknown;
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

function number(shown: (T: string) => string, read: (x: number) => number = (x) => x): Kind {
  return { shown, fits: isNumber, read: (x) => read(typeof x === 'number' ? x : Number(x)) };
}

function tensor(type: string | undefined, dims: number | undefined, read?: Kind['read']): Kind {
  const suffix = dims === undefined ? '' : `~${dims}D`;
  const fits: Kind['fits'] = (x, T) =>
    x instanceof Tensor && x.elementType.name === (type ?? T) && (dims === undefined || x.dim() === dims);
  return { shown: (T) => `${type ?? T}Tensor${suffix}`, fits, read };
}

/** One of several letters. */
function letter(letters: string): Kind {
  const allowed = letters.slice(1, -1).split('|');
  return { shown: () => letters, fits: (x) => typeof x === 'string' && allowed.includes(x) };
}

const longStorage: Kind = {
  shown: () => 'LongStorage',
  fits: (x) => x instanceof Storage && x.elementType.name === 'Long',
  read: (x) => Array.from((x as Storage).data),
};

const sizes: Kind = {
  shown: () => '(LongStorage | dim1 [dim2...])',
  fits: (x, T) => isNumber(x) || longStorage.fits(x, T),
  read: (x) => (x instanceof Storage ? longStorage.read?.(x) : Number(x)),
};

const named: Readonly<Record<string, Kind>> = {
  real: number((T) => reals[T]),
  accreal: number(sums),
  double: number(() => 'double'),
  long: number(() => 'long'),
  int: number(() => 'int'),
  dim: number(
    () => 'index',
    (x) => fromOne(x, 'dim'),
  ),
  index: number(
    () => 'index',
    (x) => fromOne(x, 'index'),
  ),
  boolean: { shown: () => 'boolean', fits: (x) => typeof x === 'boolean' },
  function: { shown: () => 'function', fits: (x) => typeof x === 'function' },
  Generator: { shown: () => 'Generator', fits: (x) => x instanceof Generator },
  // A LongTensor of indices, which count from 1.
  indices: tensor('Long', undefined, (x) => (x as Tensor).clone().add(-1)),
  LongStorage: longStorage,
  tensor: { shown: () => '*Tensor', fits: (x) => x instanceof Tensor },
  tensors: {
    shown: (T) => `{${T}Tensor+}`,
    fits: (x, T) => Array.isArray(x) && x.every((each) => each instanceof Tensor && each.elementType.name === T),
  },
};

/** Those that stand for all arguments that follow: what the first and each later one of them may be. */
const repeated: Readonly<Record<string, { first: Kind; more: Kind }>> = {
  sizes: { first: sizes, more: number(() => '') },
  dims: { first: { ...named.dim, shown: () => 'index [index...]' }, more: named.dim },
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
