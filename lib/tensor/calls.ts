/** @file Torch's call forms, of methods and of functions of the `torch` namespace, made from one declaration of each. */
import { sharesMemory } from './copy.js';
import { tensorOf } from './operands.js';
import {
  type MapFunction,
  type MapMethod,
  type MapNumbersFunction,
  type Maps,
  mapFunction,
  mapMethod,
  type Operands,
} from './pointwise/maps.js';
import { Tensor } from './tensor.js';
import { defaultType, type TypeName } from './types.js';

/** The type of a result: that of the first operand, or a type by name. */
export type ResultType = 'same' | TypeName;

/**
 * Declares a function that makes the tensors R of the tensors X and of further arguments A:
 *
 *     x.f(…)                makes new tensors; x is the first of X
 *     r.f(x, …)             writes into r (and into further results, which follow r)
 *     torch.f(x, …)         makes new tensors
 *     torch.f(r, x, …)      writes into r, …
 *
 * More leading tensors than X has are results. Where a declaration is `inPlace`, `x.f(…)` writes into x instead. `compute`
 * gets results that share no memory with operands or one another, of the declared types and of any sizes; it checks
 * everything before it resizes one.
 */
export interface Makes<
  X extends readonly Tensor[],
  A extends readonly unknown[] = [],
  R extends readonly Tensor[] = [result: Tensor],
> {
  readonly results: { readonly [K in keyof R]: ResultType };
  /** How many tensors X has. */
  readonly operands: X['length'];
  readonly compute: (results: R, ...operands: [...X, ...A]) => void;
  readonly inPlace?: true;
  /** Never there: the types, to be found again. */
  readonly types?: [X, A, R];
}

/** Declares a function that changes the tensor x, and returns it: `x.f(…)` and `torch.f(x, …)`. */
export interface Changes<A extends readonly unknown[]> {
  readonly change: (x: Tensor, ...operands: A) => void;
}

/**
 * Declares a function that fills x, and gives it the sizes it needs: `x.f(…)` and `torch.f(x, …)` write into x, `torch.f(…)` into a
 * new tensor of the default type. `fill` checks everything before it resizes x.
 */
export interface Fills<A extends readonly unknown[]> {
  readonly fill: (x: Tensor, ...operands: A) => void;
}

export type FillingFunction<A extends readonly unknown[]> = (
  ...operands: A | [result: Tensor, ...operands: A]
) => Tensor;

/** Declares a function whose value is no tensor to write into: a number, a list, a view. `x.f(…)` and `torch.f(x, …)`. */
export interface Reads<A extends readonly unknown[], V> {
  readonly read: (x: Tensor, ...operands: A) => V;
}

/**
 * Declares a function whose call forms are its own: `call` gets the operands of `torch.f`; `x.f(…)` is `torch.f(x, …)`, unless
 * there is a `method`, which gets x in front too. Method and Function are the types of the two.
 */
export interface Calls<Method, Function> {
  readonly call: (...operands: unknown[]) => unknown;
  readonly method?: (...operands: unknown[]) => unknown;
  /** Never there: the types, to be found again. */
  readonly forms?: { method: Method; function: Function };
}

/** One tensor alone, several as a list. */
export type Returned<R extends readonly Tensor[]> = R extends readonly [Tensor] ? Tensor : [...R];

export type Rest<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Others] ? Others : [];

// Of several signatures an editor shows none of the documentation: so there is one, of several lists.
export type MakingMethod<X extends readonly Tensor[], A extends readonly unknown[], R extends readonly Tensor[]> = (
  ...operands: [...Rest<X>, ...A] | [...Rest<R>, ...X, ...A]
) => Returned<R>;
export type MakingFunction<X extends readonly Tensor[], A extends readonly unknown[], R extends readonly Tensor[]> = (
  ...operands: [...X, ...A] | [...R, ...X, ...A]
) => Returned<R>;

// biome-ignore format: one case a line
type MethodOf<D> =
  D extends { readonly types?: [infer X extends readonly Tensor[], infer A extends readonly unknown[], infer R extends readonly Tensor[]] } ? MakingMethod<X, A, R>
  : D extends { readonly call: unknown; readonly forms?: { method: infer M; function: unknown } } ? M
  : D extends Changes<infer A> | Fills<infer A> ? (...operands: A) => Tensor
  : D extends Reads<infer A, infer V> ? (...operands: A) => V
  : D extends { readonly maps: unknown; readonly operands?: infer X extends Operands } ? MapMethod<X>
  : never;
