/** @file Functions of the `torch` namespace that tensors also have as methods: `f(x, …)` is new, `f(result, x, …)` writes. */
import { type Functions as FunctionsOf, functionsOf } from './calls.js';
import { type Families, families } from './families.js';
import type { PointwiseFunctions, PowerFunction } from './forms.js';
import { unaryLoops } from './loops.js';
import { tensorOf } from './operands.js';
import { Tensor } from './tensor.js';

/** The functions that methods make. */
export interface Functions extends PointwiseFunctions, FunctionsOf<Families> {}

/** How many operands a pointwise function has after its source. */
const following: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.keys(unaryLoops).map((name) => [name, 0])),
  ...Object.fromEntries(['mul', 'div', 'cmul', 'cdiv', 'cpow', 'cmax', 'cmin', 'add', 'csub'].map((name) => [name, 1])),
  ...Object.fromEntries(['addcmul', 'addcdiv', 'clamp'].map((name) => [name, 2])),
};

type Operands = readonly unknown[];

function call(x: Tensor, name: keyof Functions, operands: Operands): Tensor {
  return (x[name] as unknown as (...operands: Operands) => Tensor).apply(x, operands as unknown[]);
}

function pointwiseFunction(name: keyof PointwiseFunctions): (...operands: Operands) => Tensor {
  return (first, ...operands) => {
    const x = tensorOf(name, first);
    const writes = operands[0] instanceof Tensor && operands.length > following[name];
    return writes ? call(x, name, operands) : call(x.new(), name, [x, ...operands]);
  };
}

function power(...operands: [Tensor, ...unknown[]] | [number, Tensor]): Tensor {
  if (operands.length === 3) return call(tensorOf('pow', operands[0]), 'pow', operands.slice(1));
  const source = typeof operands[0] === 'number' ? operands[1] : operands[0];
  return call(tensorOf('pow', source).new(), 'pow', operands);
}

function all<F>(names: readonly string[], make: (name: never) => unknown): F {
  return Object.fromEntries(names.map((name) => [name, make(name as never)])) as F;
}

export const functions: Functions = {
  ...functionsOf(families),
  ...all<PointwiseFunctions>(Object.keys(following), pointwiseFunction),
  pow: power as PowerFunction,
};
