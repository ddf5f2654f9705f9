/** @file Pointwise functions: their call forms, made from a declaration of which loops run on which operands. */
import { kindOf, operandOf } from '../operands.js';
import { Tensor } from '../tensor.js';
import { defaultType, elementTypes } from '../types.js';
import { constant, type Loops } from './loop.js';
import { run } from './run.js';

export type Operands = readonly (Tensor | number)[];

/** The letters of operands: t for a tensor, n for a number. */
type Letters<X extends Operands> = X extends readonly [infer First, ...infer Others extends Operands]
  ? `${First extends number ? 'n' : 't'}${Letters<Others>}`
  : '';

/**
 * Declares a pointwise function of the operands X, a union of lists: x, the first tensor, and what goes with each
 * element of it. There are loops for each list; those of a list without a number run with s = 1.
 *
 *     x.f(…)                changes x
 *     r.f(x, …)             writes into r
 *     torch.f(x, …)         makes a new tensor
 *     torch.f(r, x, …)      writes into r
 *
 * A result takes the sizes of x and is of its type; other tensors have as many elements, in any shape, and its type
 * too. Any of them may share memory. A number is first made an element of the type.
 */
export interface Maps<X extends Operands> {
  readonly maps: Readonly<Record<Letters<X>, Loops>>;
  /**
   * The function holds or not, which does not change x: `x.f(…)` makes a ByteTensor too, of ones and zeros. A tensor to
   * write into may be of the type of x.
   */
  readonly compares?: true;
  /** Never there: the types, to be found again. */
  readonly operands?: X;
}

/** The same of a function that numbers in place of all tensors make a number of: elements of the default type. */
export interface MapsNumbers<X extends Operands> extends Maps<X> {
  readonly numbers: true;
}

export type ByNumber = Maps<[x: Tensor, value: number]>;
export type ByTensor = Maps<[x: Tensor, a: Tensor]>;

/** The loops of two tensors, the second a number throughout. */
export const byNumber = (loops: Loops): ByNumber => ({ maps: { tn: constant(loops) } });
export const byTensor = (tt: Loops): ByTensor => ({ maps: { tt } });

type Numbers<X extends Operands> = { readonly [K in keyof X]: number };
type Rest<X extends Operands> = X extends readonly [Tensor, ...infer Others] ? Others : never;

export type MapMethod<X extends Operands> = (...operands: Rest<X> | X) => Tensor;
export type MapFunction<X extends Operands> = (...operands: X | [result: Tensor, ...operands: X]) => Tensor;
export type MapNumbersFunction<X extends Operands> = MapFunction<X> & ((...operands: Numbers<X>) => number);

interface Declaration {
  readonly maps: Readonly<Record<string, Loops>>;
  readonly compares?: boolean;
  readonly numbers?: boolean;
}
type Call = (...operands: unknown[]) => Tensor;

const NUMBER = 1;
const TENSOR = 2;
const OTHER = 3;

/** The kinds of operands from a place on as one number, behind those that `code` stands for: found faster than text. */
function codeOf(code: number, operands: readonly unknown[], from: number): number {
  for (let i = from; i < operands.length; i++) {
    const x = operands[i];
    code = 4 * code + (typeof x === 'number' ? NUMBER : x instanceof Tensor ? TENSOR : OTHER);
  }
  return code;
}

function byCode(declaration: Declaration): ReadonlyMap<number, Loops> {
  return new Map(
    Object.entries(declaration.maps).map(([letters, loops]) => [
      Array.from(letters).reduce((code, letter) => 4 * code + (letter === 'n' ? NUMBER : TENSOR), 0),
      loops,
    ]),
  );
}

