/** @file The forms in which a tensor function may be called: read from one line, compared with a call, and listed in errors as Torch does. */
import { Tensor } from '../../tensor/index.js';
import { given, type Kind, kindOf } from './kinds.js';

/** Whether a call is `torch.f(…)` or `x:f(…)`, of which x is the first argument. */
export type Side = 'function' | 'method';

interface Word {
  shown(T: string): string;
  first: Kind;
  more?: Kind;
  optional: boolean;
}

/** `T`, `[T]`, `<T>`, each perhaps with a `*` in front of the kind. */
const WORD = /([[<]?)(\*?)([^\s\]>]+)[\]>]?/g;

function wordsOf(form: string, side: Side): Word[] {
  return Array.from(form.matchAll(WORD), ([, bracket, star, kind]) => {
    const { first, more } = kindOf(kind);
    const optional = bracket === '[' || (bracket === '<' && (star === '*') === (side === 'function'));
    const shown = (T: string): string => {
      const name = star ? `*${first.shown(T)}*` : first.shown(T);
      return optional ? `[${name}]` : name;
    };
    return { shown, first, more, optional };
  });
}

/** The kinds of n arguments, for every choice of those that may be left out: few before many. */
function variants(words: readonly Word[], n: number): Kind[][] {
  const optional = words.filter((word) => word.optional);
  return Array.from({ length: 2 ** optional.length }, (_, choice) => {
    const chosen = words.filter((word) => !word.optional || (choice >> optional.indexOf(word)) & 1);
    const more = chosen.at(-1)?.more;
    const kinds = chosen.map(({ first }) => first);
    while (more && kinds.length < n) kinds.push(more);
    return kinds;
  }).filter((kinds) => kinds.length === n);
}

/** Cuts a line at its forms: a `|` inside of brackets belongs to a word. */
function split(forms: string): string[] {
  return forms.split(/ \| (?![^(]*\))/);
}

export class Forms {
  private readonly line: string;
  private readonly side: Side;
  /** Arguments that no form has are not read, as by Torch's functions that look at theirs one by one. */
  private readonly loose: boolean;
  private read: Word[][] | undefined = undefined;
  /** By number of arguments. */
  private readonly byCount: (readonly Kind[][] | undefined)[] = [];

  /** `line` is as in `signatures.ts`, without what it says of results. */
  constructor(line: string, side: Side) {
    const [both, method] = line.split(' : ');
    this.side = side;
    this.loose = line.endsWith('...');
    this.line = (side === 'method' && method ? method : both).replace(/\s*\.\.\.$/, '');
  }

  /** The arguments as the library takes them, in place of `args`. @throws TypeError with Torch's list of forms */
  take(args: unknown[], T: string): unknown[] {
    const found = this.find(args, T) ?? this.findOther(args, T);
    if (!found) throw new TypeError(`invalid arguments: ${listOf(args)}\nexpected arguments: ${this.describe(T)}`);
    if (args.length > found.length) args.length = found.length;
    for (let i = 0; i < found.length; i++) {
      const { isNumber, read } = found[i];
      if (isNumber && typeof args[i] === 'string') args[i] = Number(args[i]);
      if (read) args[i] = read(args[i]);
    }
    return args;
  }

  /** The kinds of the arguments in the first form that they fit. */
  private find(args: unknown[], T: string): readonly Kind[] | undefined {
    if (this.loose) while (args.length > 0 && args[args.length - 1] === undefined) args.pop();
    const found = this.among(args.length, args, T);
    if (found || !this.loose || args.length <= this.longest()) return found;
    for (let n = args.length - 1; n >= this.longest(); n--) {
      const shorter = this.among(n, args, T);
      if (shorter) return shorter;
    }
    return undefined;
  }

  /** The first form whose n kinds the first n arguments fit. */
  private among(n: number, args: readonly unknown[], T: string): readonly Kind[] | undefined {
    const all = this.of(n);
    for (let i = 0; i < all.length; i++) if (suits(all[i], args, T)) return all[i];
    return undefined;
  }

  /** A result of another type may stand in front: the call is about the type of the tensors behind it. */
  private findOther(args: unknown[], T: string): readonly Kind[] | undefined {
    const other = args.find((arg): arg is Tensor => arg instanceof Tensor && arg.elementType.name !== T);
    return other && this.find(args, other.elementType.name);
  }

  /** As Torch's errors list them, for tensors of the type T. */
  describe(T: string): string {
    return this.words()
      .map((form) => form.map((word) => word.shown(T)).join(' '))
      .join(' | ');
  }

  private words(): Word[][] {
    this.read ??= split(this.line).map((form) => wordsOf(form, this.side));
    return this.read;
  }

  private longest(): number {
    return Math.max(...this.words().map((words) => words.length));
  }

  private of(n: number): readonly Kind[][] {
    this.byCount[n] ??= this.words().flatMap((words) => variants(words, n));
    return this.byCount[n];
  }
}

function suits(kinds: readonly Kind[], args: readonly unknown[], T: string): boolean {
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i];
    if (typeof args[i] === 'number' ? !kind.isNumber : !kind.fits(args[i], T)) return false;
  }
  return true;
}

function listOf(args: readonly unknown[]): string {
  return args.length === 0 ? 'no arguments provided' : args.map((arg) => `${given(arg)} `).join('');
}