// biome-ignore format: one case a line
type FunctionOf<D> =
  D extends { readonly types?: [infer X extends readonly Tensor[], infer A extends readonly unknown[], infer R extends readonly Tensor[]] } ? MakingFunction<X, A, R>
  : D extends { readonly call: unknown; readonly forms?: { method: unknown; function: infer F } } ? F
  : D extends Changes<infer A> ? (x: Tensor, ...operands: A) => Tensor
  : D extends Fills<infer A> ? FillingFunction<A>
  : D extends Reads<infer A, infer V> ? (x: Tensor, ...operands: A) => V
  : D extends { readonly maps: unknown; readonly numbers: true; readonly operands?: infer X extends Operands } ? MapNumbersFunction<X>
  : D extends { readonly maps: unknown; readonly operands?: infer X extends Operands } ? MapFunction<X>
  : never;

/** The methods, and the functions of `torch`, that a family of declarations gives. */
export type Methods<Family> = { [K in keyof Family]: MethodOf<Family[K]> };
export type Functions<Family> = { [K in keyof Family]: FunctionOf<Family[K]> };

type Call = (...operands: unknown[]) => unknown;
type AnyMakes = Makes<readonly Tensor[], readonly unknown[], readonly Tensor[]>;
type AnyDeclaration =
  | AnyMakes
  | Changes<unknown[]>
  | Fills<unknown[]>
  | Reads<unknown[], unknown>
  | Calls<unknown, unknown>
  | Maps<Operands>;

function resultOf(name: string, type: TypeName, given: Tensor | undefined, others: readonly Tensor[]): Tensor {
  if (given && given.elementType.name !== type) {
    throw new TypeError(`torch.${name}: expected a ${type}Tensor for the result, got ${given.describe()}`);
  }
  const shares = given && others.some((other) => other !== given && sharesMemory(other, given));
  return given && !shares && !others.includes(given) ? given : Tensor.zeros(type, []);
}

/** `torch.f` of a declaration that makes tensors. */
export function making<X extends readonly Tensor[], A extends readonly unknown[], R extends readonly Tensor[]>(
  name: string,
  declaration: Makes<X, A, R>,
): Call {
  const { results, operands: count, compute } = declaration as unknown as AnyMakes;
  return (...operands) => {
    const extra = Math.max(0, leading(operands) - count);
    const given = operands.slice(0, Math.min(results.length, extra)) as Tensor[];
    const rest = operands.slice(given.length);
    const sources = Array.from({ length: count }, (_, i) => tensorOf(name, rest[i]));
    const made = results.map((type, i) => {
      const others = [...rest.filter((x) => x instanceof Tensor), ...given.filter((_, k) => k !== i)];
      return resultOf(name, type === 'same' ? sources[0].elementType.name : type, given[i], others);
    });
    compute(made, ...rest);
    const returned = made.map((result, i) =>
      given[i] && result !== given[i] ? given[i].resizeAs(result).copy(result) : result,
    );
    return returned.length === 1 ? returned[0] : returned;
  };
}

function callOf(name: string, declaration: AnyDeclaration): Call {
  if ('compute' in declaration) return making(name, declaration);
  if ('call' in declaration) return declaration.call;
  if ('fill' in declaration) {
    return (...operands) => {
      const given = operands[0] instanceof Tensor;
      const x = given ? (operands[0] as Tensor) : Tensor.zeros(defaultType, []);
      declaration.fill(x, ...operands.slice(given ? 1 : 0));
      return x;
    };
  }
  if ('maps' in declaration) return mapFunction(name, declaration);
  if ('read' in declaration) return (x, ...operands) => declaration.read(tensorOf(name, x), ...operands);
  return (x, ...operands) => {
    declaration.change(tensorOf(name, x), ...operands);
    return x;
  };
}

/** How many tensors stand in front. */
export function leading(operands: readonly unknown[]): number {
  let tensors = 0;
  while (operands[tensors] instanceof Tensor) tensors++;
  return tensors;
}

/** `torch.f` for every declaration of a family. */
export function functionsOf<Family extends object>(family: Family): Functions<Family> {
  const calls = Object.entries(family).map(([name, declaration]) => [name, callOf(name, declaration)]);
  return Object.fromEntries(calls) as Functions<Family>;
}

/** `x.f` for every declaration of a family: the function with x in front, unless a pointwise one changes x. */
export function methodsOf<Family extends object>(family: Family): Methods<Family> {
  const methods = Object.entries(family).map(([name, declaration]: [string, AnyDeclaration]) => {
    if ('maps' in declaration && !declaration.compares) return [name, mapMethod(name, declaration)];
    const call = ('method' in declaration && declaration.method) || callOf(name, declaration);
    const repeated = 'inPlace' in declaration ? declaration.operands : 0;
    return [
      name,
      function (this: Tensor, ...operands: unknown[]) {
        return leading(operands) + 1 === repeated ? call(this, this, ...operands) : call(this, ...operands);
      },
    ];
  });
  return Object.fromEntries(methods) as Methods<Family>;
}