/** `x.f` of a function that changes x. */
export function mapMethod(name: string, declaration: Declaration): Call {
  const table = byCode(declaration);
  const whole = Object.keys(declaration.maps);
  const behindX = whole.filter((letters) => letters.startsWith('t')).map((letters) => letters.slice(1));
  return function (this: Tensor, ...operands: unknown[]) {
    const own = table.get(codeOf(TENSOR, operands, 0));
    if (own) return map(name, own, false, this, this, operands, 0);
    const loops = table.get(codeOf(0, operands, 0));
    if (loops) return map(name, loops, false, this, undefined, operands, 0);
    throw refusal(name, [...behindX, ...whole], operands);
  };
}

/** `torch.f` */
export function mapFunction(name: string, declaration: Declaration): (...operands: unknown[]) => Tensor | number {
  const table = byCode(declaration);
  const whole = Object.keys(declaration.maps);
  const compares = declaration.compares === true;
  const numbers = declaration.numbers ? whole[0] : undefined;
  return (...operands) => {
    const fresh = table.get(codeOf(0, operands, 0));
    if (fresh) return map(name, fresh, compares, undefined, undefined, operands, 0);
    const [result] = operands;
    const loops = table.get(codeOf(0, operands, 1));
    if (loops && result instanceof Tensor) return map(name, loops, compares, result, undefined, operands, 1);
    if (numbers && operands.length === numbers.length && operands.every((x) => typeof x === 'number')) {
      return ofNumbers(name, declaration.maps[numbers], numbers, operands);
    }
    const lists = [...whole, ...whole.map((letters) => `t${letters}`)];
    throw refusal(name, numbers ? [...lists, numbers.replaceAll('t', 'n')] : lists, operands);
  };
}

/** Numbers in place of tensors are tensors of one element. */
function ofNumbers(name: string, loops: Loops, letters: string, numbers: readonly number[]): number {
  const operands = numbers.map((x, i) => (letters[i] === 't' ? Tensor.zeros(defaultType, [1]).fill(x) : x));
  return map(name, loops, false, undefined, undefined, operands, 0).get(0);
}

function refusal(name: string, lists: readonly string[], operands: readonly unknown[]): TypeError {
  const kinds = (letters: string): string => Array.from(letters, (l) => (l === 'n' ? 'number' : 'tensor')).join(', ');
  const expected = alternatives(lists.map((letters) => `(${kinds(letters)})`));
  return new TypeError(`torch.${name}: expected ${expected}, got (${operands.map(kindOf).join(', ')})`);
}

function alternatives(texts: readonly string[]): string {
  return texts.length === 1 ? texts[0] : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}

/** Tensors among the operands, behind a source that stands before them, are x, a and b, numbers s and t. */
function map(
  name: string,
  loops: Loops,
  compares: boolean,
  result: Tensor | undefined,
  source: Tensor | undefined,
  operands: readonly unknown[],
  from: number,
): Tensor {
  let x = source as Tensor; // no list of operands is without one
  let a: Tensor | undefined;
  let b: Tensor | undefined;
  let s: number | undefined;
  let t = 0;
  for (let i = from; i < operands.length; i++) {
    const operand = operands[i] as Tensor | number;
    if (typeof operand === 'number') {
      if (s === undefined) s = operand;
      else t = operand;
    } else if (x === undefined) x = operand;
    else if (a === undefined) a = operand;
    else b = operand;
  }
  const { elementType: type } = x;
  const loop = loops[type.name];
  if (!loop) {
    const types = Object.keys(elementTypes).filter((known) => known in loops);
    throw new TypeError(`torch.${name}: expected ${alternatives(types)}, got ${x.describe()}`);
  }
  if (a) operandOf(name, x, a);
  if (b) operandOf(name, x, b);
  const y = result ?? Tensor.zeros(compares ? 'Byte' : type, x._size);
  if (y.elementType !== type && !(compares && y.elementType.name === 'Byte')) {
    const expected = alternatives(compares ? ['ByteTensor', `${type.name}Tensor`] : [`${type.name}Tensor`]);
    throw new TypeError(`torch.${name}: expected a ${expected} for the result, got ${y.describe()}`);
  }
  run({ name, loop, x, a, b, s: type.cast(s ?? 1), t: type.cast(t) }, y);
  return y;
}
