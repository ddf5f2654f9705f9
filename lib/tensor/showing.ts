/** @file Declarations of functions whose result is a view, or a list of views, and may be given. */
import type { Calls } from './calls.js';
import { tensorOf } from './operands.js';
import { Tensor } from './tensor.js';

type List = readonly unknown[];

/** `x.f(…)` is a new view of x; `r.f(x, …)` makes r that view, whatever it viewed before. */
export interface ShowingMethod<A extends List> {
  (...operands: A): Tensor;
  (x: Tensor, ...operands: A): Tensor;
}
/** `torch.f(x, …)` is a new view of x; `torch.f(r, x, …)` makes r that view. */
export interface ShowingFunction<A extends List> {
  (x: Tensor, ...operands: A): Tensor;
  (result: Tensor, x: Tensor, ...operands: A): Tensor;
}
export type Shows<A extends List> = Calls<ShowingMethod<A>, ShowingFunction<A>>;

/** `view` gets x and what follows it, of which the first count − 1 are tensors. */
export function showing<A extends List>(
  name: string,
  count: number,
  view: (x: Tensor, operands: A) => Tensor,
): Shows<A> {
  const show = view as (x: Tensor, operands: List) => Tensor;
  return {
    call(...operands) {
      const x = tensorOf(name, operands[0]);
      if (!(operands[count] instanceof Tensor)) return show(x, operands.slice(1));
      return x.become(show(operands[1] as Tensor, operands.slice(2)));
    },
  };
}

/** `torch.f(x, …)` is a new list of views of x; `torch.f(list, x, …)` replaces all that the list holds. */
export interface ListingFunction<A extends List> {
  (x: Tensor, ...operands: A): Tensor[];
  (list: Tensor[], x: Tensor, ...operands: A): Tensor[];
}
export type Lists<A extends List> = Calls<(...operands: A) => Tensor[], ListingFunction<A>>;

export function listing<A extends List>(name: string, pieces: (x: Tensor, ...operands: A) => Tensor[]): Lists<A> {
  const make = pieces as (x: Tensor, ...operands: List) => Tensor[];
  return {
    call(first, ...operands) {
      if (!Array.isArray(first)) return make(tensorOf(name, first), ...operands);
      const list: Tensor[] = first;
      const made = make(tensorOf(name, operands[0]), ...operands.slice(1));
      list.splice(0, list.length, ...made);
      return list;
    },
  };
}
